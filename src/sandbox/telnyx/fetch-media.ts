/** What goes along with a message: Telnyx fetches it when it is the message's turn, from outside and without credentials. */
import { randomUUID } from "node:crypto";
import { type Agent, request } from "undici";
import type { StoredMedia } from "./world.ts";

/** Of all files of a message together. */
const MOST_BYTES = 1_000_000;
const MOST_REDIRECTS = 5;

export interface FetchSettings {
  readonly agent: Agent;
  readonly timeoutMs: number;
}

/** All of them; null: one can't be had, or they are too large together. */
export async function fetchMedia(
  settings: FetchSettings,
  urls: readonly string[],
): Promise<StoredMedia[] | null> {
  const fetched: StoredMedia[] = [];
  let size = 0;
  for (const url of urls) {
    const one = await fetchOne(settings, url).catch(() => null);
    size += one?.content.length ?? 0;
    if (one === null || size > MOST_BYTES) return null;
    fetched.push(one);
  }
  return fetched;
}

async function fetchOne({ agent, timeoutMs }: FetchSettings, url: string): Promise<StoredMedia | null> {
  let address = url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const { statusCode, headers, body } = await request(address, {
      signal: AbortSignal.timeout(timeoutMs),
      dispatcher: agent,
    });
    const content = Buffer.from(await body.arrayBuffer());
    const { location } = headers;
    if (statusCode >= 300 && statusCode < 400 && typeof location === "string") {
      address = new URL(location, address).href;
      continue;
    }
    if (statusCode !== 200) return null;
    const [contentType = ""] = String(headers["content-type"] ?? "").split(";", 1);
    return { key: randomUUID(), contentType: contentType.trim().toLowerCase(), content, url: null };
  }
  return null;
}
