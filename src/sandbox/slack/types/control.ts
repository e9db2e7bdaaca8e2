/** The strings that move the stand-in. The same operations exist over HTTP under `/_control/`, with the same names and JSON. */

import type { Wire } from "../wire.ts";
import type { Activity, CallRecord, DeliveryRecord } from "./activity.ts";
import type {
  InteractionOutcome,
  NewBotPost,
  NewPost,
  PostedMessage,
  Press,
  Search,
  SearchOutcome,
  SlashCommand,
  ViewOutcome,
  ViewSubmit,
} from "./acts.ts";
import type {
  BadgeView,
  EphemeralView,
  FileView,
  MessageView,
  NotificationView,
  OpenView,
} from "./messages.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import type { SlackSettings } from "./settings.ts";
import type { NewChannel, NewUser, NewUsergroup, WorkspaceView } from "./workspace.ts";

/**
 * The strings that move the stand-in. Setting up, acting as a person and reading are immediate; what the app has to
 * answer is a promise of what the person then sees. A refusal by the client (no such button, a text that begins
 * with `/`, not a member) throws `RefusedByClient`.
 */
export interface SlackControl {
  configure(settings: Partial<SlackSettings>): void;

  // The workspace
  addUser(user: NewUser): void;
  /** A colleague leaves (`deleted: true`), gets another name or e-mail: sends `user_change`. */
  changeUser(change: { id: string } & Partial<Omit<NewUser, "id">>): void;
  addChannel(channel: NewChannel): void;
  addUsergroup(group: NewUsergroup): void;
  addEmoji(emoji: { name: string; url?: string }): void;
  /** Makes `user` (or the bot) a member, with `channel_join` and `member_joined_channel`. */
  invite(input: { channel: string; user: string; inviter?: string }): void;
  /** Takes `user` (or the bot) out. */
  remove(input: { channel: string; user: string }): void;
  archive(input: { channel: string; user?: string }): void;
  unarchive(input: { channel: string; user?: string }): void;
  /** The channel is the same under another id, as when it becomes shared. */
  changeChannelId(input: { channel: string; to: string }): void;
  rename(input: { channel: string; name: string; user?: string }): void;
  deleteChannel(input: { channel: string; user?: string }): void;
  setTopic(input: { channel: string; user: string; topic: string }): void;
  setShared(input: { channel: string; isExtShared: boolean }): void;
  join(input: { channel: string; user: string }): void;
  leave(input: { channel: string; user: string }): void;
  /** The direct conversation of a person and the app, opened if need be. */
  directMessage(user: string): string;
  /** The group direct conversation of these people and the app; null where there is none. */
  groupDirectMessage(users: string[]): string | null;
  revokeToken(input?: {
    token?: "bot" | "app";
    error?: "token_revoked" | "account_inactive" | "invalid_auth";
  }): void;
  restoreToken(input?: { token?: "bot" | "app" }): void;
  setScopes(scopes: string[]): void;

  // People acting
  post(post: NewPost): PostedMessage;
  meMessage(input: { user: string; channel: string; text: string }): PostedMessage;
  /** Attachments stay as they are unless given. */
  edit(input: { user: string; channel: string; ts: string; text: string; attachments?: Wire[] }): void;
  deleteMessage(input: { user: string; channel: string; ts: string }): void;
  react(input: { user: string; channel: string; ts: string; name: string }): void;
  unreact(input: { user: string; channel: string; ts: string; name: string }): void;
  /** Sends an ephemeral message away; of one that is gone already, nothing. */
  dismiss(input: { user: string; channel: string; ts: string }): void;
  press(press: Press): Promise<InteractionOutcome>;
  /** Types into a select that asks the app for its options; what it offers can be chosen then. */
  search(search: Search): Promise<SearchOutcome>;
  /** Types into a view without submitting it. */
  fillIn(input: ViewSubmit): void;
  submitView(submit: ViewSubmit): Promise<ViewOutcome>;
  closeView(input: { user: string; viewId?: string }): Promise<InteractionOutcome>;
  slashCommand(command: SlashCommand): Promise<InteractionOutcome>;
  messageShortcut(input: {
    user: string;
    channel: string;
    ts: string;
    callbackId: string;
  }): Promise<InteractionOutcome>;
  globalShortcut(input: { user: string; callbackId: string }): Promise<InteractionOutcome>;
  openHome(input: { user: string; tab?: "home" | "messages" }): void;
  follow(input: { user: string; channel: string; ts: string }): void;
  unfollow(input: { user: string; channel: string; ts: string }): void;
  markRead(input: { user: string; channel: string; threadTs?: string }): void;
  setActive(input: { user: string; active: boolean }): void;
  setPreference(input: { user: string; channel?: string; level: "all" | "mentions" | "nothing" }): void;
  /** The person's client starts anew: what was ephemeral is gone. */
  reload(user: string): void;

  // Others
  messageAsBot(post: NewBotPost): PostedMessage;
  /** Slack adds a link preview: `message_changed` without `edited`. */
  unfurl(input: { channel: string; ts: string; title?: string; url?: string }): void;
  /** Sends the app any event, in a full envelope; says its id. */
  emitEvent(input: { event: Wire; channel?: string; eventId?: string }): string;
  /** The `url_verification` handshake of the settings page; true when the app answered the challenge. */
  verifyUrl(): Promise<boolean>;

  // Reading
  /** Top level of a channel, oldest first. */
  messages(channel: string): MessageView[];
  /** A root and its replies, oldest first. */
  thread(channel: string, ts: string): MessageView[];
  message(channel: string, ts: string): MessageView | null;
  ephemerals(user: string): EphemeralView[];
  /** What was put into a conversation, or into all of them, oldest first. */
  files(channel?: string): FileView[];
  /** The person's stack of modals, the top one last. */
  views(user: string): OpenView[];
  home(user: string): OpenView | null;
  /** Without `user`: everybody's. */
  notifications(user?: string): NotificationView[];
  followers(channel: string, ts: string): string[];
  badges(user: string): BadgeView;
  calls(method?: string): CallRecord[];
  deliveries(type?: string): DeliveryRecord[];
  requestCount(method?: string): number;
  sockets(): number;
  state(): WorkspaceView;
  clearLogs(): void;
  /** Resolves when nothing is on its way to the app: no delivery waits for an answer or for a retry. */
  idle(): Promise<void>;
  /** Calls `listener` with everything that happens; returns the way to stop. */
  subscribe(listener: (activity: Activity) => void): () => void;

  // Misbehaving
  /** Adds a rule; returns its number. */
  misbehave(rule: Misbehaviour): number;
  /** Lets go what `hold` and `reorder` keep, in the given order (default: newest first). */
  release(order?: "newest_first" | "oldest_first"): void;
  cutSockets(): void;
  /** Sends a `disconnect` frame to every socket, as Slack does when it recycles a host. */
  refreshSockets(reason?: "refresh_requested" | "warning" | "link_disabled"): void;
  refuseSockets(on: boolean): void;
  /** Everything refuses: requests and sockets break, deliveries don't arrive. */
  down(on: boolean): void;
  clearMisbehaviour(): void;
}
