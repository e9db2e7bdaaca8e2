/** Enough of a text, in quotation marks, to know which one is meant; as the end of a sentence, which has one full stop however the text ends. */
export function quotedAtEnd(body: string): string {
  return wholeAtEnd(shortened(body));
}

/** The same inside a sentence. */
export function quoted(body: string): string {
  return `“${shortened(body)}”`;
}

/** The same of all of it, for what is kept as proof. */
export function wholeAtEnd(body: string): string {
  return /[.!?…]$/u.test(body) ? `“${body}”` : `“${body}”.`;
}

function shortened(body: string): string {
  const letters = [...body.replace(/\s+/gu, " ").trim()];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : letters.join("");
}
