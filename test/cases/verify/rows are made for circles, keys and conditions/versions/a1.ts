import { check, column, integer, type Op, primaryKey, varchar } from "limbeck";

export const revision = "a1";
export const downRevision = null;

export function upgrade(op: Op) {
  op.createTable("authors", [
    column("id", integer(), { primaryKey: true }),
    column("best_book_id", integer()),
    column("mentor_id", integer(), { references: { table: "authors", column: "id" } }),
    column("rank", varchar(10), { nullable: false }),
    column("age", integer(), { nullable: false }),
    check("ck_rank", "rank IN ('new', 'known')"),
    check("ck_age", "age >= 18 AND age < 100"),
  ]);
  op.createTable("books", [
    column("id", integer(), { primaryKey: true }),
    column("author_id", integer(), { nullable: false, references: { table: "authors", column: "id" } }),
    column("isbn", varchar(13), { nullable: false, unique: true }),
  ]);
  op.createTable("loans", [
    column("book_id", integer(), { nullable: false, references: { table: "books", column: "id" } }),
    column("author_id", integer(), { nullable: false, references: { table: "authors", column: "id" } }),
    primaryKey(["book_id", "author_id"]),
  ]);
  op.createForeignKey("fk_best_book", "authors", "books", ["best_book_id"], ["id"]);
}

export function downgrade(op: Op) {
  op.dropConstraint("fk_best_book", "authors", { type: "foreignkey" });
  op.dropTable("loans");
  op.dropTable("books");
  op.dropTable("authors");
}
