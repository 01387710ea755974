/** Bytes of bytecode that a function runs before V8 thinks of compiling it anew; the default of V8 11 is a tenth. */
const INTERRUPT_BUDGET = 700_000;

/**
 * Has V8 compile a function with its optimising compiler only after it has run for longer. V8 11, which Node 20 has, sets about that so soon
 * that a command ends before it has paid: a quarter of the processor time of comparing a thousand tables went there. Later ones wait by
 * themselves, and don't know the flag. Source: https://github.com/v8/v8/blob/11.3.244/src/flags/flag-definitions.h
 */
export function compileLater(): void {
  if (Number.parseInt(process.versions.v8, 10) !== 11) return;
  process.getBuiltinModule("node:v8").setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}
