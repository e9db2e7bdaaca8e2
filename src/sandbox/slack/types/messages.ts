/** What stands in front of people: messages, views, notifications. */

import type { Wire } from "../wire.ts";

export interface ReactionView {
  name: string;
  users: string[];
}

/** A message as the control shows it: Slack's own fields, plus what Slack keeps elsewhere. */
export interface MessageView {
  channel: string;
  ts: string;
  text: string;
  user: string | null;
  botId: string | null;
  subtype: string | null;
  threadTs: string | null;
  isReply: boolean;
  isBroadcast: boolean;
  blocks: Wire[];
  attachments: Wire[];
  metadata: Wire | null;
  files: Wire[];
  edited: { user: string; ts: string } | null;
  reactions: ReactionView[];
  replyCount: number;
  latestReply: string | null;
  /** The name under which a bot posted, where it is not its own. */
  username: string | null;
  /** The address of the picture that it was given with that name, or an emoji as `:name:`. */
  icon: string | null;
}

/** A file as whoever downloads it gets it. */
export interface FileView {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  /** Who put it there: the bot's id, or a person's. */
  user: string;
  channel: string;
  /** The message that carries it. */
  ts: string;
  /** Text as it is, all else in base64. */
  content: string;
}

/** A message that only one person sees, until a reload. */
export interface EphemeralView {
  channel: string;
  ts: string;
  user: string;
  threadTs: string | null;
  text: string;
  blocks: Wire[];
  at: number;
}

/** A modal or home as the app gave it, with what is filled in. */
export interface OpenView {
  id: string;
  user: string;
  type: "modal" | "home";
  callbackId: string;
  privateMetadata: string;
  view: Wire;
  /** Set by an answer `response_action: errors`. */
  errors: Record<string, string>;
}

export type NotificationReason = "message" | "thread" | "mention" | "group" | "here" | "channel" | "direct";

/** One push or badge that a person got. */
export interface NotificationView {
  user: string;
  channel: string;
  ts: string;
  threadTs: string | null;
  reason: NotificationReason;
  /** The message's `text`: what a lock screen shows. */
  text: string;
  at: number;
}

export interface BadgeView {
  /** Channels with something unread. */
  unread: string[];
  /** Red number: mentions and direct messages not read. */
  count: number;
  /** Threads followed, with unread replies. */
  threads: number;
}
