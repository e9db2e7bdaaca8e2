/** A request as somebody captured it: its first line, headers, an empty line and its body, or the body alone. */
import { AppError } from "../../domain/errors.ts";
import { largestBody } from "../../lib/largest-body.ts";

export interface Capture {
  readonly method: string;
  /** Path and query; null of a body alone. */
  readonly target: string | null;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** How many bytes of the body are missing, or more than its header says; 0 where it says nothing. */
  readonly off: number;
}

/** More than any server takes. Bytes. */
const longestHead = 65_536;
const requestLine = /^([A-Z]{3,10}) (\S+)(?: HTTP\/[\d.]+)?$/;
const headerLine = /^([\w!#$%&'*+.^`|~-]+):[ \t]*(.*?)[ \t]*$/;

/**
 * Lines of the head may end in LF or CRLF. An editor's line break behind the body is taken away where the headers don't say how long it is.
 * @param from what it was read from, for sentences.
 * @throws AppError that says what is wrong, and in which line.
 */
export function readCapture(bytes: Buffer, from: string): Capture {
  if (bytes.length > largestBody + longestHead)
    throw refused(`${from} is larger than any request that Threadline takes (1 MB).`);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw refused(`${from} is UTF-16, and no request is. Save it as UTF-8, or capture it anew.`);
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = isMarked ? bytes.subarray(3) : bytes;
  // Byte for byte, so that places in the text are places in the file.
  const text = content.toString("latin1");
  if (text.trim() === "") throw refused(`${from} is empty.`);
  const first = lineAt(text, 0);
  const [, method, target] = requestLine.exec(first.line) ?? [];
  if (method === undefined || target === undefined) return bodyAlone(content, first.line, from);
  const { headers, end } = readHeaders(text, first.next, from);
  return { method, target: withoutOrigin(target), headers, ...bodyOf(content.subarray(end), headers) };
}

function bodyAlone(content: Buffer, first: string, from: string): Capture {
  if (/^HTTP\/[\d.]+ \d+/.test(first))
    throw refused(`${from} begins with an answer, not with a request. Capture what the carrier posted.`);
  if (/^[A-Z][\w-]*: /i.test(first))
    throw refused(
      `${from} begins with a header. Write the request's first line above it, such as POST /webhooks/NAME/inbound HTTP/1.1, or leave all headers out.`,
    );
  return { method: "POST", target: null, headers: {}, ...bodyOf(content, {}) };
}

function readHeaders(text: string, start: number, from: string) {
  const headers: Record<string, string> = {};
  let [at, count] = [start, 1];
  while (at < text.length) {
    const { line, next } = lineAt(text, at);
    [at, count] = [next, count + 1];
    if (line === "") return { headers, end: at };
    const [, name, value = ""] = headerLine.exec(line) ?? [];
    // The line itself may hold a secret.
    if (name === undefined)
      throw refused(
        `${from}, line ${count}: This is no header (Name: value). An empty line belongs between the headers and the body.`,
      );
    const key = name.toLowerCase();
    headers[key] = Object.hasOwn(headers, key) ? `${headers[key]}, ${value}` : value;
  }
  if (Number(headers["content-length"] ?? 0) > 0)
    throw refused(`${from} ends behind its headers: the body is missing, or the empty line before it.`);
  return { headers, end: at };
}

function bodyOf(content: Buffer, headers: Readonly<Record<string, string>>): Pick<Capture, "body" | "off"> {
  const { "content-length": said } = headers;
  const trailing =
    /\r?\n$/.exec(content.toString("latin1", Math.max(0, content.length - 2)))?.[0].length ?? 0;
  if (said === undefined || !/^\d+$/.test(said))
    return { body: content.subarray(0, content.length - trailing), off: 0 };
  const off = content.length - Number(said);
  const isEditors = off > 0 && off <= trailing;
  return isEditors ? { body: content.subarray(0, Number(said)), off: 0 } : { body: content, off };
}

function lineAt(text: string, start: number): { readonly line: string; readonly next: number } {
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end < 0 ? text.length : end);
  return { line: line.endsWith("\r") ? line.slice(0, -1) : line, next: end < 0 ? text.length : end + 1 };
}

/** Proxies and pages that collect requests write the whole address. */
function withoutOrigin(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "");
  return path.startsWith("/") ? path : `/${path}`;
}

function refused(sentence: string): AppError {
  return new AppError("refused", sentence);
}
