import { type Mentions, mentionsOf } from "./mentions.ts";
import type { NotificationReason } from "./types/messages.ts";
import { type Channel, type Post, remember, tell, type User, type World } from "./workspace.ts";

const KEEP = 20_000;
/** Subtypes that somebody said; the others are Slack's own lines (joins, topics), which notify nobody. */
const SPOKEN = new Set(["thread_broadcast", "file_share", "bot_message", "me_message"]);

function preferenceOf(user: User, channel: Channel): User["preference"] {
  return user.channelPreferences.get(channel.id) ?? user.preference;
}

function groupMembers(world: World, groups: Set<string>): Set<string> {
  const members = new Set<string>();
  for (const id of groups) for (const user of world.usergroups.get(id)?.users ?? []) members.add(user);
  return members;
}

/** What makes a mention in the message reach `user`, strongest first. Ranges do nothing inside a thread. */
function mentionReason(
  user: User,
  mentions: Mentions,
  grouped: Set<string>,
  top: boolean,
): NotificationReason | null {
  if (mentions.users.has(user.id)) return "mention";
  if (grouped.has(user.id)) return "group";
  if (!top) return null;
  if (mentions.ranges.has("channel") || mentions.ranges.has("everyone")) return "channel";
  return mentions.ranges.has("here") && user.active ? "here" : null;
}

function reasonFor(
  channel: Channel,
  user: User,
  mention: NotificationReason | null,
  follows: boolean,
  top: boolean,
): NotificationReason | null {
  if (channel.kind === "im" || channel.kind === "mpim") return "direct";
  const preference = preferenceOf(user, channel);
  if (preference === "nothing") return null;
  if (mention !== null) return mention;
  if (follows) return "thread";
  return top && preference === "all" ? "message" : null;
}

function countUnread(world: World, user: string, post: Post, reason: NotificationReason): void {
  const channels = world.unread.get(user) ?? new Map<string, number>();
  world.unread.set(user, channels);
  const red = reason === "message" || reason === "thread" ? 0 : 1;
  channels.set(post.channel, (channels.get(post.channel) ?? 0) + red);
  if (reason !== "thread") return;
  const threads = world.unreadThreads.get(user) ?? new Set<string>();
  world.unreadThreads.set(user, threads.add(`${post.channel}/${post.threadTs}`));
}

function record(world: World, post: Post, user: string, reason: NotificationReason): void {
  const notification = {
    user,
    channel: post.channel,
    ts: post.ts,
    threadTs: post.threadTs,
    reason,
    text: post.text,
    at: world.now(),
  };
  remember(world.notifications, notification, KEEP);
  countUnread(world, user, post, reason);
  tell(world, () => ({ type: "notification", notification }));
}

/** Writing the root or a reply, or being mentioned in either, makes a person a follower; a bot's post follows nobody. */
function addFollowers(world: World, root: Post, post: Post, mentions: Mentions): void {
  const author = post.botId === null ? post.user : null;
  if (author !== null) root.followers.add(author);
  for (const user of mentions.users) if (world.users.get(user)?.isBot === false) root.followers.add(user);
}

/**
 * Says who is notified of a new message: members by their preference for a root, followers for a reply, whoever is
 * mentioned in either. Edits, buttons and reactions never come here.
 */
export function notifyOf(world: World, channel: Channel, post: Post): void {
  if (post.subtype !== null && !SPOKEN.has(post.subtype)) return;
  const mentions = mentionsOf(post);
  const root = post.threadTs === null ? post : (channel.posts.get(post.threadTs) ?? post);
  const followers = new Set(root === post ? [] : root.followers);
  addFollowers(world, root, post, mentions);
  const top = post.threadTs === null || post.isBroadcast;
  const grouped = groupMembers(world, mentions.groups);
  for (const id of channel.members) {
    const user = world.users.get(id);
    if (user === undefined || user.isBot || user.deleted || id === post.user) continue;
    const mention = mentionReason(user, mentions, grouped, top);
    const reason = reasonFor(channel, user, mention, followers.has(id), top);
    if (reason !== null) record(world, post, id, reason);
  }
}
