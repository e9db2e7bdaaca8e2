/**
 * The tables; what their columns mean stands in the contract. Only types that PostgreSQL shares are used: text, whole numbers,
 * and booleans as such. Moments are milliseconds since 1970. Columns named `sealed_…` hold what a person wrote, encrypted at rest.
 */

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Choice } from "../../domain/choice.ts";
import type {
  Address,
  CarrierMessageId,
  ContactId,
  ConversationId,
  E164,
  EpisodeId,
  MessageId,
  NoticeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../domain/ids.ts";
import type { WaitReason } from "../../domain/wait.ts";

export const settings = sqliteTable("settings", {
  key: text().primaryKey(),
  value: text().notNull(),
});

/** The directory in force: one row, replaced whole. Everyone who decides reads its version in the same transaction. */
export const directory = sqliteTable("directory", {
  id: integer().primaryKey(),
  version: integer().notNull(),
  document: text().notNull(),
  appliedAt: integer("applied_at").notNull(),
});

/** Members given by e-mail: whom Slack says they are. */
export const identities = sqliteTable("identities", {
  email: text().primaryKey(),
  slackUser: text("slack_user").$type<SlackUserId>(),
  checkedAt: integer("checked_at").notNull(),
});

export const contacts = sqliteTable("contacts", {
  id: text().$type<ContactId>().primaryKey(),
  address: text().$type<Address>().notNull().unique(),
  createdAt: integer("created_at").notNull(),
});

export const conversations = sqliteTable(
  "conversations",
  {
    id: text().$type<ConversationId>().primaryKey(),
    contactId: text("contact_id")
      .$type<ContactId>()
      .notNull()
      .references(() => contacts.id),
    line: text().$type<E164>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("conversations_contact_line").on(t.contactId, t.line),
    index("conversations_line").on(t.line),
  ],
);

export const episodes = sqliteTable(
  "episodes",
  {
    id: text().$type<EpisodeId>().primaryKey(),
    conversationId: text("conversation_id")
      .$type<ConversationId>()
      .notNull()
      .references(() => conversations.id),
    number: integer().notNull(),
    state: text({ enum: ["open", "resolved"] }).notNull(),
    assignee: text().$type<Username>(),
    channel: text().$type<SlackChannelId>().notNull(),
    thread: text().$type<SlackTs>(),
    openedAt: integer("opened_at").notNull(),
    lastTextAt: integer("last_text_at"),
    unansweredSince: integer("unanswered_since"),
    resolvedAt: integer("resolved_at"),
    resolvedBy: text("resolved_by").$type<Username>(),
    replaces: text({ enum: ["deleted", "closed"] }),
  },
  (t) => [
    uniqueIndex("episodes_one_open").on(t.conversationId).where(sql`state = 'open'`),
    uniqueIndex("episodes_number").on(t.conversationId, t.number),
    index("episodes_waiting").on(t.unansweredSince).where(sql`unanswered_since is not null`),
    index("episodes_assignee").on(t.assignee).where(sql`state = 'open'`),
  ],
);

export const threads = sqliteTable(
  "threads",
  {
    channel: text().$type<SlackChannelId>().notNull(),
    ts: text().$type<SlackTs>().notNull(),
    episodeId: text("episode_id")
      .$type<EpisodeId>()
      .notNull()
      .references(() => episodes.id),
    state: text({ enum: ["current", "former"] }).notNull(),
    latest: text().$type<SlackTs>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.ts] }), index("threads_episode").on(t.episodeId)],
);

export const messages = sqliteTable(
  "messages",
  {
    id: text().$type<MessageId>().primaryKey(),
    conversationId: text("conversation_id")
      .$type<ConversationId>()
      .notNull()
      .references(() => conversations.id),
    episodeId: text("episode_id")
      .$type<EpisodeId>()
      .notNull()
      .references(() => episodes.id),
    direction: text({ enum: ["in", "out"] }).notNull(),
    state: text({
      enum: [
        "received",
        "waiting",
        "queued",
        "sending",
        "accepted",
        "sent",
        "delivered",
        "failed",
        "cancelled",
        "unknown",
      ],
    }).notNull(),
    waitsFor: text("waits_for", { enum: ["time", "person"] }),
    waitReason: text("wait_reason").$type<WaitReason>(),
    waitingSince: integer("waiting_since"),
    /** Words separated by spaces. */
    agreed: text().notNull().default(""),
    sealedBody: text("sealed_body").notNull(),
    sealedMedia: text("sealed_media"),
    carrier: text().notNull(),
    carrierMessageId: text("carrier_message_id").$type<CarrierMessageId>(),
    author: text().$type<Username>(),
    authorUser: text("author_user").$type<SlackUserId>(),
    replyChannel: text("reply_channel").$type<SlackChannelId>(),
    replyTs: text("reply_ts").$type<SlackTs>(),
    retryOf: text("retry_of").$type<MessageId>(),
    writtenAt: integer("written_at").notNull(),
    createdAt: integer("created_at").notNull(),
    sendingAt: integer("sending_at"),
    reread: integer({ mode: "boolean" }).notNull().default(false),
    postedTs: text("posted_ts").$type<SlackTs>(),
    failureCode: text("failure_code"),
    failureSentence: text("failure_sentence"),
  },
  (t) => [
    uniqueIndex("messages_carrier_id").on(t.carrier, t.carrierMessageId),
    index("messages_episode").on(t.episodeId, t.createdAt),
    index("messages_unsettled").on(t.state).where(sql`state in ('waiting', 'queued', 'sending', 'unknown')`),
    index("messages_retry").on(t.retryOf).where(sql`retry_of is not null`),
    index("messages_unconfirmed").on(t.sendingAt).where(sql`state in ('accepted', 'sent', 'unknown')`),
  ],
);

export const replies = sqliteTable(
  "replies",
  {
    channel: text().$type<SlackChannelId>().notNull(),
    ts: text().$type<SlackTs>().notNull(),
    thread: text().$type<SlackTs>(),
    episodeId: text("episode_id")
      .$type<EpisodeId>()
      .references(() => episodes.id),
    authorUser: text("author_user").$type<SlackUserId>(),
    sealedText: text("sealed_text").notNull(),
    mentions: integer({ mode: "boolean" }).notNull().default(false),
    files: integer().notNull().default(0),
    kind: text({ enum: ["plain", "me"] })
      .notNull()
      .default("plain"),
    verdict: text({ enum: ["unseen", "note", "text", "refused"] }).notNull(),
    reason: text(),
    messageId: text("message_id")
      .$type<MessageId>()
      .references(() => messages.id),
    edited: text().$type<SlackTs>(),
    deletedAt: integer("deleted_at"),
    marks: text().notNull().default(""),
    stoppedBy: text("stopped_by").notNull().default(""),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.ts] }),
    index("replies_episode").on(t.episodeId, t.authorUser),
    index("replies_unseen").on(t.createdAt).where(sql`verdict = 'unseen'`),
  ],
);

export const reports = sqliteTable(
  "reports",
  {
    carrier: text().notNull(),
    carrierMessageId: text("carrier_message_id").$type<CarrierMessageId>().notNull(),
    state: text({ enum: ["accepted", "sent", "delivered", "failed"] }).notNull(),
    failureCode: text("failure_code"),
    failureSentence: text("failure_sentence"),
    receivedAt: integer("received_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.carrier, t.carrierMessageId] }), index("reports_age").on(t.receivedAt)],
);

export const unrouted = sqliteTable(
  "unrouted",
  {
    carrier: text().notNull(),
    carrierMessageId: text("carrier_message_id").$type<CarrierMessageId>().notNull(),
    to: text("to_number").$type<E164>().notNull(),
    from: text("from_address").$type<Address>().notNull(),
    sealedBody: text("sealed_body").notNull(),
    sealedMedia: text("sealed_media"),
    receivedAt: integer("received_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.carrier, t.carrierMessageId] }), index("unrouted_to").on(t.to)],
);

/** The body is erased once it is handled; the key is remembered. */
export const inbox = sqliteTable(
  "inbox",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    key: text().notNull().unique(),
    lane: text().notNull(),
    sealedBody: text("sealed_body"),
    receivedAt: integer("received_at").notNull(),
    dueAt: integer("due_at"),
    attempts: integer().notNull().default(0),
  },
  (t) => [
    index("inbox_due").on(t.dueAt).where(sql`due_at is not null`),
    index("inbox_dead").on(t.id).where(sql`due_at is null and sealed_body is not null`),
    index("inbox_age").on(t.receivedAt),
  ],
);

/** Everything that we still owe the outside world. A row is gone once its outcome is recorded. */
export const outbox = sqliteTable(
  "outbox",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text().notNull(),
    /** Rows of one lane run one at a time, in order of position. */
    lane: text().notNull(),
    position: integer().notNull(),
    /** Lower goes first when there is a choice. */
    priority: integer().notNull(),
    /** Work that may be asked for often and is done once has a key. */
    key: text().unique(),
    version: integer().notNull().default(1),
    dueAt: integer("due_at").notNull(),
    attempts: integer().notNull().default(0),
    /** The channel it needs, so that a closed channel holds back only its own. */
    channel: text().$type<SlackChannelId>(),
    /** Names the attempt at the desk, so that it can be found when the answer was lost. */
    postKey: text("post_key"),
    claimedAt: integer("claimed_at"),
    sealedPayload: text("sealed_payload").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    index("outbox_lane").on(t.lane, t.position, t.id),
    index("outbox_due").on(t.dueAt),
    index("outbox_channel").on(t.channel, t.dueAt),
    index("outbox_attempt").on(t.postKey).where(sql`post_key is not null`),
  ],
);

/** What a person was told, with the choices they have: it can be opened again. */
export const notices = sqliteTable(
  "notices",
  {
    id: text().$type<NoticeId>().primaryKey(),
    kind: text({ enum: ["private", "thread"] }).notNull(),
    user: text("slack_user").$type<SlackUserId>(),
    episodeId: text("episode_id")
      .$type<EpisodeId>()
      .notNull()
      .references(() => episodes.id),
    messageId: text("message_id")
      .$type<MessageId>()
      .references(() => messages.id),
    replyChannel: text("reply_channel").$type<SlackChannelId>(),
    replyTs: text("reply_ts").$type<SlackTs>(),
    /** Choices separated by spaces. */
    choices: text().notNull(),
    sealedSentence: text("sealed_sentence").notNull(),
    state: text({ enum: ["open", "chosen", "expired"] }).notNull(),
    /** What came of it, said behind it in the thread; null while it is open. */
    sealedOutcome: text("sealed_outcome"),
    /** When what it is about happened: decides whether it is still shown in passing. */
    causedAt: integer("caused_at").notNull(),
    /** Who had the conversation when taking it over was offered. */
    seenAssignee: text("seen_assignee").$type<Username>(),
    /** Where a notice of kind `thread` stands. */
    postChannel: text("post_channel").$type<SlackChannelId>(),
    postTs: text("post_ts").$type<SlackTs>(),
    chosen: text().$type<Choice>(),
    chosenBy: text("chosen_by").$type<SlackUserId>(),
    chosenAt: integer("chosen_at"),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    index("notices_reply").on(t.replyChannel, t.replyTs),
    index("notices_message").on(t.messageId),
    index("notices_episode").on(t.episodeId).where(sql`state = 'open'`),
    index("notices_open").on(t.createdAt).where(sql`state = 'open'`),
  ],
);

export const reminders = sqliteTable("reminders", {
  channel: text().$type<SlackChannelId>().primaryKey(),
  ts: text().$type<SlackTs>(),
  /** Ids separated by spaces. */
  episodes: text().notNull(),
  updatedAt: integer("updated_at").notNull(),
});

export const closedChannels = sqliteTable("closed_channels", {
  channel: text().$type<SlackChannelId>().primaryKey(),
  reason: text().notNull(),
  since: integer().notNull(),
});
