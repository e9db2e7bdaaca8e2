/** What networks' rules have every company answer. Of other words nobody knows, so they are ours to answer. */
const words: ReadonlySet<string> = new Set(["STOP", "START", "HELP"]);

/** Whether a carrier that answers by itself answers this one: the whole text, in any case. */
export function isAnswered(body: string): boolean {
  return words.has(body.trim().toUpperCase());
}
