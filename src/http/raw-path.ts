/**
 * The path of a request exactly as it was sent. Whoever stands before us decides by the path what may pass, and reads it in a way
 * of its own: so nothing is resolved, decoded or guessed here, and what could be read in two ways is nowhere.
 */

/** What a reader may take for something else: `\`, empty and dot segments, and signs that are encoded. */
const ambiguous = /\\|\/\/|%|[;#]|\/\.{1,2}(?:\/|$)|[^\x21-\x7e]/;

/** Null for a path that could be read in two ways, and for what is no path. */
export function rawPath(rawUrl: string): string | null {
  const end = rawUrl.indexOf("?");
  const path = end < 0 ? rawUrl : rawUrl.slice(0, end);
  return path.startsWith("/") && !ambiguous.test(path) ? path : null;
}
