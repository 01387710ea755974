import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { directoryWith, inBranches, inLine, limbeck, runSql } from "./project.ts";
import type { World } from "./recording-io.ts";

interface Row {
  /** The line that is tried. */
  readonly line: string;
  /** Lines that go before it. */
  readonly first?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly world?: World;
  /** 0 when absent. */
  readonly exit?: number;
  /** All of standard output, or a pattern in it. Nothing when absent. */
  readonly out?: string | RegExp;
  /** A pattern in standard error. Nothing when absent. */
  readonly err?: RegExp;
}

/** Of a process that nobody interrupts. */
const RUNNING = new AbortController().signal;

const branched = { files: inBranches };
const changed = { ...inLine, "models.sql": inLine["models.sql"]?.replace("name TEXT", "title TEXT") ?? "" };

const rows: readonly Row[] = [
  // init, list-templates
  { line: "init", files: {}, out: /^created limbeck.config.ts\ncreated migrations\//, err: /^Next: set the url/ },
  { line: "init db/steps -t json", files: {}, out: /created limbeck.config.json\ncreated db\/steps\//, err: /^Next/ },
  { line: "init -t nonsense", files: {}, exit: 2, err: /INIT_TEMPLATE_UNKNOWN.*"nonsense"/ },
  { line: "init migrations/versions", exit: 2, err: /INIT_NOT_EMPTY/ },
  { line: "list-templates", files: {}, out: /^ts .*\n.*\nsql / },
  { line: "list_templates", files: {}, out: /^ts / },
  // revision
  { line: 'revision -m "add tags" --rev-id e5e5', out: "migrations/versions/e5e5_add_tags.sql\n" },
  { line: "revision --rev-id e5e5", out: "migrations/versions/e5e5_.sql\n" },
  { line: "revision -m x --rev-id e5e5 --format ts", out: "migrations/versions/e5e5_x.ts\n" },
  { line: "revision -m --autogenerate", exit: 2, err: /argument '--autogenerate' is invalid. It is an option itself/ },
  { line: "revision -m x --format rb", exit: 2, err: /argument 'rb' is invalid/ },
  { line: "revision -m x --rev-id e5e5 --head c3c3", out: /e5e5_x/ },
  { line: "revision -m x --head b2b2", exit: 2, err: /REVISION_NOT_A_HEAD/ },
  { line: "revision -m x --head b2b2 --splice --rev-id e5e5", out: /e5e5_x/ },
  { line: "revision -m x --head base --branch-label side --depends-on c3c3 --rev-id e5e5", out: /e5e5_x/ },
  { line: "revision -m x --version-path elsewhere", exit: 2, err: /REVISION_LOCATION.*elsewhere/ },
  { line: "revision -m x --rev-id c3c3", exit: 2, err: /REVISION_ID_TAKEN/ },
  { line: "revision -m x", ...branched, exit: 2, err: /REVISION_HEADS_SEVERAL/ },
  { line: "revision -m x --head billing@head --rev-id e5e5", ...branched, out: /e5e5_x/ },
  { line: "revision --autogenerate", exit: 4, err: /TARGET_NOT_UP_TO_DATE/ },
  { line: "revision --autogenerate", first: ["upgrade head"], err: /^No changes/ },
  { line: "revision --autogenerate --empty-ok --rev-id e5e5", first: ["upgrade head"], out: /e5e5/ },
  { line: "revision --empty-ok", exit: 2, err: /REVISION_OPTION.*--empty-ok/ },
  {
    line: "revision --autogenerate -m x --rev-id e5e5 --rename people.name=title",
    files: changed,
    first: ["upgrade head"],
    out: /Rename column people.name to title/,
  },
  {
    line: "revision --autogenerate -m x --rev-id e5e5",
    files: changed,
    first: ["upgrade head"],
    world: { answers: ["perhaps", "", "YES"] },
    out: /Rename column people.name to title/,
    err: /^(Was the column people.name renamed to title\?[^?]*){3}$/,
  },
  {
    line: "revision --autogenerate -m x --rev-id e5e5",
    files: changed,
    first: ["upgrade head"],
    world: { answers: ["n"] },
    out: /Drop column people.name \(loses/,
    err: /Was the column/,
  },
  {
    line: "revision --autogenerate -m x",
    files: changed,
    first: ["upgrade head"],
    world: { answers: [] },
    exit: 2,
    err: /DIFF_RENAME_UNDECIDED/,
  },
  {
    line: "revision --autogenerate -m x",
    files: changed,
    first: ["upgrade head"],
    exit: 2,
    err: /hint: Say so with --rename people.name=title/,
  },
  {
    line: "revision --autogenerate -m x --rev-id e5e5 --no-renames",
    files: changed,
    first: ["upgrade head"],
    out: /Drop column people.name/,
    err: /^warning: .*the values of people.name\n$/,
  },
  {
    line: "revision --autogenerate -m x --rev-id e5e5 --from-url sqlite:///other.db",
    first: ["upgrade head", "--url sqlite:///other.db upgrade b2b2"],
    out: /Drop index ix_posts_author/,
  },
  // merge, edit
  {
    line: "merge heads -m join --rev-id e5e5 --branch-label joined",
    ...branched,
    out: "migrations/versions/e5e5_join.sql\n",
  },
  { line: "merge c3c3 a1a1", ...branched, exit: 2, err: /REVISION_NOT_A_HEAD/ },
  { line: "merge b2b2 d4d4 --splice --rev-id e5e5", ...branched, out: /e5e5/ },
  { line: "merge heads", exit: 2, err: /REVISION_MERGE_TOO_FEW/ },
  {
    line: "edit head",
    world: { env: { EDITOR: "true", PATH: process.env["PATH"] } },
    out: "migrations/versions/c3_index.sql\n",
  },
  { line: "edit b2", world: { env: { EDITOR: "false", PATH: process.env["PATH"] } }, exit: 3, err: /EDIT_NO_EDITOR/ },
  // upgrade, downgrade
  {
    line: "upgrade head",
    err: /^\[1\/3\] upgrade base -> a1a1, a1a1 is made {2}\d+ ms\n(.*\n){2}Done: 3 revisions in \d+ ms; the database is at c3c3\.\n$/,
  },
  { line: "upgrade head", first: ["upgrade head"], err: /^Nothing to do: the database is at c3c3\.\n$/ },
  { line: "upgrade +1", err: /\[1\/1\].*\n.*1 revision in.*at a1a1/ },
  { line: "upgrade +1", first: ["upgrade +1"], err: /at b2b2/ },
  { line: "upgrade b2", err: /at b2b2/ },
  { line: "upgrade +4", exit: 3, err: /GRAPH_TOO_FAR/ },
  { line: "upgrade head", ...branched, exit: 3, err: /GRAPH_MULTIPLE_HEADS/ },
  { line: "upgrade heads", ...branched, err: /at c3c3, d4d4/ },
  { line: "upgrade billing@head", ...branched, err: /at d4d4/ },
  { line: "-q upgrade head" },
  { line: "upgrade head --quiet" },
  { line: "upgrade a1a1:b2b2", exit: 2, err: /GRAPH_RANGE_REFUSED/ },
  { line: "downgrade -1", first: ["upgrade head"], err: /^\[1\/1\] downgrade c3c3 -> b2b2, .*\n.*at b2b2/ },
  { line: "downgrade base", first: ["upgrade head"], err: /at base/ },
  { line: "downgrade a1a1", first: ["upgrade head"], err: /at a1a1/ },
  { line: "downgrade billing@-1", ...branched, first: ["upgrade heads"], err: /at c3c3/ },
  { line: "downgrade -1", first: ["upgrade base"], exit: 3, err: /GRAPH_TOO_FAR/ },
  { line: "downgrade -9", first: ["upgrade head"], exit: 3, err: /GRAPH_TOO_FAR/ },
  { line: "downgrade base --sql", exit: 2, err: /TARGET_RANGE_NEEDED/ },
  { line: "downgrade c3c3:b2b2 --sql", out: /DROP INDEX ix_posts_author;/ },
  { line: "upgrade head --sql", out: /^\.bail on\n[\s\S]*CREATE TABLE people/ },
  // stamp, ensure-version
  { line: "stamp head", err: /^Stamped sqlite:\/\/\/app.db: base -> c3c3\n$/ },
  { line: "stamp base", first: ["upgrade head"], err: /c3c3 -> base/ },
  { line: "stamp heads", ...branched, err: /base -> c3c3, d4d4/ },
  { line: "stamp c3c3 d4d4", ...branched, err: /base -> c3c3, d4d4/ },
  { line: "stamp --purge a1a1", first: ["upgrade head"], err: /c3c3 -> a1a1/ },
  { line: "stamp head --sql", out: /INSERT INTO "alembic_version"/ },
  { line: "stamp head --sql --purge", exit: 2, err: /STAMP_OPTION/ },
  { line: "ensure-version", err: /^Created the table alembic_version in sqlite:\/\/\/app.db\n$/ },
  { line: "ensure_version", first: ["ensure-version"], err: /^Found/ },
  { line: "ensure-version --sql", out: /CREATE TABLE/ },
  // check, plan
  { line: "check", first: ["upgrade head"], out: "No new upgrade operations detected.\n" },
  {
    line: "check",
    first: ["upgrade head"],
    files: changed,
    exit: 1,
    out: /^New upgrade operations detected:\n {2}- /,
    err: /--rename people.name=title/,
  },
  { line: "check --rename people.name=title", first: ["upgrade head"], files: changed, exit: 1, out: /Rename column/ },
  { line: "check --from-url sqlite:///app.db", first: ["upgrade head"], out: /^No new/ },
  {
    line: "plan upgrade head",
    out: "upgrade a1a1, a1a1 is made\nupgrade b2b2, b2b2 is made\nupgrade c3c3, c3c3 is made\nbase -> c3c3\n",
  },
  { line: "plan upgrade +1 -v", out: /CREATE TABLE people.*;\n {4}-- .*lock on the database/ },
  { line: "plan downgrade -1", first: ["upgrade head"], out: "downgrade c3c3, c3c3 is made\nc3c3 -> b2b2\n" },
  { line: "plan upgrade head", first: ["upgrade head"], out: "Nothing to do: the database is at c3c3.\n" },
  { line: "plan sideways head", exit: 2, err: /Allowed choices are upgrade, downgrade/ },
  // status, repair
  {
    line: "status",
    first: ["upgrade head"],
    out: /^Database: sqlite:\/\/\/app.db\nCurrent:\n {2}c3c3 \(head\), .*\nLast runs:\n(.*upgrade.*done.*\n){3}$/,
  },
  { line: "review", first: ["upgrade head"], err: /No revision is pending/ },
  { line: "backups list", first: ["upgrade +1"], out: /^Nothing is kept in / },
  { line: "status", first: ["upgrade +1"], exit: 1, out: /Pending:\n {2}b2b2.*\n {2}c3c3/ },
  { line: "repair", first: ["upgrade head"], err: /^There was nothing to settle\.\n$/ },
  { line: "repair --done a1a1", first: ["upgrade head"], exit: 2, err: /a1a1/ },
  { line: "repair --undone a1a1 --done a1a1", first: ["upgrade head"], exit: 2, err: /REPAIR_OPTION/ },
  { line: "repair --accept a1a1", first: ["upgrade head"], out: /"a1a1" is accepted/ },
  { line: "forget", first: ["upgrade head"], err: /^Dropped limbeck_journal from / },
  { line: "forget", first: ["upgrade head", "forget"], err: /^There was no journal in / },
  { line: "forget", exit: 3, err: /CONNECT_DATABASE_MISSING/ },
  // history, heads, bases, branches
  {
    line: "history",
    out: "b2b2 -> c3c3 (head), c3c3 is made\na1a1 -> b2b2, b2b2 is made\n<base> -> a1a1, a1a1 is made\n",
  },
  {
    line: "history -r-3:current",
    first: ["upgrade b2b2"],
    out: "a1a1 -> b2b2, b2b2 is made\n<base> -> a1a1, a1a1 is made\n",
  },
  {
    line: "history -r -3:current",
    first: ["upgrade b2b2"],
    out: "a1a1 -> b2b2, b2b2 is made\n<base> -> a1a1, a1a1 is made\n",
  },
  { line: "history --rev-range=-1:current", first: ["upgrade b2b2"], out: /^a1a1 -> b2b2/ },
  { line: "history -r b2:head", out: /^b2b2 -> c3c3.*\na1a1 -> b2b2.*\n$/ },
  { line: "history -r :a1a1", out: /^<base> -> a1a1.*\n$/ },
  { line: "history -r head:b2", exit: 3, err: /GRAPH_RANGE_ORDER/ },
  { line: "history -r b2", exit: 2, err: /GRAPH_RANGE_SYNTAX/ },
  { line: "history -i", first: ["upgrade b2b2"], out: /b2b2 \(current\)/ },
  {
    line: "history -v",
    out: /^Rev: c3c3 \(head\)\nParent: b2b2\nPath: migrations\/versions\/c3_index.sql\n\n {4}c3c3 is made\n\nRev: b2b2/,
  },
  {
    line: "history",
    files: { "limbeck.config.json": "{}", "migrations/README.md": "" },
    err: /^There are no revisions\.\n$/,
  },
  { line: "heads", out: "c3c3 (head), c3c3 is made\n" },
  { line: "heads", ...branched, out: "c3c3 (head), c3c3 is made\nd4d4 (billing) (head), d4d4 is made\n" },
  { line: "heads -v", out: /^Rev: c3c3/ },
  { line: "heads --resolve-dependencies", out: /^c3c3/ },
  { line: "bases", out: "a1a1, a1a1 is made\n" },
  { line: "bases -v", out: /^Rev: a1a1\nParent: <base>/ },
  { line: "branches", err: /No revision is followed/ },
  { line: "branches", ...branched, out: /^a1a1 \(branchpoint\).*\n {5}-> b2b2.*\n {5}-> d4d4/ },
  { line: "branches -v", ...branched, out: /Branches into: b2b2, d4d4\n(?:.*\n)* {5}-> b2b2.*\n {5}-> d4d4/ },
  // show, current
  { line: "show billing@head", ...branched, out: /^Rev: d4d4 \(head\)\nParent: a1a1\nBranch names: billing\n/ },
  { line: "show b2", out: /^Rev: b2b2/ },
  { line: "show current", first: ["upgrade b2b2"], out: /^Rev: b2b2/ },
  { line: "show c3c4", exit: 3, err: /REVISION_UNKNOWN.*c3c4.*\(did you mean "c3c3"\?\)/ },
  { line: "current", first: ["upgrade b2b2"], out: "b2b2, b2b2 is made\n" },
  { line: "current", first: ["ensure-version"], err: /^The database is at base/ },
  {
    line: "current -v",
    first: ["upgrade head"],
    out: /^Current revision\(s\) for sqlite:\/\/\/app.db:\nRev: c3c3 \(head\) \(current\)\n/,
  },
  { line: "current -c", first: ["upgrade head"], out: /c3c3/ },
  { line: "current -c", first: ["upgrade b2b2"], exit: 1, out: /^b2b2/, err: /c3c3 not applied/ },
  { line: "current --check-heads -q", first: ["upgrade b2b2"], exit: 1, out: /^b2b2/ },
  { line: "-c limbeck.config.json current -c", first: ["upgrade head"], out: /c3c3/ },
  { line: "current --config limbeck.config.json", first: ["upgrade head"], out: /c3c3/ },
  { line: "current -c limbeck.config.json", exit: 2, err: /CLI_USAGE: too many arguments/ },
  // global options, help, version
  { line: "-c nothing.json heads", exit: 2, err: /CONFIG_UNREADABLE.*nothing.json/ },
  { line: "heads -c .", exit: 2, err: /CONFIG_UNREADABLE/ },
  { line: "-C migrations heads", out: /^c3c3/ },
  { line: "heads --directory migrations/versions", out: /^c3c3/ },
  { line: "-c limbeck.config.json -c other.json heads", exit: 2, err: /CLI_USAGE: .*--config.*given twice/ },
  { line: "-C missing heads", exit: 2, err: /CLI_USAGE: there is no directory ".*missing"/ },
  { line: "-e production heads", exit: 2, err: /CONFIG_ENVIRONMENT_UNKNOWN/ },
  { line: "heads -n section", exit: 2, err: /--name/ },
  { line: "--url sqlite:///other.db upgrade head", err: /at c3c3/ },
  {
    line: "current --url sqlite:///other.db",
    first: ["upgrade head"],
    exit: 3,
    err: /CONNECT_DATABASE_MISSING.*other.db/,
  },
  { line: "--no-color heads", out: /^c3c3/, world: { columns: 80 } },
  { line: "heads", out: /^<esc>\[1mc3c3<esc>/, world: { columns: 80 } },
  { line: "heads", out: /^c3c3/, world: { columns: 80, env: { NO_COLOR: "1" } } },
  { line: "", files: {}, out: /^Usage: limbeck/ },
  { line: "--help", files: {}, out: /^Usage: limbeck/ },
  { line: "help", files: {}, out: /^Usage: limbeck/ },
  { line: "help help", files: {}, out: /^Usage: limbeck/ },
  { line: "help upgrade", files: {}, out: /^Usage: limbeck upgrade/ },
  { line: "help ensure_version", files: {}, out: /^Usage: limbeck ensure-version/ },
  { line: "--version", files: {}, out: /^limbeck \d+\.\d+\.\d+\n$/ },
  { line: "--no-color -V", files: {}, out: /^limbeck \d/ },
  { line: "explain revision_unknown", files: {}, out: /^REVISION_UNKNOWN\n[\s\S]*What to do: / },
  { line: "explain CLI_USAGE", files: {}, out: /^CLI_USAGE\n/ },
  { line: "explain", files: {}, out: /^CLI_USAGE .*$/m },
  { line: "explain REVISION_UNKNWN", files: {}, exit: 2, err: /did you mean "REVISION_UNKNOWN"/ },
  // lint
  {
    line: "lint",
    out: /foreign-key-without-index[\s\S]*3 revisions: 1 warning\n$/,
    err: /^The database couldn't be asked/,
  },
  { line: "lint a1a1", ...branched, err: /^1 revision, no findings\n$/ },
  { line: "lint nothing", exit: 3, err: /REVISION_UNKNOWN/ },
  // verify
  {
    world: { signal: RUNNING },
    line: "verify --all",
    first: ["upgrade head"],
    out: /^ok {4}a1a1 {2}upgrade \d+ ms, downgrade \d+ ms, upgrade again \d+ ms, with 0 rows\nok {4}b2b2 .*\nok {4}c3c3 .*with 40 rows\n$/,
    err: /^Verifying a1a1 …\n.*\n.*\n3 revisions verified, no findings\.\n$/,
  },
  {
    world: { signal: RUNNING },
    line: "verify",
    first: ["upgrade head"],
    err: /^No revision is pending.*\nNothing to verify\.\n$/,
  },
  {
    world: { signal: RUNNING },
    line: "verify head",
    first: ["upgrade head", "verify"],
    out: /^ok {4}c3c3/,
    err: /1 revision verified/,
  },
  {
    world: { signal: RUNNING },
    line: "verify head",
    first: ["upgrade head", "verify head"],
    err: /^Nothing new to verify; 1 was verified before\.\n$/,
  },
  {
    world: { signal: RUNNING },
    line: "verify head --again",
    first: ["upgrade head", "verify head"],
    out: /^ok {4}c3c3/,
    err: /1 revision verified/,
  },
  {
    world: { signal: RUNNING },
    line: "verify a1a1:b2 --rows 3 --seed 9",
    first: ["upgrade head"],
    out: /^ok {4}a1a1.*\nok {4}b2b2.*with 3 rows\n$/,
    err: /2 rev/,
  },
  { line: "verify --rows many", exit: 2, err: /CLI_USAGE: --rows takes a whole number, not "many"/ },
  // ci
  {
    world: { signal: RUNNING },
    line: "ci --skip verify --skip drift",
    out: /^Looking at all revisions \(3\)\.\npassed {4}heads {3}3 revisions with the head c3c3 [\s\S]*\n2 checks passed; 4 not asked: files, reviews, verify, drift\.\n$/,
  },
  { line: "ci --only lnt", exit: 2, err: /Allowed choices are heads, files, lint, reviews, verify, drift/ },
  // wrong words
  {
    line: "upgrad head",
    exit: 2,
    err: /CLI_USAGE: unknown command 'upgrad' \(did you mean "upgrade"\?\)\n {2}hint: `limbeck help` lists/,
  },
  { line: "help upgrad", exit: 2, err: /unknown command 'upgrad' \(did you mean "upgrade"\?\)/ },
  { line: "upgrad --help", exit: 2, err: /unknown command 'upgrad'/ },
  {
    line: "upgrade head --sq",
    exit: 2,
    err: /unknown option '--sq' \(did you mean "--sql"\?\)\n {2}hint: `limbeck help upgrade`/,
  },
  { line: "heads --jsn", exit: 2, err: /unknown option '--jsn' \(did you mean "--json"\?\)/ },
  { line: "--confg x heads", exit: 2, err: /unknown option '--confg' \(did you mean "--config"\?\)/ },
  { line: "upgrade", exit: 2, err: /missing required argument 'revision'/ },
  { line: "upgrade a1a1 b2b2", exit: 2, err: /too many arguments/ },
  { line: "revision -m", exit: 2, err: /'-m, --message <text>' argument missing/ },
  { line: "--json", exit: 2, out: /CLI_USAGE/, err: /no command was given/ },
];

async function run(row: Row, extra = "") {
  const directory = directoryWith(row.files ?? inLine);
  for (const line of row.first ?? [])
    expect(await limbeck(directory, line, { signal: RUNNING })).toMatchObject({ exit: 0 });
  return { directory, ...(await limbeck(directory, `${row.line}${extra}`, row.world)) };
}

describe("a command line answers with its exit code, standard output and standard error", () => {
  it.each(rows.map((row) => [[...(row.first ?? []), row.line].join(" && "), row] as const))("%s", async (_, row) => {
    const { exit, out, err } = await run(row);
    expect({ exit, out, err }).toEqual({
      exit: row.exit ?? 0,
      out: row.out instanceof RegExp ? expect.stringMatching(row.out) : (row.out ?? ""),
      err: row.err === undefined ? "" : expect.stringMatching(row.err),
    });
  });

  it("every verb has a row", () => {
    const tried = new Set(rows.flatMap(({ line }) => line.split(" ")));
    expect(commands.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual(["completion"]);
  });
});

describe("with --json standard output is one JSON document, whatever happens", () => {
  const asked = rows.filter(({ line, world }) => !/help|--json|^$/.test(line) && world?.answers === undefined);

  it.each(asked.map((row) => [[...(row.first ?? []), `${row.line} --json`].join(" && "), row] as const))(
    "%s",
    async (_, row) => {
      const { exit, out } = row.line.startsWith("-")
        ? await run({ ...row, line: `--json ${row.line}` })
        : await run(row, " --json");
      const found: unknown = JSON.parse(out);
      expect(exit).toBe(row.exit ?? 0);
      if (exit > 1) {
        expect(found).toEqual({
          error: {
            code: expect.stringMatching(/^[A-Z]+(_[A-Z]+)+$/),
            message: expect.any(String),
            hint: expect.stringMatching(/./),
            details: expect.any(Object),
          },
        });
      } else expect(found).not.toHaveProperty("error");
    },
  );

  it("heads, history and show give the shape that others rely on", async () => {
    const directory = directoryWith(inBranches);
    const { out } = await limbeck(directory, "show billing@head --json");
    expect(JSON.parse(out)).toEqual([
      {
        revision: "d4d4",
        downRevisions: ["a1a1"],
        dependsOn: [],
        branchLabels: ["billing"],
        message: "d4d4 is made",
        path: join(directory, "migrations/versions/d4_invoices.sql"),
        format: "sql",
        isHead: true,
        isEffectiveHead: false,
        isBase: false,
        isBranchPoint: false,
        isMergePoint: false,
        nextRevisions: [],
      },
    ]);
  });

  it("plan tells the steps, and the version table before and after", async () => {
    const directory = directoryWith(inLine);
    await limbeck(directory, "upgrade b2b2");
    const { out } = await limbeck(directory, "plan downgrade -1 --json");
    expect(JSON.parse(out)).toMatchObject({
      steps: [{ revision: "b2b2", direction: "downgrade" }],
      current: ["b2b2"],
      heads: ["a1a1"],
    });
  });

  it("an SQL revision has the checks around a rebuild, and stops at rows that it would lose or break", async () => {
    const directory = directoryWith({
      "limbeck.config.json": inLine["limbeck.config.json"] ?? "",
      "migrations/versions/.gitkeep": "",
    });
    const models = (columns: string) => writeFileSync(join(directory, "models.sql"), `CREATE TABLE t (${columns})`);
    models("id INTEGER PRIMARY KEY, note TEXT");
    expect(await limbeck(directory, "revision --autogenerate --rev-id a1a1")).toMatchObject({ exit: 0 });
    expect(await limbeck(directory, "upgrade head")).toMatchObject({ exit: 0 });
    await runSql(directory, "INSERT INTO t VALUES (1, NULL)");
    models("id INTEGER PRIMARY KEY, note VARCHAR(40) NOT NULL");
    await limbeck(directory, "revision --autogenerate --rev-id b2b2");
    const refused = await limbeck(directory, "upgrade head");
    expect(refused).toMatchObject({
      exit: 3,
      err: expect.stringContaining("can't become NOT NULL while it has NULLs"),
    });
    await runSql(directory, "UPDATE t SET note = 'x'", "CREATE INDEX by_hand ON t (note)");
    const lossy = await limbeck(directory, "upgrade head");
    expect(lossy).toMatchObject({
      exit: 3,
      err: expect.stringContaining("something that the revisions don't know of"),
    });
    await runSql(directory, "DROP INDEX by_hand");
    expect(await limbeck(directory, "upgrade head")).toMatchObject({ exit: 0 });
    expect(await limbeck(directory, "check")).toMatchObject({ exit: 0 });
    expect(await limbeck(directory, "downgrade base")).toMatchObject({ exit: 0 });
  });

  it("upgrade tells what it did", async () => {
    const { out } = await limbeck(directoryWith(inLine), "upgrade +2 --json");
    expect(JSON.parse(out)).toMatchObject({
      from: [],
      heads: ["b2b2"],
      steps: [
        { revision: "a1a1", direction: "upgrade" },
        { revision: "b2b2", direction: "upgrade" },
      ],
    });
  });
});

describe("at a terminal", () => {
  it("the line of a step is there from its start, is written over, and fits", async () => {
    const directory = directoryWith(inLine);
    const { err } = await limbeck(directory, "upgrade +1 --no-color", { columns: 40 });
    expect(err).toMatch(
      /^\[1\/1\] upgrade base -> a1a1, a1a1 is m …\r<esc>\[2K\[1\/1\] upgrade base -> a1a1, a1a1 is made {2}\d+ ms\nDone/,
    );
  });

  it.each([undefined, 60])("a step that fails says so before the error (columns: %s)", async (columns) => {
    const directory = directoryWith(inLine);
    const path = join(directory, "migrations/versions/c3_index.sql");
    writeFileSync(path, readFileSync(path, "utf8").replace("ON posts", "ON missing"));
    const world = columns === undefined ? {} : { columns };
    const { exit, err } = await limbeck(directory, "--no-color upgrade head", world);
    expect(exit).toBe(3);
    expect(err).toMatch(/\[3\/3\] upgrade b2b2 -> c3c3, c3c3 is made {2}failed\nerror RUN_REVISION_FAILED: /);
  });

  it("help is as wide as the terminal", async () => {
    const lengths = async (columns: number): Promise<number> => {
      const { out } = await limbeck(".", "help revision --no-color", { columns });
      return Math.max(...out.split("\n").map((line) => line.length));
    };
    expect(await lengths(72)).toBeLessThanOrEqual(72);
    expect(await lengths(110)).toBeGreaterThan(80);
  });
});

describe("what is left alone", () => {
  it.each(["history", "plan upgrade head", "heads", "show head", "upgrade head --sql", "check"])(
    "%s makes no database",
    async (line) => {
      const directory = directoryWith(inLine);
      await limbeck(directory, line);
      expect(existsSync(join(directory, "app.db"))).toBe(false);
    },
  );
});
