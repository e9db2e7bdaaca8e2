/**
 * What a file takes and PostgreSQL's columns don't, as they do: refused, it would keep a text out for ever. What is sealed holds nothing of it
 * (`seal.ts`).
 */

/** As all of its texts: they hold no NUL, and half of a pair, which JSON would bring whole, is replaced as elsewhere. */
export function plain(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, "\ufffd");
}

/** All of its numbers are whole. */
export function fitting(values: unknown[]): unknown[] {
  return values.map((value) => {
    if (typeof value === "string") return value.includes("\0") ? plain(value) : value;
    return typeof value === "number" && Number.isFinite(value) ? Math.round(value) : value;
  });
}
