/** What a text says as an address; null where it is none. */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    // Not URL.canParse: once Node 20 has optimised its caller, it refuses every address with letters like ü.
    return new URL(text, base);
  } catch {
    return null;
  }
}
