import { styleText } from "node:util";
import type { Io } from "./io.ts";

/** Marks a piece of text for a terminal; leaves it as it is elsewhere. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
}

const plain: Style = { bold: same, dim: same, good: same, bad: same, warn: same };

const coloured: Style = {
  bold: marked("bold"),
  dim: marked("dim"),
  good: marked("green"),
  bad: marked("red"),
  warn: marked("yellow"),
};

/** The style for one of the streams: colours at a terminal, unless NO_COLOR or `--no-color` says otherwise. */
export function styleFor(io: Io, stream: "out" | "err", color: boolean): Style {
  const terminal = stream === "out" ? io.outIsTerminal : io.errIsTerminal;
  const refused = io.env["NO_COLOR"] !== undefined && io.env["NO_COLOR"] !== "";
  return terminal && color && !refused ? coloured : plain;
}

function marked(format: Parameters<typeof styleText>[0]): (text: string) => string {
  // Node would look at standard output alone, whichever of the streams the text is for.
  return (text) => styleText(format, text, { validateStream: false });
}

function same(text: string): string {
  return text;
}
