/** What a template becomes for one contact: its words with what is known filled in, and what is missing marked. */

/** What is missing in it. `name` is the variable, or what the template asks for: the same twice is one. */
export interface Gap {
  readonly name: string;
  /** As it is asked for: “Appointment day”. */
  readonly label: string;
  /** Why it is not known, where that is not plain. */
  readonly why: string | null;
}

export interface FilledTemplate {
  /** Its gaps stand in it as `gapMark` writes them. */
  readonly text: string;
  readonly gaps: readonly Gap[];
}

/** Around what is missing. They stand in no template and no value, so that nothing else is taken for a gap. */
const [opening, closing] = ["⟦", "⟧"];

export function gapMark({ label }: Pick<Gap, "label">): string {
  return `${opening}${label}${closing}`;
}

/** The gaps that stand in a text, as it marks them: a text that has one may not leave. */
export function gapsLeft(text: string): readonly string[] {
  return [...new Set(text.match(/⟦[^⟦⟧]*⟧/gu) ?? [])];
}

/** The same with what is known of each: what somebody typed between the marks themselves has no reason. */
export function gapsIn(text: string, known: readonly Gap[] = []): readonly Gap[] {
  return gapsLeft(text).map((mark) => {
    const label = mark.slice(1, -1);
    return known.find((gap) => gap.label === label) ?? { name: label, label, why: null };
  });
}

/** What it would be without them, to be counted. */
export function withoutGaps(text: string): string {
  return text.replace(/⟦[^⟦⟧]*⟧/gu, "");
}

/** Words that are put into a text hold no mark of a gap. */
export function withoutMarks(words: string): string {
  return words.replaceAll(opening, "[").replaceAll(closing, "]");
}

/** Fills gaps of a text in one pass: what is put into it is words, whatever it looks like. @param values by the gap's label. */
export function fillGaps(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/⟦([^⟦⟧]*)⟧/gu, (mark, label: string) => {
    const value = values.get(label);
    return value === undefined || value.trim() === "" ? mark : withoutMarks(value);
  });
}
