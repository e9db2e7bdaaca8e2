/**
 * The tables. Only types that PostgreSQL shares are used: text, whole numbers, and booleans as such.
 * Moments are milliseconds since 1970. Columns named `sealed_…` hold what a person wrote, encrypted at rest.
 */

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type {
  Address,
  CarrierCursor,
  CarrierMessageId,
  CarrierThreadId,
  ContactId,
  ConversationId,
  DraftId,
  E164,
  EpisodeId,
  ListId,
  LoginName,
  MessageId,
  NoticeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  StaffConversationId,
  TemplateId,
  Username,
} from "../../domain/ids.ts";
import type { Callee, Loss, Pace } from "../../domain/job.ts";
import type { OptOutSource } from "../../domain/opt-out-ledger.ts";
import type { Origin } from "../../domain/origin.ts";
import type { ChangedBy } from "../../domain/template.ts";
import type { WaitReason } from "../../domain/wait.ts";

/** Small facts about this database: the heartbeat, catch-up positions, the check that the key fits. */
export const settings = sqliteTable("settings", {
  key: text().primaryKey(),
  value: text().notNull(),
});

/** The processes that run on this database, as `contracts/store/instances.ts` describes them. */
export const instances = sqliteTable("instances", {
  name: text().primaryKey(),
  version: text().notNull(),
  startedAt: integer("started_at").notNull(),
  beatAt: integer("beat_at").notNull(),
  deafSince: integer("deaf_since"),
  missedSince: integer("missed_since"),
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

export const contacts = sqliteTable(
  "contacts",
  {
    id: text().$type<ContactId>().primaryKey(),
    address: text().$type<Address>().notNull().unique(),
    createdAt: integer("created_at").notNull(),
    /** The name that somebody of the team gave it at the desk; null also where it was taken away again. */
    sealedName: text("sealed_name"),
    /** Who gave or took it last, and when. */
    namedBy: text("named_by").$type<Username>(),
    namedAt: integer("named_at"),
    /** Whether the ledger of opt-outs has a row of it: only then is it asked. */
    inLedger: integer("in_ledger", { mode: "boolean" }).notNull().default(false),
    /** The open question whether it wants to opt out: nothing leaves before it is answered. */
    review: text().$type<NoticeId>(),
    /** Since when its texts are kept and shown to nobody, and how many came since. */
    blockedAt: integer("blocked_at"),
    blockedBy: text("blocked_by").$type<Username>(),
    blockedTexts: integer("blocked_texts").notNull().default(0),
    /** An IANA name, where somebody said where they are; null: their number tells. */
    timeZone: text("time_zone"),
    /** Several people answer at this number: it is never shown under one name. */
    shared: integer({ mode: "boolean" }).notNull().default(false),
    /** For whom they work. */
    sealedCompany: text("sealed_company"),
  },
  (t) => [index("contacts_blocked").on(t.blockedAt).where(sql`blocked_at is not null`)],
);

export const conversations = sqliteTable(
  "conversations",
  {
    id: text().$type<ConversationId>().primaryKey(),
    contactId: text("contact_id")
      .$type<ContactId>()
      .notNull()
      .references(() => contacts.id),
    /** Whose it is: a line's (shared) or a member's (direct). */
    kind: text({ enum: ["shared", "direct"] }).notNull(),
    /** The line's number, or the member's username. */
    owner: text().$type<E164 | Username>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("conversations_contact_owner").on(t.contactId, t.kind, t.owner),
    index("conversations_owner").on(t.kind, t.owner),
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
    /** 1 for the first stretch of its conversation. */
    number: integer().notNull(),
    /** A direct one is closed, a shared one resolved. Quiet: it holds texts of a list, and has no thread before its contact answers. */
    state: text({ enum: ["open", "resolved", "closed", "quiet"] }).notNull(),
    assignee: text().$type<Username>(),
    /** Null until its place is known: a member's direct messages, before Slack was asked for them. */
    channel: text().$type<SlackChannelId>(),
    /** The root of its current thread; null until the card stands. */
    thread: text().$type<SlackTs>(),
    openedAt: integer("opened_at").notNull(),
    lastTextAt: integer("last_text_at"),
    /** Since when a customer waits for an answer. */
    unansweredSince: integer("unanswered_since"),
    resolvedAt: integer("resolved_at"),
    resolvedBy: text("resolved_by").$type<Username>(),
    /** Why the current card stands anew. */
    replaces: text({ enum: ["deleted", "closed"] }),
    /** Until when its thread is known whole, apart from what is written down as missed. */
    lookedAt: integer("looked_at").notNull().default(0),
    /** Who answers beside its assignee, and has said so since that one took it; separated by spaces. */
    joined: text().notNull().default(""),
    /** Of an open direct one, and of a shared one that was reopened, since when neither side has said anything. */
    idleSince: integer("idle_since"),
    /** Where it goes on, with somebody else, since its line or its member is gone. */
    movedTo: text("moved_to").$type<EpisodeId>(),
    /** Until when it is in no reminder and no list, and who wanted that. */
    snoozedUntil: integer("snoozed_until"),
    snoozedBy: text("snoozed_by").$type<Username>(),
    /** Whether something that waits for its time in it is cancelled if its contact writes first. */
    unlessTheyWrite: integer("unless_they_write", { mode: "boolean" }).notNull().default(false),
    /** The text by which its assignee got it; null where they took it, or were given it. */
    takenWith: text("taken_with").$type<MessageId>(),
    /** How many drafts somebody keeps in it. */
    drafts: integer().notNull().default(0),
    /** Whether a record of it, or of its days, is kept: what changes in it is told to the CRM. */
    recorded: integer({ mode: "boolean" }).notNull().default(false),
    /** Something of it that its record does not say yet. */
    unlogged: integer({ mode: "boolean" }).notNull().default(false),
  },
  (t) => [
    uniqueIndex("episodes_one_open").on(t.conversationId).where(sql`state = 'open'`),
    uniqueIndex("episodes_number").on(t.conversationId, t.number),
    index("episodes_open").on(t.channel, t.lookedAt, t.id).where(sql`state = 'open'`),
    index("episodes_waiting").on(t.unansweredSince).where(sql`unanswered_since is not null`),
    index("episodes_assignee").on(t.assignee).where(sql`state = 'open'`),
    index("episodes_idle").on(t.idleSince).where(sql`idle_since is not null`),
    index("episodes_snoozed").on(t.snoozedUntil).where(sql`snoozed_until is not null`),
    index("episodes_unlogged").on(t.id).where(sql`unlogged = true`),
    index("episodes_unrecorded").on(t.lastTextAt).where(sql`state = 'open' and recorded = false`),
  ],
);

/** Every thread an episode has or had. */
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
    /** The newest message in it that we know of. */
    latest: text().$type<SlackTs>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.ts] }),
    index("threads_episode").on(t.episodeId),
    index("threads_latest").on(t.channel, t.latest, t.ts),
  ],
);

export const messages = sqliteTable(
  "messages",
  {
    id: text().$type<MessageId>().primaryKey(),
    conversationId: text("conversation_id")
      .$type<ConversationId>()
      .notNull()
      .references(() => conversations.id),
    /** Null where it belongs to no stretch of its conversation: a text of a blocked contact. */
    episodeId: text("episode_id")
      .$type<EpisodeId>()
      .references(() => episodes.id),
    /** The line that it came to, or leaves from. */
    line: text().$type<E164>().notNull(),
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
    /** How one of ours came to be; null for a contact's. */
    origin: text().$type<Origin>(),
    /** It must not leave before this moment: a hold's end, a time that was chosen. */
    notBefore: integer("not_before"),
    waitsFor: text("waits_for", { enum: ["time", "person"] }),
    waitReason: text("wait_reason").$type<WaitReason>(),
    /** Since when it waits for a person. */
    waitingSince: integer("waiting_since"),
    /** The reasons to keep it that someone has said yes to, for these words; separated by spaces. */
    agreed: text().notNull().default(""),
    sealedBody: text("sealed_body").notNull(),
    sealedMedia: text("sealed_media"),
    carrier: text().notNull(),
    carrierMessageId: text("carrier_message_id").$type<CarrierMessageId>(),
    /** The login that it was sent by, where the carrier knows several. */
    login: text().$type<LoginName>(),
    /** The thread of the carrier's shared inbox in which it stands. */
    carrierThread: text("carrier_thread").$type<CarrierThreadId>(),
    /** How the carrier calls who wrote it, where it was sent elsewhere. */
    sealedSender: text("sealed_sender"),
    /** How many files are rows of their own. */
    files: integer().notNull().default(0),
    /** Who wrote it, for an outbound one. */
    author: text().$type<Username>(),
    authorUser: text("author_user").$type<SlackUserId>(),
    /** The member's message at the desk that it came from. */
    replyChannel: text("reply_channel").$type<SlackChannelId>(),
    replyTs: text("reply_ts").$type<SlackTs>(),
    /** The message that this one tries again. */
    retryOf: text("retry_of").$type<MessageId>(),
    /** When it was written, by the clock of whoever knows best. */
    writtenAt: integer("written_at").notNull(),
    createdAt: integer("created_at").notNull(),
    /** The day it counts for, in the directory's zone: `2026-01-31`. Null for those written before it was kept. */
    localDay: text("local_day"),
    sendingAt: integer("sending_at"),
    /** Set when something may have been done to its message that it does not show yet: that is looked at before it leaves. */
    reread: integer({ mode: "boolean" }).notNull().default(false),
    /** The post that shows an inbound text. */
    postedTs: text("posted_ts").$type<SlackTs>(),
    failureCode: text("failure_code"),
    failureSentence: text("failure_sentence"),
    /** It waits for its time, and is cancelled if its contact writes first. */
    unlessTheyWrite: integer("unless_they_write", { mode: "boolean" }).notNull().default(false),
    /** The list that it is one of. */
    listId: text("list_id")
      .$type<ListId>()
      .references(() => lists.id),
    /** The template that it was filled from, and as which version. */
    templateId: text("template_id").$type<TemplateId>(),
    templateVersion: integer("template_version"),
    /** Something of it that its record does not say yet. */
    unlogged: integer({ mode: "boolean" }).notNull().default(false),
  },
  (t) => [
    uniqueIndex("messages_carrier_id").on(t.carrier, t.carrierMessageId),
    index("messages_episode").on(t.episodeId, t.createdAt),
    index("messages_unsettled").on(t.state).where(sql`state in ('waiting', 'queued', 'sending', 'unknown')`),
    index("messages_retry").on(t.retryOf).where(sql`retry_of is not null`),
    index("messages_author").on(t.author).where(sql`author is not null`),
    index("messages_deciding").on(t.author, t.waitingSince).where(sql`waits_for = 'person'`),
    index("messages_scheduled").on(t.author, t.notBefore).where(sql`wait_reason = 'scheduled'`),
    index("messages_list").on(t.listId, t.state).where(sql`list_id is not null`),
    index("messages_unlogged").on(t.id).where(sql`unlogged = true`),
    index("messages_day").on(t.conversationId, t.localDay),
    index("messages_unconfirmed").on(t.sendingAt).where(sql`state in ('accepted', 'sent', 'unknown')`),
  ],
);

/** What people wrote in our threads, and what was made of it. Also what is known of a message before it arrived. */
export const replies = sqliteTable(
  "replies",
  {
    channel: text().$type<SlackChannelId>().notNull(),
    ts: text().$type<SlackTs>().notNull(),
    thread: text().$type<SlackTs>(),
    episodeId: text("episode_id")
      .$type<EpisodeId>()
      .references(() => episodes.id),
    author: text("author_user").$type<SlackUserId>(),
    sealedText: text("sealed_text").notNull(),
    mentions: integer({ mode: "boolean" }).notNull().default(false),
    files: integer().notNull().default(0),
    kind: text({ enum: ["plain", "partial", "me"] })
      .notNull()
      .default("plain"),
    verdict: text({ enum: ["unseen", "note", "text", "refused"] }).notNull(),
    /** Why it was judged so, a word of `domain/policy/may-send.ts`. */
    reason: text(),
    messageId: text("message_id")
      .$type<MessageId>()
      .references(() => messages.id),
    edited: text().$type<SlackTs>(),
    deletedAt: integer("deleted_at"),
    /** The marks that stand on it, separated by spaces. */
    marks: text().notNull().default(""),
    /** Who asked, before it came, that it not be sent; separated by spaces. */
    stoppedBy: text("stopped_by").notNull().default(""),
    createdAt: integer("created_at").notNull(),
    /** A post of ours, in its author's name, that shows a text which they began otherwise. */
    byUs: integer("by_us", { mode: "boolean" }).notNull().default(false),
    /** A note that its conversation's record does not hold yet, or not as it stands. */
    unlogged: integer({ mode: "boolean" }).notNull().default(false),
    /** What hangs on it, as JSON; null where that is nothing, or was not asked for yet when it came. */
    sealedFiles: text("sealed_files"),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.ts] }),
    index("replies_episode").on(t.episodeId, t.author),
    index("replies_unseen").on(t.createdAt).where(sql`verdict = 'unseen'`),
    index("replies_refused").on(t.channel, t.ts).where(sql`verdict = 'refused'`),
    index("replies_notes").on(t.episodeId, t.ts).where(sql`verdict = 'note'`),
    index("replies_unlogged").on(t.channel, t.ts).where(sql`unlogged = true`),
  ],
);

/** News of messages that we don't know yet. */
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

/** Texts to a number that no line of the directory has. */
export const unrouted = sqliteTable(
  "unrouted",
  {
    carrier: text().notNull(),
    carrierMessageId: text("carrier_message_id").$type<CarrierMessageId>().notNull(),
    to: text("to_number").$type<E164 | Address>().notNull(),
    from: text("from_address").$type<Address>().notNull(),
    sealedBody: text("sealed_body").notNull(),
    sealedMedia: text("sealed_media"),
    receivedAt: integer("received_at").notNull(),
    /** Whom a group text went to besides. */
    sealedOthers: text("sealed_others"),
  },
  (t) => [primaryKey({ columns: [t.carrier, t.carrierMessageId] }), index("unrouted_to").on(t.to)],
);

/** What Slack told us, kept before it is acknowledged. The body is erased once it is handled; the key is remembered. */
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

/** Everything that is still to be done in the outside world. A row is gone once its outcome is recorded. */
export const outbox = sqliteTable(
  "outbox",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text().notNull(),
    callee: text().$type<Callee>().notNull(),
    pace: text().$type<Pace>(),
    loss: text().$type<Loss>().notNull(),
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
    /** Since when an attempt may have had its effect. */
    triedAt: integer("tried_at"),
    sealedPayload: text("sealed_payload").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    index("outbox_lane").on(t.lane, t.position, t.id),
    index("outbox_due").on(t.dueAt),
    index("outbox_channel").on(t.channel, t.dueAt),
  ],
);

/** What a person was told, with the choices they have: it can be opened again. */
export const notices = sqliteTable(
  "notices",
  {
    id: text().$type<NoticeId>().primaryKey(),
    /** What it is about, a word of `bridge/choices/registry.ts`. */
    kind: text().notNull(),
    sealedPayload: text("sealed_payload").notNull(),
    audience: text({ enum: ["private", "thread"] }).notNull(),
    user: text("slack_user").$type<SlackUserId>(),
    /** Null for a question that concerns no stretch of a conversation. */
    episodeId: text("episode_id")
      .$type<EpisodeId>()
      .references(() => episodes.id),
    messageId: text("message_id")
      .$type<MessageId>()
      .references(() => messages.id),
    replyChannel: text("reply_channel").$type<SlackChannelId>(),
    replyTs: text("reply_ts").$type<SlackTs>(),
    /** The choices and how they read: `[["send_now","Send now"]]`. */
    choices: text().notNull(),
    sealedSentence: text("sealed_sentence").notNull(),
    state: text({ enum: ["open", "chosen", "expired"] }).notNull(),
    /** What came of it, said behind it in the thread; null while it is open. */
    sealedOutcome: text("sealed_outcome"),
    /** When what it is about happened: decides whether it is still shown in passing. */
    causedAt: integer("caused_at").notNull(),
    /** Whether it stays open when its conversation is resolved. */
    outlives: integer({ mode: "boolean" }).notNull().default(false),
    /** A decision that somebody owes: it expires neither with its conversation nor with age. */
    owed: integer({ mode: "boolean" }).notNull().default(false),
    /** Where one that stands in a thread does. */
    postChannel: text("post_channel").$type<SlackChannelId>(),
    postTs: text("post_ts").$type<SlackTs>(),
    chosen: text(),
    chosenBy: text("chosen_by").$type<SlackUserId>(),
    chosenAt: integer("chosen_at"),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    index("notices_reply").on(t.replyChannel, t.replyTs),
    index("notices_message").on(t.messageId),
    index("notices_episode").on(t.episodeId, t.state),
    index("notices_undecided")
      .on(t.createdAt)
      .where(sql`state = 'open' and message_id is null and owed = false`),
  ],
);

/** How far each carrier has been read, in its own words. */
export const cursors = sqliteTable("cursors", {
  /** A carrier's name; with a login behind it where it knows several. */
  account: text("carrier").primaryKey(),
  cursor: text().$type<CarrierCursor>().notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** The one line at a channel's end about who waits. */
export const reminders = sqliteTable("reminders", {
  channel: text().$type<SlackChannelId>().primaryKey(),
  ts: text().$type<SlackTs>(),
  /** The episodes it named, separated by spaces. */
  episodes: text().notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** Channels that can't be posted to now, and why. */
export const closedChannels = sqliteTable("closed_channels", {
  channel: text().$type<SlackChannelId>().primaryKey(),
  reason: text().notNull(),
  /** What was written there from then on may be unknown to us: the newest message that we knew of. */
  since: integer().notNull(),
});

/** A person's direct messages with us. */
export const directChannels = sqliteTable("direct_channels", {
  slackUser: text("slack_user").$type<SlackUserId>().primaryKey(),
  channel: text().$type<SlackChannelId>().notNull().unique(),
  /** When they were told there, once, what stands there. */
  greetedAt: integer("greeted_at"),
});

/** Who asked not to be texted, and who took it back: rows are added, and never changed or deleted. The newest counts. */
export const optOuts = sqliteTable(
  "opt_outs",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    address: text().$type<Address>().notNull(),
    kind: text({ enum: ["out", "in"] }).notNull(),
    /** Which line it is about; null: every one. */
    line: text().$type<E164>(),
    /** How it came to be known, a word of `domain/opt-out-ledger.ts`. */
    source: text().$type<OptOutSource>().notNull(),
    /** Who of the team recorded it; null: the contact or the carrier. */
    by: text("recorded_by").$type<Username>(),
    /** When it was said. */
    at: integer("said_at").notNull(),
    /** The words, or what speaks for it otherwise. */
    sealedEvidence: text("sealed_evidence").notNull(),
    /** The text that said it, and the one that confirmed it: that one may leave all the same. */
    messageId: text("message_id").$type<MessageId>(),
    confirmationId: text("confirmation_id").$type<MessageId>(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [index("opt_outs_address").on(t.address, t.id)],
);

/** Answers that were written by nobody's hand, and where they stopped, by the contact: so that it does not get too many. */
export const automaticAnswers = sqliteTable(
  "automatic_answers",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    contactId: text("contact_id")
      .$type<ContactId>()
      .notNull()
      .references(() => contacts.id),
    kind: text({ enum: ["auto_reply", "after_hours", "help", "stopped"] }).notNull(),
    /** The answer; of `stopped`, the text that got none. */
    messageId: text("message_id")
      .$type<MessageId>()
      .notNull()
      .references(() => messages.id),
    at: integer("decided_at").notNull(),
  },
  (t) => [
    index("automatic_answers_contact").on(t.contactId, t.at),
    index("automatic_answers_message").on(t.messageId),
  ],
);

/** What members changed of their auto-reply at the desk: it counts until the directory says something else than it did then. */
export const autoReplies = sqliteTable("auto_replies", {
  username: text().$type<Username>().primaryKey(),
  sealedValue: text("sealed_value").notNull(),
  /** What the directory said, as JSON; null: nothing. */
  directoryWas: text("directory_was"),
  changedAt: integer("changed_at").notNull(),
});

/** The same words to many: one text to each. */
export const lists = sqliteTable(
  "lists",
  {
    id: text().$type<ListId>().primaryKey(),
    author: text().$type<Username>().notNull(),
    authorUser: text("author_user").$type<SlackUserId>().notNull(),
    /** The line that they leave from. */
    line: text().$type<E164>().notNull(),
    sealedBody: text("sealed_body").notNull(),
    state: text({ enum: ["running", "stopped", "done"] }).notNull(),
    /** It begins no earlier: the hold's end, a time that was chosen. */
    notBefore: integer("not_before").notNull(),
    /** Where its author sees how far it is. */
    progressChannel: text("progress_channel").$type<SlackChannelId>(),
    progressTs: text("progress_ts").$type<SlackTs>(),
    createdAt: integer("created_at").notNull(),
    endedAt: integer("ended_at"),
    /** The template that its words are of, and as which version: then they are filled in for each. */
    templateId: text("template_id").$type<TemplateId>(),
    templateVersion: integer("template_version"),
    /** What its author said where the template asks for something, as JSON. */
    sealedValues: text("sealed_values"),
  },
  (t) => [index("lists_running").on(t.author, t.createdAt).where(sql`state = 'running'`)],
);

export const listRecipients = sqliteTable(
  "list_recipients",
  {
    listId: text("list_id")
      .$type<ListId>()
      .notNull()
      .references(() => lists.id),
    /** From 1, in the order in which they are texted. */
    position: integer().notNull(),
    /** The number, or the username of one of the team. */
    recipient: text().$type<E164 | Username>().notNull(),
    kind: text({ enum: ["contact", "member"] }).notNull(),
    state: text({ enum: ["pending", "written", "refused", "cancelled"] }).notNull(),
    /** Not before this moment: quiet hours where they are. */
    notBefore: integer("not_before"),
    /** Why nothing was written for them, in words. */
    reason: text(),
    messageId: text("message_id")
      .$type<MessageId>()
      .references(() => messages.id),
  },
  (t) => [
    primaryKey({ columns: [t.listId, t.position] }),
    uniqueIndex("list_recipients_once").on(t.listId, t.recipient),
    index("list_recipients_state").on(t.listId, t.state, t.position),
  ],
);

/** What two of the team write to each other from here: it never leaves Slack. */
export const staffConversations = sqliteTable(
  "staff_conversations",
  {
    id: text().$type<StaffConversationId>().primaryKey(),
    /** The two, in the order of the alphabet. */
    one: text("one_username").$type<Username>().notNull(),
    other: text("other_username").$type<Username>().notNull(),
    /** Their group direct message with us; null until Slack was asked for it. */
    channel: text().$type<SlackChannelId>().unique(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("staff_conversations_pair").on(t.one, t.other),
    index("staff_conversations_other").on(t.other),
  ],
);

export const staffMessages = sqliteTable(
  "staff_messages",
  {
    id: text().$type<MessageId>().primaryKey(),
    conversationId: text("conversation_id")
      .$type<StaffConversationId>()
      .notNull()
      .references(() => staffConversations.id),
    author: text().$type<Username>().notNull(),
    sealedBody: text("sealed_body").notNull(),
    /** Where it stands; null until it was posted. */
    ts: text().$type<SlackTs>(),
    writtenAt: integer("written_at").notNull(),
    editedAt: integer("edited_at"),
    deletedAt: integer("deleted_at"),
  },
  (t) => [
    uniqueIndex("staff_messages_ts").on(t.conversationId, t.ts),
    index("staff_messages_time").on(t.conversationId, t.writtenAt),
  ],
);

/** Who has looked at the app's Home lately, and which pages of it they have turned to. */
export const homes = sqliteTable("homes", {
  slackUser: text("slack_user").$type<SlackUserId>().primaryKey(),
  openedAt: integer("opened_at").notNull(),
  /** As JSON: section -> page from 0. */
  pages: text().notNull().default("{}"),
});

/** Prepared answers. One that was deleted can be brought back for a while. */
export const templates = sqliteTable(
  "templates",
  {
    id: text().$type<TemplateId>().primaryKey(),
    scope: text({ enum: ["personal", "group", "company"] }).notNull(),
    /** The member's username, the group's extension; empty for the company's. */
    owner: text().notNull(),
    key: text().notNull(),
    sealedName: text("sealed_name").notNull(),
    sealedText: text("sealed_text").notNull(),
    /** Double braces in it are words. */
    literal: integer({ mode: "boolean" }).notNull().default(false),
    /** Where it lives: `own`, or a carrier's name, with its id there. */
    origin: text().notNull().default("own"),
    remoteId: text("remote_id"),
    version: integer().notNull(),
    createdAt: integer("created_at").notNull(),
    changedAt: integer("changed_at").notNull(),
    /** Null: by a file. */
    changedBy: text("changed_by").$type<NonNullable<ChangedBy>>(),
    deletedAt: integer("deleted_at"),
  },
  (t) => [
    uniqueIndex("templates_key").on(t.scope, t.owner, t.key).where(sql`deleted_at is null`),
    index("templates_deleted").on(t.deletedAt).where(sql`deleted_at is not null`),
  ],
);

/** As each template was, with who changed it then. */
export const templateVersions = sqliteTable(
  "template_versions",
  {
    templateId: text("template_id")
      .$type<TemplateId>()
      .notNull()
      .references(() => templates.id),
    number: integer().notNull(),
    change: text({ enum: ["created", "edited", "moved", "deleted", "restored"] }).notNull(),
    scope: text({ enum: ["personal", "group", "company"] }).notNull(),
    owner: text().notNull(),
    key: text().notNull(),
    sealedName: text("sealed_name").notNull(),
    sealedText: text("sealed_text").notNull(),
    literal: integer({ mode: "boolean" }).notNull(),
    by: text("changed_by").$type<NonNullable<ChangedBy>>(),
    at: integer("changed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.templateId, t.number] })],
);

/** How often somebody has sent what a template says, and when last. */
export const templateUses = sqliteTable(
  "template_uses",
  {
    username: text().$type<Username>().notNull(),
    templateId: text("template_id")
      .$type<TemplateId>()
      .notNull()
      .references(() => templates.id),
    count: integer().notNull(),
    lastAt: integer("last_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.username, t.templateId] }),
    index("template_uses_template").on(t.templateId),
  ],
);

/** Texts that somebody has filled in and not sent. */
export const drafts = sqliteTable(
  "drafts",
  {
    id: text().$type<DraftId>().primaryKey(),
    author: text().$type<Username>().notNull(),
    authorUser: text("author_user").$type<SlackUserId>().notNull(),
    episodeId: text("episode_id")
      .$type<EpisodeId>()
      .notNull()
      .references(() => episodes.id),
    templateId: text("template_id").$type<TemplateId>(),
    templateVersion: integer("template_version"),
    sealedText: text("sealed_text").notNull(),
    /** The time that was chosen for it. */
    at: integer("leaves_at"),
    unlessTheyWrite: integer("unless_they_write", { mode: "boolean" }).notNull().default(false),
    createdAt: integer("created_at").notNull(),
    changedAt: integer("changed_at").notNull(),
  },
  (t) => [index("drafts_author").on(t.author, t.changedAt), index("drafts_episode").on(t.episodeId)],
);
