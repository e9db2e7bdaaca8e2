/** Previews of what a message links to. Slack fetches each page; here an address is its own title. */
import { changePost } from "./messages.ts";
import { isWire } from "./wire.ts";
import type { Channel, Post, World } from "./workspace.ts";

const LINKED = /<(https?:\/\/[^|>]+)/g;
const MEDIA = /\.(?:gif|jpe?g|png|webp|mp3|mp4|webm)(?:[?#]|$)/i;
/** Slack shows five at most. */
const PREVIEWS = 5;

/** Puts a preview under a message: `message_changed` without `edited`. */
export function unfurl(
  world: World,
  channel: Channel,
  post: Post,
  previews: { url: string; title: string }[],
) {
  const from = post.attachments.length + 1;
  const added = previews.map(({ url, title }, index) => ({
    id: from + index,
    from_url: url,
    original_url: url,
    title,
    fallback: url,
  }));
  if (added.length > 0) changePost(world, channel, post, { attachments: [...post.attachments, ...added] });
}

/** What an app's post links to is shown below it, unless it asked for no previews: of media, of anything else. */
export function unfurlLinks(
  world: World,
  channel: Channel,
  post: Post,
  may: { links: boolean; media: boolean },
) {
  const linked = post.blocks.length > 0 ? post.blocks.flatMap(linksIn) : linksIn(post.text);
  const wanted = [...new Set(linked)].filter((url) => (MEDIA.test(url) ? may.media : may.links));
  const previews = wanted.slice(0, PREVIEWS).map((url) => ({ url, title: url }));
  unfurl(world, channel, post, previews);
}

/** Addresses in stored text, and in link elements however deep they stand. Buttons lead elsewhere, and are none. */
function linksIn(value: unknown): string[] {
  if (typeof value === "string") return [...value.matchAll(LINKED)].map(([, url = ""]) => url);
  if (Array.isArray(value)) return value.flatMap(linksIn);
  if (!isWire(value) || value.type === "plain_text") return [];
  if (value.type === "link") return [String(value.url)];
  return [value.text, value.elements, value.fields].flatMap(linksIn);
}
