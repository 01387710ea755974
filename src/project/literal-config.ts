import { readTokens, type Token } from "../revisions/text-javascript.ts";

/** The variables of the environment. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a config in TypeScript or JavaScript exports as its default, read from its text without running it, so that a command needs neither
 * the translator nor the module loader: literals, `process.env.NAME`, `??` and `||`, in `defineConfig(…)` or without. Undefined for a text
 * that does anything else, which must be run.
 */
export function literalConfig(text: string, env: Environment): Readonly<Record<string, unknown>> | undefined {
  try {
    return new LiteralReader(text, env).config();
  } catch (error) {
    if (error instanceof NotLiteral) return undefined;
    throw error;
  }
}

/** The text is more than literals, or no JavaScript: to run it tells which. */
class NotLiteral extends Error {}

const CONSTANTS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, undefined };
const NUMBER = /^(?:0|[1-9]\d*(?:_\d+)*)$/;
/** Escapes that every kind of literal has, and that mean in all of them what they mean in a string. */
const PLAIN = /^(?:[^\\]|\\[nrt\\'"`])*$/;

/** Recursive descent over the tokens of a config. */
class LiteralReader {
  readonly #next: () => Token;
  readonly #env: Environment;
  #token: Token;

  constructor(text: string, env: Environment) {
    this.#next = readTokens(text, () => new NotLiteral()).next;
    this.#env = env;
    this.#token = this.#next();
  }

  config(): Readonly<Record<string, unknown>> {
    const mayDefine = this.#imports();
    this.#word("export");
    this.#word("default");
    const defines = mayDefine && this.#token.text === "defineConfig";
    if (defines) {
      this.#take();
      this.#sign("(");
    }
    const value = this.#object();
    if (defines) {
      this.#skip(",");
      this.#sign(")");
    }
    this.#skip(";");
    if (this.#token.kind !== "end") throw new NotLiteral();
    return value;
  }

  /** Passes `import { defineConfig } from "limbeck"`, if it is there; tells whether it is. */
  #imports(): boolean {
    if (this.#token.text !== "import") return false;
    this.#take();
    this.#sign("{");
    this.#word("defineConfig");
    this.#skip(",");
    this.#sign("}");
    this.#word("from");
    if (this.#take().value !== "limbeck") throw new NotLiteral();
    if (!this.#skip(";") && !this.#token.afterLineBreak) throw new NotLiteral();
    return true;
  }

  #object(): Readonly<Record<string, unknown>> {
    this.#sign("{");
    const entries: [string, unknown][] = [];
    while (!this.#is("}")) {
      const key = this.#take();
      if (key.kind !== "name" && key.kind !== "string") throw new NotLiteral();
      const name = key.value ?? key.text;
      // As a key, `__proto__` is no property; an escaped or private name is not what it reads like.
      if (name === "__proto__" || /[\\#]/.test(key.text)) throw new NotLiteral();
      this.#sign(":");
      entries.push([name, this.#value()]);
      if (!this.#skip(",")) break;
    }
    this.#sign("}");
    return Object.fromEntries(entries);
  }

  #list(): readonly unknown[] {
    this.#sign("[");
    const items: unknown[] = [];
    while (!this.#is("]")) {
      items.push(this.#value());
      if (!this.#skip(",")) break;
    }
    this.#sign("]");
    return items;
  }

  /** A value, or several joined by one kind of operator: JavaScript doesn't take both kinds. */
  #value(): unknown {
    let value = this.#single();
    const sign = this.#token.text;
    while ((sign === "?" || sign === "|") && this.#is(sign)) {
      const first = this.#take();
      if (!this.#is(sign) || this.#token.start !== first.end) throw new NotLiteral();
      this.#take();
      const other = this.#single();
      value = sign === "?" ? (value ?? other) : value || other;
    }
    return value;
  }

  #single(): unknown {
    if (this.#is("{")) return this.#object();
    if (this.#is("[")) return this.#list();
    const token = this.#take();
    if (token.value !== undefined) {
      if (!PLAIN.test(token.text)) throw new NotLiteral();
      return token.value;
    }
    if (token.kind === "number" && NUMBER.test(token.text)) return Number(token.text.replaceAll("_", ""));
    if (token.kind !== "name") throw new NotLiteral();
    if (Object.hasOwn(CONSTANTS, token.text)) return CONSTANTS[token.text];
    if (token.text !== "process") throw new NotLiteral();
    this.#sign(".");
    this.#word("env");
    return this.#env[this.#variable()];
  }

  /** The name in `.NAME` or `["NAME"]`. */
  #variable(): string {
    const listed = this.#skip("[");
    if (!listed) this.#sign(".");
    const token = this.#take();
    const name = listed ? token.value : token.text;
    if (name === undefined || (!listed && token.kind !== "name") || !/^\w+$/.test(name)) throw new NotLiteral();
    if (listed) this.#sign("]");
    return name;
  }

  #take(): Token {
    const token = this.#token;
    this.#token = this.#next();
    return token;
  }

  #is(sign: string): boolean {
    return this.#token.kind === "punctuator" && this.#token.text === sign;
  }

  #skip(sign: string): boolean {
    if (!this.#is(sign)) return false;
    this.#take();
    return true;
  }

  #sign(sign: string): void {
    if (!this.#skip(sign)) throw new NotLiteral();
  }

  #word(word: string): void {
    const { kind, text } = this.#take();
    if (kind !== "name" || text !== word) throw new NotLiteral();
  }
}
