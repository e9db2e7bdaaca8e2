/**
 * What goes along with a message: Twilio fetches it when it is the message's turn, from outside and without credentials, and looks at
 * what the address says that it is. A message of which it does not get all fails.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Agent, request } from "undici";
import type { StoredMedia } from "./world.ts";
import { newSid } from "./world.ts";

export interface FetchSettings {
  readonly agent: Agent;
  readonly timeoutMs: number;
  /** How long after a failed try the one retry comes. */
  readonly retryDelayMs: number;
}

/** Of all files of a message together. */
const MOST_BYTES = 5 * 1024 * 1024;
const MOST_REDIRECTS = 5;

const TAKEN = /^(image\/(jpe?g|gif|png|bmp|tiff|heic|heif)|audio\/.+|video\/.+)$/;
const TAKEN_TOO: ReadonlySet<string> = new Set([
  "text/vcard",
  "text/x-vcard",
  "text/csv",
  "text/rtf",
  "text/richtext",
  "text/calendar",
  "text/directory",
  "application/pdf",
  "application/vcard",
  "application/vnd.apple.pkpass",
]);

/** All of them, or the number of the error. */
export async function fetchMedia(
  settings: FetchSettings,
  urls: readonly string[],
): Promise<StoredMedia[] | number> {
  const fetched: StoredMedia[] = [];
  let size = 0;
  for (const url of urls) {
    const one = await fetchTwice(settings, url);
    if (typeof one === "number") return one;
    size += one.content.length;
    if (size > MOST_BYTES) return 11751;
    fetched.push(one);
  }
  return fetched;
}

async function fetchTwice(settings: FetchSettings, url: string): Promise<StoredMedia | number> {
  const first = await fetchOne(settings, url);
  if (first !== 11200) return first;
  await sleep(settings.retryDelayMs, null, { ref: false });
  return await fetchOne(settings, url);
}

async function fetchOne(settings: FetchSettings, url: string): Promise<StoredMedia | number> {
  try {
    const head = await ask(settings, url, "HEAD");
    if (typeof head === "number") return head;
    if (!isTaken(head.contentType)) return 12300;
    if (head.length > MOST_BYTES) return 11751;
    const got = await ask(settings, url, "GET");
    if (typeof got === "number") return got;
    if (got.contentType !== head.contentType) return 12300;
    return { sid: newSid("ME"), contentType: got.contentType, content: got.content, url: null };
  } catch {
    return 11200;
  }
}

function isTaken(contentType: string): boolean {
  return TAKEN.test(contentType) || TAKEN_TOO.has(contentType);
}

interface Got {
  readonly contentType: string;
  readonly length: number;
  readonly content: Buffer;
}

async function ask(settings: FetchSettings, url: string, method: "GET" | "HEAD"): Promise<Got | number> {
  let address = url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const answer = await request(address, {
      method,
      headers: { "user-agent": "TwilioProxy/1.1", accept: "*/*" },
      headersTimeout: settings.timeoutMs,
      bodyTimeout: settings.timeoutMs,
      dispatcher: settings.agent,
    });
    const content = Buffer.from(await answer.body.arrayBuffer());
    const { location } = answer.headers;
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === "string") {
      address = new URL(location, address).href;
      continue;
    }
    if (answer.statusCode !== 200) return 11200;
    const contentType = String(answer.headers["content-type"] ?? "")
      .split(";", 1)
      .join("")
      .trim()
      .toLowerCase();
    const length = Number(answer.headers["content-length"] ?? content.length);
    return { contentType, length, content };
  }
  return 11215;
}
