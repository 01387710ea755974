import { column } from "../../../src/schema/column-builder.ts";
import { table } from "../../../src/schema/table-builders.ts";
import { bigint } from "../../../src/schema/type-builders.ts";

export const people = table("users", [column("id", bigint())]);
