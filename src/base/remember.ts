/** Longer texts are seldom asked about twice. */
const LONGEST = 300;

/** Answers that are kept before all are forgotten. */
const MOST = 20_000;

/**
 * The function, which remembers what it answered: for a pure one that is asked about the same few texts again and again. What it answers
 * is shared between those who ask, and so is readonly.
 */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, { readonly answer: Answer }>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.answer;
    const given = answer(text);
    if (text.length > LONGEST) return given;
    if (known.size >= MOST) known.clear();
    known.set(text, { answer: given });
    return given;
  };
}

/** As `remembered`, for a question about a text and an object, which counts as the very object that it is. */
export function rememberedWith<Subject extends object, Answer>(
  answer: (text: string, subject: Subject) => Answer,
): (text: string, subject: Subject) => Answer {
  const known = new WeakMap<Subject, (text: string) => Answer>();
  return (text, subject) => {
    const of = known.get(subject) ?? remembered((asked: string) => answer(asked, subject));
    known.set(subject, of);
    return of(text);
  };
}
