import { changedEvent, deletedEvent, innerMessage, mentionEvent, messageEvent } from "./event-bodies.ts";
import { sendChannelEvent } from "./events.ts";
import { mentionsOf } from "./mentions.ts";
import { notifyOf } from "./notifications.ts";
import { messageView } from "./render-message.ts";
import type { Wire } from "./wire.ts";
import { type Channel, type Post, tell, type World } from "./workspace.ts";

/** A new message, with what its author gave; the rest is filled in by `addPost`. */
export interface Draft extends Partial<Omit<Post, "channel" | "ts">> {
  text: string;
}

function blankPost(channel: string, ts: string, draft: Draft): Post {
  return {
    channel,
    ts,
    user: null,
    subtype: null,
    botId: null,
    appId: null,
    username: null,
    icons: null,
    blocks: [],
    attachments: [],
    metadata: null,
    files: [],
    clientMsgId: null,
    threadTs: null,
    parentUser: null,
    isBroadcast: false,
    edited: null,
    reactions: new Map(),
    replies: [],
    replyUsers: new Map(),
    followers: new Set(),
    extra: {},
    ...draft,
  };
}

/** Where a reply to `threadTs` belongs: its root, or null when there is none, and the message goes to top level. */
export function rootOf(channel: Channel, threadTs: string | null): Post | null {
  if (threadTs === null) return null;
  const post = channel.posts.get(threadTs);
  if (post === undefined) return null;
  return post.threadTs === null ? post : (channel.posts.get(post.threadTs) ?? null);
}

function countReply(root: Post, reply: Post, by: 1 | -1): void {
  const author = reply.user ?? reply.botId ?? "";
  const count = (root.replyUsers.get(author) ?? 0) + by;
  if (count <= 0) root.replyUsers.delete(author);
  else root.replyUsers.set(author, count);
}

function addReply(root: Post, reply: Post): void {
  root.replies.push(reply.ts);
  countReply(root, reply, 1);
}

/** Stores a message, sends its event, notifies. An unknown `threadTs` puts it at top level, as Slack does. */
export function addPost(world: World, channel: Channel, draft: Draft): Post {
  const root = rootOf(channel, draft.threadTs ?? null);
  const post = blankPost(channel.id, world.mint.ts(), draft);
  post.threadTs = root?.ts ?? null;
  post.parentUser = root?.user ?? null;
  post.isBroadcast = root !== null && post.isBroadcast;
  if (post.isBroadcast) post.subtype = "thread_broadcast";
  channel.posts.set(post.ts, post);
  if (root !== null) addReply(root, post);
  if (root === null || post.isBroadcast) channel.timeline.push(post.ts);
  announce(world, channel, post);
  return post;
}

function announce(world: World, channel: Channel, post: Post): void {
  notifyOf(world, channel, post);
  tell(world, () => ({ type: "message_posted", message: messageView(post) }));
  sendChannelEvent(world, channel, messageEvent(world, channel, post));
  const direct = channel.kind === "im";
  if (!direct && post.botId === null && mentionsOf(post).users.has(world.botUserId)) {
    sendChannelEvent(world, channel, mentionEvent(world, post));
  }
}

/** Changes a message in place and sends `message_changed`. */
export function changePost(world: World, channel: Channel, post: Post, change: Partial<Post>): void {
  const previous = innerMessage(world, post);
  Object.assign(post, change);
  tell(world, () => ({ type: "message_changed", message: messageView(post) }));
  sendChannelEvent(world, channel, changedEvent(world, channel, post, previous, world.mint.ts()));
}

/** Takes a sorted list's entry out. */
function drop(list: string[], ts: string): void {
  const index = indexAtOrAfter(list, ts);
  if (list[index] === ts) list.splice(index, 1);
}

/** The first index whose timestamp is not before `ts`; timestamps of one length sort as text. */
export function indexAtOrAfter(list: string[], ts: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? "") < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

const TOMBSTONE: Partial<Post> = {
  subtype: "tombstone",
  user: "USLACKBOT",
  text: "This message was deleted.",
  blocks: [],
  attachments: [],
  files: [],
  metadata: null,
  botId: null,
  appId: null,
  clientMsgId: null,
  edited: null,
};

/** Deletes a message; a root with replies leaves a tombstone, and goes with its last reply. */
export function removePost(world: World, channel: Channel, post: Post): void {
  if (post.replies.length > 0) {
    post.reactions = new Map();
    changePost(world, channel, post, { ...TOMBSTONE, extra: { hidden: true } });
    return;
  }
  const previous: Wire = innerMessage(world, post);
  forget(channel, post);
  tell(world, () => ({ type: "message_deleted", channel: channel.id, ts: post.ts }));
  sendChannelEvent(world, channel, deletedEvent(channel, post.ts, previous, world.mint.ts()));
}

function forget(channel: Channel, post: Post): void {
  channel.posts.delete(post.ts);
  drop(channel.timeline, post.ts);
  const root = post.threadTs === null ? undefined : channel.posts.get(post.threadTs);
  if (root === undefined) return;
  drop(root.replies, post.ts);
  countReply(root, post, -1);
  if (root.subtype === "tombstone" && root.replies.length === 0) forget(channel, root);
}
