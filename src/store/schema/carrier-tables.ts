/** The tables of what carriers bring beside words: how far each was read, reports, files, their shared inboxes, texts that others sent or that no line takes. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type {
  Address,
  CarrierCursor,
  CarrierMessageId,
  CarrierThreadId,
  E164,
  FileId,
  LoginName,
  SlackChannelId,
  SlackTs,
  TemplateId,
} from "../../domain/ids.ts";
import { ofConversation, ofEpisode } from "./conversation-tables.ts";
import { ofMessage } from "./message-tables.ts";

/** How far each carrier has been read, in its own words. */
export const cursors = sqliteTable("cursors", {
  /** A carrier's name; with a login behind it where it knows several. */
  account: text("carrier").primaryKey(),
  cursor: text().$type<CarrierCursor>().notNull(),
  updatedAt: integer("updated_at").notNull(),
});

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

/** A file that came with a text, or goes along with one. */
export const files = sqliteTable(
  "files",
  {
    id: text().$type<FileId>().primaryKey(),
    messageId: ofMessage().notNull(),
    /** Its place among those of its text, from 0. */
    position: integer().notNull(),
    contentType: text("content_type").notNull(),
    sealedName: text("sealed_name"),
    /** Bytes; null while nobody knows. */
    size: integer(),
    /** Where the carrier, or the desk, has it. */
    sealedSource: text("sealed_source"),
    /** `owed`: to be fetched. `kept`: its bytes are here. `done`: they are where they belong, and no longer here. */
    state: text({ enum: ["owed", "kept", "done", "failed"] }).notNull(),
    /** Why it failed, a word of `domain/file-trouble.ts`. */
    trouble: text(),
    /** Names it at its public address, where it has one, and until when. */
    token: text().unique(),
    tokenUntil: integer("token_until"),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    index("files_message").on(t.messageId, t.position),
    index("files_kept").on(t.createdAt).where(sql`state = 'kept'`),
  ],
);

/** What is in a file, while it is needed here. In a table of its own, so that nobody reads it who only asks about it. */
export const fileBytes = sqliteTable("file_bytes", {
  fileId: text("file_id")
    .$type<FileId>()
    .primaryKey()
    .references(() => files.id),
  /** In base64. */
  sealedBytes: text("sealed_bytes").notNull(),
});

/** A thread of a carrier's shared inbox, as it was last told of. */
export const carrierThreads = sqliteTable(
  "carrier_threads",
  {
    carrier: text().notNull(),
    thread: text().$type<CarrierThreadId>().notNull(),
    line: text().$type<E164>().notNull(),
    address: text().$type<Address>().notNull(),
    /** The stretch of a conversation that it is of; null while there is none. */
    episodeId: ofEpisode(),
    state: text({ enum: ["open", "resolved", "deleted"] }).notNull(),
    /** Why its stretch ended here, where it was ended there. */
    reason: text({ enum: ["person", "silence"] }),
    /** Who has it there, or ended it: by a login of ours, and as the carrier calls them. */
    assignee: text().$type<LoginName>(),
    sealedAssigneeName: text("sealed_assignee_name"),
    /** The carrier's moment of the newest that was told; below zero, when it was first heard of, where nothing was told of it yet. */
    changedAt: integer("changed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.carrier, t.thread] }),
    index("carrier_threads_episode").on(t.episodeId),
    index("carrier_threads_pair").on(t.line, t.address, t.changedAt),
  ],
);

/** Notes that stand at the desk and in the carrier's thread. */
export const carrierNotes = sqliteTable(
  "carrier_notes",
  {
    carrier: text().notNull(),
    note: text().notNull(),
    thread: text().$type<CarrierThreadId>().notNull(),
    /** Whose it is at the desk; null of one that was written there, and is shown by a line of ours. */
    channel: text().$type<SlackChannelId>(),
    ts: text().$type<SlackTs>(),
    /** Of its words, as they were told last; null: it was deleted there. */
    digest: text(),
    /** The carrier's moment of the newest that was told; 0: nothing was. */
    toldAt: integer("told_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.carrier, t.note] }), index("carrier_notes_reply").on(t.channel, t.ts)],
);

/** Texts that seem to have been sent elsewhere, and may be one of ours whose answer is not here yet. */
export const elsewhere = sqliteTable(
  "elsewhere",
  {
    carrier: text().notNull(),
    carrierMessageId: text("carrier_message_id").$type<CarrierMessageId>().notNull(),
    /** Null while its line leads to nobody. */
    conversationId: ofConversation(),
    /** As the carrier told it, as JSON. */
    sealedEvent: text("sealed_event").notNull(),
    receivedAt: integer("received_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.carrier, t.carrierMessageId] }),
    index("elsewhere_conversation").on(t.conversationId, t.receivedAt),
  ],
);

/** A template that stands at a carrier as well. */
export const templateLinks = sqliteTable(
  "template_links",
  {
    carrier: text().notNull(),
    /** The carrier's id of it. */
    theirs: text().notNull(),
    templateId: text("template_id").$type<TemplateId>().notNull(),
    /** Of a login's own; null: the company's. */
    login: text().$type<LoginName>(),
    /** Our version, and a digest of theirs, when both were the same. */
    version: integer().notNull(),
    digest: text().notNull(),
    syncedAt: integer("synced_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.carrier, t.theirs] }), index("template_links_template").on(t.templateId)],
);
