/**
 * What the outside of the Slack stand-in looks like: its options, its handle and its control object.
 * The same operations exist over HTTP under `/_control/`, with the same names and the same JSON.
 */

/** A JSON object as it travels on the wire, keys as Slack spells them. */
export type Wire = Record<string, unknown>;

/** How the app hears of things: signed HTTP requests, or sockets that it opened. */
export type SlackMode = "http" | "socket";

/** Everything about the stand-in that can be changed while it runs. */
export interface SlackSettings {
  /** `slack`: 429 at Slack's rates. `off`: never. Size limits always hold. Default `slack`. */
  limits: "slack" | "off";
  mode: SlackMode;
  /** Where events go in HTTP mode, usually `http://host:port/slack/events`. Null: nowhere. */
  eventsUrl: string | null;
  /** Where buttons, views, shortcuts and commands go in HTTP mode. Null: the same as `eventsUrl`. */
  interactivityUrl: string | null;
  signingSecret: string;
  /** Event subscriptions (`message.channels`, `reaction_added`, ...). Null: all of them. */
  botEvents: string[] | null;
  /** Slash commands the app registered (`/name`). Null: any. */
  commands: string[] | null;
  /** Callback ids of the app's shortcuts. Null: any. */
  shortcuts: string[] | null;
  /** How long an event or interaction may go unanswered. Slack: 3000 ms. */
  answerWithinMs: number;
  /** Pauses before the first, second and third retry of an event. Slack: 0, 60000, 300000 ms. */
  retryDelaysMs: number[];
  /** Pause between WebSocket pings of the server; 0 turns them off. */
  pingEveryMs: number;
  /** How many calls and deliveries are remembered; 0 turns the two logs off. */
  keepLog: number;
}

/** People and places that exist from the start. */
export interface SlackSeed {
  users?: NewUser[];
  channels?: NewChannel[];
  usergroups?: NewUsergroup[];
  emoji?: Record<string, string>;
}

export interface SlackStandInOptions extends Partial<SlackSettings> {
  host?: "127.0.0.1";
  /** 0 (the default) takes a free port. */
  port?: number;
  /** Milliseconds since 1970; ages trigger ids, response URLs and rates, and makes timestamps. */
  now?: () => number;
  /** Starts the random numbers behind ids, so that a run can be repeated. */
  seed?: number;
  botToken?: string;
  appToken?: string;
  workspace?: SlackSeed;
}

/** A running stand-in. */
export interface SlackStandIn {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** `http://127.0.0.1:port/api/`, for `slackApiUrl` */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly control: SlackControl;
  stop(): Promise<void>;
}

export interface NewUser {
  id: string;
  name: string;
  realName?: string;
  /** What Slack shows in front of a message; like the real name unless given. */
  displayName?: string;
  email?: string;
  isBot?: boolean;
  isGuest?: boolean;
  isAdmin?: boolean;
  deleted?: boolean;
  timeZone?: string;
  /** The workspace a Slack Connect stranger comes from; absent for one of ours. */
  teamId?: string;
}

export interface NewChannel {
  id: string;
  name: string;
  isPrivate?: boolean;
  /** User ids; write the stand-in's `botUserId` to have the app in it. */
  members?: string[];
  isExtShared?: boolean;
  topic?: string;
}

export interface NewUsergroup {
  id: string;
  name: string;
  handle: string;
  users: string[];
}

/** A file that a person attaches. */
export interface NewFile {
  name: string;
  mimetype?: string;
  /** Text, or bytes in base64 when `encoding` says so. */
  content?: string;
  encoding?: "utf8" | "base64";
  title?: string;
}

export interface NewPost {
  user: string;
  channel: string;
  /** As typed: mentions in Slack's form (`<@U1>`, `<#C1>`, `<!here>`, `<!subteam^S1>`), emoji as `:name:`. */
  text: string;
  threadTs?: string;
  alsoToChannel?: boolean;
  files?: NewFile[];
}

export interface NewBotPost {
  channel: string;
  text: string;
  threadTs?: string;
  /** Name of the other app; default `Other App`. */
  name?: string;
  blocks?: Wire[];
}

/** A press on a button, select, overflow or other element of a message, an ephemeral, a modal or the app's home. */
export interface Press {
  user: string;
  /** With `ts`: an element of a message or of an ephemeral message. */
  channel?: string;
  ts?: string;
  /** Instead of `channel` and `ts`: an element of an open modal or of the app's home. */
  viewId?: string;
  actionId: string;
  blockId?: string;
  /** What is chosen: an option's value, a user or channel id, a date, text; several for multi-selects. */
  value?: string | string[];
  /** Answer to the element's confirm dialog, where it has one. Default true. */
  confirm?: boolean;
}

/** What a person sees after something that the app had to answer. */
export interface InteractionOutcome {
  /** False when the person said no to the confirm dialog: nothing was sent. */
  sent: boolean;
  /** True when the app answered in time, with 2xx or an ack. */
  acked: boolean;
  /** What the person is told when it was not: `operation_timeout`, `dispatch_failed`, `http_404`. */
  error?: string;
  /** The body of the answer, parsed where it was JSON. */
  answer?: unknown;
  /** The confirm dialog that was shown. */
  confirm?: Wire;
  triggerId?: string;
}

/** Typed or chosen values: block id -> action id -> value. */
export type ViewValues = Record<string, Record<string, string | string[] | null>>;

export interface ViewSubmit {
  user: string;
  /** Default: the view on top of the person's stack. */
  viewId?: string;
  /** Added to what is already filled in. */
  values?: ViewValues;
}

/** What became of the view: as Slack's client would go on. */
export interface ViewOutcome extends InteractionOutcome {
  action: "closed" | "errors" | "updated" | "pushed" | "cleared" | "failed";
  /** Block id -> sentence, for `errors`. */
  errors?: Record<string, string>;
}

export interface SlashCommand {
  user: string;
  channel: string;
  /** With its slash. */
  command: string;
  text?: string;
  /** Commands can't be used in threads: given, the composer refuses with Slack's words. */
  threadTs?: string;
}

export interface PostedMessage {
  channel: string;
  ts: string;
}

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
  username: string | null;
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

/** One Web API request and what it got. */
export interface CallRecord {
  seq: number;
  at: number;
  method: string;
  args: Wire;
  status: number;
  answer: Wire;
  /** False when the answer was never sent. */
  answered: boolean;
  ms: number;
}

export interface DeliveryAttempt {
  at: number;
  ok: boolean;
  status?: number;
  /** `http_timeout`, `http_error`, `connection_failed`, `no_socket`, ... */
  reason?: string;
  /** Which socket got it, in socket mode. */
  socket?: number;
}

/** One event or interaction on its way to the app. */
export interface DeliveryRecord {
  seq: number;
  at: number;
  kind: "event" | "interactive" | "command";
  /** Event type with its subtype (`message`, `message.message_changed`), or the payload's type. */
  type: string;
  id: string;
  channel: string | null;
  body: Wire;
  attempts: DeliveryAttempt[];
  state: "waiting" | "held" | "delivered" | "given_up";
}

export type MisbehaviourKind =
  | "delay"
  | "fail"
  | "dropAnswer"
  | "duplicate"
  | "reorder"
  | "hold"
  | "rateLimit";

/**
 * One way to misbehave, for API calls (`match.method`) or deliveries (`match.event`).
 * Calls: `delay`; `fail` before acting (`error`: ok:false with it; else HTTP `status`, default 500);
 * `dropAnswer`: act, then break the connection; `rateLimit`: 429.
 * Deliveries: `delay`; `fail`: the attempt doesn't arrive; `dropAnswer`: arrives, its answer is lost (in socket
 * mode the socket breaks); `duplicate`: arrives twice (`newEventId`: under another id); `reorder`: arrives after
 * the next one; `hold`: until `release()`.
 */
export interface Misbehaviour {
  match?: {
    /** A method's name; `chat.*` matches a family, absent any (when `event` is absent too). */
    method?: string;
    /**
     * An event's type (`message`: a new one without subtype), type with subtype (`message.message_changed`), both
     * (`message.*`), or an interaction's type (`block_actions`); `*` any.
     */
    event?: string;
    channel?: string;
  };
  /** How often; default 1; 0 means until cleared. */
  times?: number;
  kind: MisbehaviourKind;
  ms?: number;
  /** For a delayed call: wait before acting (default) or between acting and answering. */
  when?: "before" | "after";
  error?: string;
  status?: number;
  /** Seconds. */
  retryAfter?: number;
  /** For `duplicate`: how many more; default 1. */
  copies?: number;
  newEventId?: boolean;
}

/** Something that happened, as the stream tells it. */
export type Activity =
  | { type: "call"; call: CallRecord }
  | { type: "delivery"; delivery: DeliveryRecord }
  | { type: "message_posted"; message: MessageView }
  | { type: "message_changed"; message: MessageView }
  | { type: "message_deleted"; channel: string; ts: string }
  | { type: "reaction_added" | "reaction_removed"; channel: string; ts: string; user: string; name: string }
  | { type: "ephemeral"; ephemeral: EphemeralView }
  | { type: "ephemeral_removed"; user: string; channel: string; ts: string }
  | { type: "notification"; notification: NotificationView }
  | { type: "views_changed"; user: string; views: OpenView[] }
  | { type: "home_changed"; user: string; home: OpenView }
  | { type: "socket_opened" | "socket_closed"; socket: number; open: number }
  | { type: "workspace_changed" };

export interface UserView {
  id: string;
  name: string;
  realName: string;
  email: string | null;
  isBot: boolean;
  isGuest: boolean;
  deleted: boolean;
  active: boolean;
}

export interface ChannelView {
  id: string;
  name: string;
  kind: "channel" | "group" | "im" | "mpim";
  members: string[];
  isArchived: boolean;
  isExtShared: boolean;
  topic: string;
  messages: MessageView[];
}

/** The whole workspace. `messages` of a channel are everything in it, replies included, oldest first. */
export interface WorkspaceView {
  teamId: string;
  appId: string;
  botUserId: string;
  botId: string;
  scopes: string[];
  settings: SlackSettings;
  users: UserView[];
  channels: ChannelView[];
  usergroups: NewUsergroup[];
  emoji: Record<string, string>;
  ephemerals: EphemeralView[];
  views: OpenView[];
  homes: OpenView[];
  notifications: NotificationView[];
  sockets: number;
}

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
  rename(input: { channel: string; name: string; user?: string }): void;
  deleteChannel(input: { channel: string; user?: string }): void;
  setTopic(input: { channel: string; user: string; topic: string }): void;
  setShared(input: { channel: string; isExtShared: boolean }): void;
  join(input: { channel: string; user: string }): void;
  leave(input: { channel: string; user: string }): void;
  /** The direct conversation of a person and the app, opened if need be. */
  directMessage(user: string): string;
  revokeToken(input?: {
    token?: "bot" | "app";
    error?: "token_revoked" | "account_inactive" | "invalid_auth";
  }): void;
  restoreToken(input?: { token?: "bot" | "app" }): void;
  setScopes(scopes: string[]): void;

  // People acting
  post(post: NewPost): PostedMessage;
  meMessage(input: { user: string; channel: string; text: string }): PostedMessage;
  edit(input: { user: string; channel: string; ts: string; text: string }): void;
  deleteMessage(input: { user: string; channel: string; ts: string }): void;
  react(input: { user: string; channel: string; ts: string; name: string }): void;
  unreact(input: { user: string; channel: string; ts: string; name: string }): void;
  press(press: Press): Promise<InteractionOutcome>;
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
