/** Enough of a text to know which one is meant. */
export function shortened(body: string): string {
  const letters = [...body.replace(/\s+/gu, " ").trim()];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : letters.join("");
}
