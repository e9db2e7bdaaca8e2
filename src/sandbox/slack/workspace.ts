import type { Mint } from "./ids.ts";
import type { Activity, CallRecord, DeliveryRecord } from "./types/activity.ts";
import type { NotificationView } from "./types/messages.ts";
import type { SlackSettings } from "./types/settings.ts";
import type { NewUsergroup } from "./types/workspace.ts";
import type { Wire } from "./wire.ts";

/** A message as it is stored. Replies know their root (`threadTs`); roots know their replies. */
export interface Post {
  channel: string;
  ts: string;
  user: string | null;
  text: string;
  subtype: string | null;
  botId: string | null;
  appId: string | null;
  /** Another app's name, or the name that a customised post carries. */
  username: string | null;
  icons: Wire | null;
  blocks: Wire[];
  attachments: Wire[];
  metadata: Wire | null;
  files: Wire[];
  clientMsgId: string | null;
  threadTs: string | null;
  parentUser: string | null;
  isBroadcast: boolean;
  edited: { user: string; ts: string } | null;
  reactions: Map<string, string[]>;
  /** Timestamps of the replies, oldest first. */
  replies: string[];
  /** Who replied (user or bot id), and how often. */
  replyUsers: Map<string, number>;
  followers: Set<string>;
  /** What a system message carries besides: `inviter`, `topic`, `old_name`, ... */
  extra: Wire;
}

export interface Channel {
  id: string;
  name: string;
  kind: "channel" | "group" | "im" | "mpim";
  created: number;
  creator: string;
  members: Set<string>;
  isArchived: boolean;
  isExtShared: boolean;
  topic: { value: string; creator: string; last_set: number };
  previousNames: string[];
  posts: Map<string, Post>;
  /** Timestamps of what stands at top level (broadcast replies too), oldest first. */
  timeline: string[];
}

export interface User {
  id: string;
  name: string;
  realName: string;
  /** Empty: Slack shows the real name. */
  displayName: string;
  email: string | null;
  isBot: boolean;
  isGuest: boolean;
  isAdmin: boolean;
  deleted: boolean;
  timeZone: string;
  teamId: string;
  botId: string | null;
  active: boolean;
  preference: "all" | "mentions" | "nothing";
  channelPreferences: Map<string, "all" | "mentions" | "nothing">;
  updated: number;
}

export interface Ephemeral {
  channel: string;
  ts: string;
  user: string;
  threadTs: string | null;
  text: string;
  blocks: Wire[];
  attachments: Wire[];
  at: number;
}

/** A view held open on somebody's screen, or their home. */
export interface HeldView {
  id: string;
  user: string;
  /** As the app gave it. */
  source: Wire;
  type: "modal" | "home";
  hash: string;
  rootId: string;
  previousId: string | null;
  externalId: string;
  /** block id -> action id -> element's state on the wire */
  state: Record<string, Record<string, Wire>>;
  errors: Record<string, string>;
}

export interface StoredFile {
  wire: Wire;
  content: Buffer;
  mimetype: string;
  uploaded: boolean;
}

/** A short-lived right to open a view, given with every interaction. */
export interface Trigger {
  user: string;
  expiresAt: number;
  used: boolean;
  /** The modal it was pressed in, for `views.push`. */
  viewId: string | null;
}

/** Where an app may answer an interaction later. */
export interface ResponseUrl {
  user: string;
  channel: string;
  threadTs: string | null;
  /** The message that was acted on, for `replace_original` and `delete_original`. */
  ts: string | null;
  isEphemeral: boolean;
  usesLeft: number;
  expiresAt: number;
}

/** Which tokens work: null, or the error that they get. */
export interface TokenState {
  bot: string | null;
  app: string | null;
}

/** Everything the stand-in knows, in memory. Files of this folder are functions over it. */
export interface World {
  readonly now: () => number;
  readonly mint: Mint;
  readonly settings: SlackSettings;
  url: string;
  readonly teamId: string;
  readonly teamName: string;
  readonly teamDomain: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly botName: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly verificationToken: string;
  readonly tokens: TokenState;
  scopes: Set<string>;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  /** user id (or several, sorted, joined by commas) -> direct conversation */
  readonly directs: Map<string, string>;
  readonly usergroups: Map<string, NewUsergroup>;
  readonly emoji: Map<string, string>;
  /** user -> their ephemeral messages */
  readonly ephemerals: Map<string, Ephemeral[]>;
  readonly views: Map<string, HeldView[]>;
  readonly homes: Map<string, HeldView>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly files: Map<string, StoredFile>;
  readonly notifications: NotificationView[];
  /** user -> channel -> unread mentions and direct messages; the channel is listed when anything is unread */
  readonly unread: Map<string, Map<string, number>>;
  readonly unreadThreads: Map<string, Set<string>>;
  readonly calls: CallRecord[];
  readonly deliveries: DeliveryRecord[];
  readonly callCounts: Map<string, number>;
  callSeq: number;
  deliverySeq: number;
  isDown: boolean;
  readonly listeners: Set<(activity: Activity) => void>;
  /** Sends an event's body on its way; set by the wiring. */
  dispatch: (body: Wire, type: string, channel: string | null) => void;
}

/** Tells whoever listens. `make` runs only when somebody does. */
export function tell(world: World, make: () => Activity): void {
  if (world.listeners.size === 0) return;
  const activity = make();
  for (const listener of world.listeners) listener(activity);
}

/** Appends to a bounded log; a fifth is dropped at once, so that it stays cheap. */
export function remember<T>(log: T[], entry: T, keep: number): void {
  if (keep <= 0) return;
  if (log.length >= keep) log.splice(0, Math.max(1, Math.floor(keep / 5)));
  log.push(entry);
}

/** Whether the app's bot is in that conversation. */
export function botIsIn(world: World, channel: Channel): boolean {
  return channel.members.has(world.botUserId);
}
