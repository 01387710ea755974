import { createDateText } from "./create-date.ts";
import type { NewRevision } from "./new-revision.ts";

/** The text of a revision in Python, laid out as Alembic's generic template (1.20) and Black leave it. */
export function pythonText(revision: NewRevision): string {
  const { id, downRevisions, labels, dependsOn, imports } = revision;
  return `${docstring(revision)}

from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
${imports.map((line) => `${line}\n`).join("")}
# revision identifiers, used by Alembic.
revision: str = ${pythonString(id)}
down_revision: Union[str, Sequence[str], None] = ${tupleText(downRevisions)}
branch_labels: Union[str, Sequence[str], None] = ${tupleText(labels)}
depends_on: Union[str, Sequence[str], None] = ${tupleText(dependsOn)}


def upgrade() -> None:
    """Upgrade schema."""
${indented(revision.upgrade)}


def downgrade() -> None:
    """Downgrade schema."""
${indented(revision.downgrade)}
`;
}

/** Statements as they stand behind the four spaces that a template has before them; `pass` for none. */
export function pythonBody(body: string): string {
  return indented(body).trimStart();
}

function docstring({ id, downRevisions, message, createDate, timezone }: NewRevision): string {
  const text = message.trim().replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"');
  const date = createDate === undefined ? "" : `Create Date: ${createDateText(createDate, timezone)}\n`;
  const revises = `Revises: ${downRevisions.join(", ")}`.trimEnd();
  // A quote at the start would be taken for the fourth of the opening ones.
  return `"""${text.replace(/^"/, '\\"')}\n\nRevision ID: ${id}\n${revises}\n${date}\n"""`;
}

/** `None` for none, the string for one, else a tuple: what Alembic's own files do. */
function tupleText(list: readonly string[]): string {
  const [first, ...others] = list.map(pythonString);
  if (first === undefined) return "None";
  return others.length === 0 ? first : `(${[first, ...others].join(", ")})`;
}

/** JSON's escapes are Python's, too. */
function pythonString(text: string): string {
  return JSON.stringify(text);
}

/** No string of the statements spans lines, so that all lines can be indented. */
function indented(body: string): string {
  const lines = body.replace(/^\n+|\s+$/g, "");
  return (lines === "" ? "pass" : lines).replaceAll(/^(?=.)/gm, "    ");
}
