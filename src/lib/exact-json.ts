/** JSON of a company whose ids are whole numbers too long for ours. */

/** A string, or a number as a whole: so that digits inside a string, or behind a point, are not taken for one. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
const longWhole = /^-?\d{16,}$/;

/** Parses it; whole numbers of 16 digits or more become strings of their digits. Null where it is no JSON. */
export function parseExactJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(token, (found) => (longWhole.test(found) ? `"${found}"` : found)));
  } catch {
    return null;
  }
}
