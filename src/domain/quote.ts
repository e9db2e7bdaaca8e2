/** Enough of a text, in quotation marks, to know which one is meant. */
function quoted(body: string): string {
  return `“${shortened(body)}”`;
}

/** The same as the end of a sentence, which has one full stop however the text ends. */
export function quotedAtEnd(body: string): string {
  return /[.!?…]$/u.test(shortened(body)) ? quoted(body) : `${quoted(body)}.`;
}

function shortened(body: string): string {
  const letters = [...body.replace(/\s+/gu, " ").trim()];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : letters.join("");
}
