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
  bold: (text) => styleText("bold", text),
  dim: (text) => styleText("dim", text),
  good: (text) => styleText("green", text),
  bad: (text) => styleText("red", text),
  warn: (text) => styleText("yellow", text),
};

/** The style for one of the streams: colours at a terminal, unless NO_COLOR or `--no-color` says otherwise. */
export function styleFor(io: Io, stream: "out" | "err", color: boolean): Style {
  const terminal = stream === "out" ? io.outIsTerminal : io.errIsTerminal;
  const refused = io.env["NO_COLOR"] !== undefined && io.env["NO_COLOR"] !== "";
  return terminal && color && !refused ? coloured : plain;
}

function same(text: string): string {
  return text;
}
