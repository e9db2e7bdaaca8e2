/** Failures of a call that carry no code, and what they are in a few words. */
const codeless: readonly (readonly [RegExp, string])[] = [
  [/^Proxy response \((\d+)\)/, "the proxy refuses: HTTP $1"],
  [/before secure TLS connection was established/, "hung up before it was secured by TLS"],
];

/**
 * Why no answer came, in the system's word (`ECONNREFUSED`) or a few of ours. Never what an error says in its own words:
 * those may hold what was sent.
 */
export function networkWords(thrown: unknown): string {
  let error = thrown;
  for (let depth = 0; depth < 6 && error instanceof Error; depth += 1) {
    const word = wordOf(error);
    if (word !== null) return word;
    error = error instanceof AggregateError && error.cause === undefined ? error.errors[0] : error.cause;
  }
  return "no answer";
}

function wordOf(error: Error): string | null {
  for (const [pattern, words] of codeless) {
    const match = pattern.exec(error.message);
    if (match !== null) return words.replace("$1", match[1] ?? "");
  }
  return "code" in error && typeof error.code === "string" && error.code !== "" ? error.code : null;
}
