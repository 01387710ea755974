/** What a file says to its readers. */
export interface Comment {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** The comments of one line each, whatever the language of the file: what a string has that looks like one is taken for one. */
export function commentsIn(text: string): readonly Comment[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    const found = /(?:^|\s)(?:\/\/|--|#|\/?\*+)\s*(\S.*)$/.exec(line)?.[1];
    return found === undefined ? [] : [{ text: found, line: i + 1 }];
  });
}
