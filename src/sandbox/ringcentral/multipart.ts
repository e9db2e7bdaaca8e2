/** A multipart body: JSON first, then files. */
export interface Part {
  readonly name: string;
  readonly filename: string | null;
  readonly contentType: string;
  readonly content: Buffer;
}

/** Null: it is none. */
export function readParts(contentType: string | undefined, raw: Buffer): Part[] | null {
  const boundary = /^multipart\/[\w-]+\s*;.*boundary="?([^";]+)"?/i.exec(contentType ?? "")?.[1];
  if (boundary === undefined) return null;
  const parts: Part[] = [];
  const mark = Buffer.from(`--${boundary}`);
  let at = raw.indexOf(mark);
  while (at !== -1) {
    const next = raw.indexOf(mark, at + mark.length);
    if (next === -1) break;
    const part = readPart(raw.subarray(at + mark.length + 2, next - 2));
    if (part !== null) parts.push(part);
    at = next;
  }
  return parts;
}

function readPart(bytes: Buffer): Part | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const headers = new Map(
    bytes
      .subarray(0, end)
      .toString("utf8")
      .split("\r\n")
      .map((line) => [
        line.slice(0, line.indexOf(":")).trim().toLowerCase(),
        line.slice(line.indexOf(":") + 1).trim(),
      ]),
  );
  const disposition = headers.get("content-disposition") ?? "";
  return {
    name: /[; ]name="?([^";]*)"?/i.exec(disposition)?.[1] ?? "",
    filename: /filename="?([^";]*)"?/i.exec(disposition)?.[1] ?? null,
    contentType: (headers.get("content-type") ?? "text/plain").split(";")[0]?.trim() ?? "text/plain",
    content: Buffer.from(bytes.subarray(end + 4)),
  };
}
