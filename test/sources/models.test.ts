import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { modelsSource } from "../../src/sources/models.ts";
import type { SourceContext } from "../../src/sources/source.ts";

const directory = fileURLToPath(new URL("./models", import.meta.url));
const context: SourceContext = {
  dialect: sqlite,
  directory,
  exclude: [],
  loadModule: (path) => import(/* @vite-ignore */ path),
};

function read(...files: string[]): Promise<Schema> {
  const paths = files.map((file) => `${directory}/${file}`);
  return modelsSource(paths, files.join(", ")).read(context);
}

const names = (objects: readonly { readonly name: string }[]) => objects.map(({ name }) => name);

describe("models", () => {
  it("are the exported tables, and nothing else that is exported", async () => {
    const schema = await read("users.ts");
    expect(schema).toEqual({ ...emptySchema, tables: [expect.objectContaining({ name: "users" })] });
  });

  it("are found in arrays, records, default exports and exported modules, each once", async () => {
    const schema = await read("shop.ts", "users.ts");
    const { namespaces, namespaceComments, ...lists } = schema;
    expect(Object.values(lists).map((list) => names(list as Schema["tables"]))).toEqual([
      ["citext"],
      ["mood"],
      ["email"],
      ["address"],
      ["floats"],
      ["numbers"],
      ["users", "orders"],
      ["names"],
      ["next"],
      ["audit"],
      ["keep"],
      ["own", "own"],
      ["known"],
    ]);
    expect(namespaces).toEqual(["empty", "shop"]);
    expect(namespaceComments).toEqual({ shop: "what is sold" });
  });

  it("that differ under one name are refused, naming both exports", async () => {
    await expect(read("users.ts", "other-users.ts")).rejects.toMatchObject({
      code: "SOURCE_DUPLICATE_TABLE",
      message: '"users" of users.ts and "people" of other-users.ts both define "users", and they differ.',
    });
  });

  it("that aren't there are an error, not an empty schema", async () => {
    await expect(read("nothing.ts")).rejects.toMatchObject({
      code: "SOURCE_EMPTY",
      message: "No table is exported by nothing.ts.",
    });
  });

  it("that can't be loaded fail with the loader's error", async () => {
    await expect(read("absent.ts")).rejects.toThrow(/absent\.ts/);
  });
});
