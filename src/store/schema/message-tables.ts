/** The tables of what is said: texts, those of lists among them, and what people write in our threads. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type {
  CarrierMessageId,
  CarrierThreadId,
  E164,
  ListId,
  LoginName,
  MessageId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  TemplateId,
  Username,
} from "../../domain/ids.ts";
import type { Origin } from "../../domain/origin.ts";
import type { WaitReason } from "../../domain/wait.ts";
import { ofContact } from "./contact-tables.ts";
import { ofConversation, ofEpisode } from "./conversation-tables.ts";

export const messages = sqliteTable(
  "messages",
  {
    id: text().$type<MessageId>().primaryKey(),
    conversationId: ofConversation().notNull(),
    /** Null where it belongs to no stretch of its conversation: a text of a blocked contact. */
    episodeId: ofEpisode(),
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
    episodeId: ofEpisode(),
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
    messageId: ofMessage(),
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

/** Answers that were written by nobody's hand, and where they stopped, by the contact: so that it does not get too many. */
export const automaticAnswers = sqliteTable(
  "automatic_answers",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    contactId: ofContact().notNull(),
    kind: text({ enum: ["auto_reply", "after_hours", "help", "stopped"] }).notNull(),
    /** The answer; of `stopped`, the text that got none. */
    messageId: ofMessage().notNull(),
    at: integer("decided_at").notNull(),
  },
  (t) => [
    index("automatic_answers_contact").on(t.contactId, t.at),
    index("automatic_answers_message").on(t.messageId),
  ],
);

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
    messageId: ofMessage(),
  },
  (t) => [
    primaryKey({ columns: [t.listId, t.position] }),
    uniqueIndex("list_recipients_once").on(t.listId, t.recipient),
    index("list_recipients_state").on(t.listId, t.state, t.position),
  ],
);

/** Of which text a row is. */
export function ofMessage() {
  return text("message_id")
    .$type<MessageId>()
    .references(() => messages.id);
}
