/** JSON of a company whose ids are whole numbers too long for ours. */

/** A string, or a number as a whole: so that digits inside a string, or behind a point, are not taken for one. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
const longWhole = /^-?\d{16,}$/;
const longDigits = /\d{16}/;

/** Parses it; whole numbers of 16 digits or more become strings of their digits. Null where it is no JSON. */
export function parseExactJson(text: string): unknown {
  try {
    // What is no JSON ends here: in a string that never ends, the token would be looked for from each of its quotes.
    const bare = text.replace(/^\uFEFF/, "");
    const plain: unknown = JSON.parse(bare);
    if (!longDigits.test(bare)) return plain;
    return JSON.parse(bare.replace(token, (found) => (longWhole.test(found) ? `"${found}"` : found)));
  } catch {
    return null;
  }
}
