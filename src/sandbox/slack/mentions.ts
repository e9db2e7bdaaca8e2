import { isWire } from "./wire.ts";
import type { Post } from "./workspace.ts";

/** Who a message names: people, user groups, and `here`, `channel`, `everyone`. */
export interface Mentions {
  users: Set<string>;
  groups: Set<string>;
  ranges: Set<string>;
}

const MENTION = /<(?:@([A-Z0-9]+)|!subteam\^([A-Z0-9]+)|!(here|channel|everyone))(?:\|[^>]*)?>/g;

function fromText(text: string, found: Mentions): void {
  if (!text.includes("<")) return;
  for (const [, user, group, range] of text.matchAll(MENTION)) {
    if (user !== undefined) found.users.add(user);
    if (group !== undefined) found.groups.add(group);
    if (range !== undefined) found.ranges.add(range);
  }
}

/** Blocks mention through mrkdwn texts and typed rich text elements; plain_text and buttons never do. */
function fromBlock(value: unknown, found: Mentions): void {
  if (Array.isArray(value)) {
    for (const item of value) fromBlock(item, found);
    return;
  }
  if (!isWire(value)) return;
  if (value.type === "mrkdwn") fromText(String(value.text), found);
  else if (value.type === "user") found.users.add(String(value.user_id));
  else if (value.type === "usergroup") found.groups.add(String(value.usergroup_id));
  else if (value.type === "broadcast") found.ranges.add(String(value.range));
  else for (const key of ["text", "fields", "elements"]) fromBlock(value[key], found);
}

/** Mentions of a message: those in its blocks where it has some, else those in its text. */
export function mentionsOf(post: Pick<Post, "text" | "blocks">): Mentions {
  const found: Mentions = { users: new Set(), groups: new Set(), ranges: new Set() };
  if (post.blocks.length > 0) fromBlock(post.blocks, found);
  else fromText(post.text, found);
  return found;
}
