/** What goes along with a text: fetched when it is the text's turn, from outside and without credentials. */
import { type Agent, request } from "undici";
import type { StoredMedia, World } from "./world.ts";

/** Of all files of a text together. */
const MOST_BYTES = 2_000_000;

/** All of them, or the word for why not. */
export async function fetchMedia(
  { agent, timeoutMs, world }: { readonly agent: Agent; readonly timeoutMs: number; readonly world: World },
  urls: readonly string[],
): Promise<StoredMedia[] | string> {
  const fetched: StoredMedia[] = [];
  let size = 0;
  for (const url of urls) {
    const one = await fetchOne(agent, timeoutMs, url);
    if (one === null) return "media_not_found";
    if (!one.contentType.startsWith("image/")) return "media_type";
    size += one.content.length;
    if (size > MOST_BYTES) return "media_too_large";
    fetched.push({ id: world.nextId(), url: null, ...one });
  }
  return fetched;
}

async function fetchOne(
  agent: Agent,
  timeoutMs: number,
  url: string,
): Promise<Pick<StoredMedia, "contentType" | "content"> | null> {
  try {
    const { statusCode, headers, body } = await request(url, {
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      dispatcher: agent,
    });
    const content = Buffer.from(await body.arrayBuffer());
    const [contentType = ""] = String(headers["content-type"] ?? "").split(";", 1);
    return statusCode === 200 ? { contentType: contentType.trim().toLowerCase(), content } : null;
  } catch {
    return null;
  }
}
