/** RFC 6901: `/messages/0/from`, `/a~1b` for a name with a slash, and nothing for the whole. */

/** What stands there; undefined where nothing does. Only what the document itself holds is found, never what its language adds. */
export function valueAt(document: unknown, pointer: string): unknown {
  if (pointer === "") return document;
  if (!pointer.startsWith("/")) return undefined;
  const names = pointer.slice(1).split("/");
  return names.reduce((at, name) => step(at, name.replaceAll("~1", "/").replaceAll("~0", "~")), document);
}

function step(at: unknown, name: string): unknown {
  if (Array.isArray(at)) return /^(0|[1-9]\d{0,9})$/.test(name) ? (at[Number(name)] as unknown) : undefined;
  if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
  return (at as Record<string, unknown>)[name];
}

/** What stands there as a word: a text, or a number or yes or no as JSON writes it. Null for all else, and for nothing. */
export function wordAt(document: unknown, pointer: string): string | null {
  const value = valueAt(document, pointer);
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
