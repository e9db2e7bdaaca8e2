/** The tables of what carriers bring beside words: files, their shared inboxes, texts that others sent. The same types and words as in `schema.ts`. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type {
  Address,
  CarrierMessageId,
  CarrierThreadId,
  ConversationId,
  E164,
  EpisodeId,
  FileId,
  LoginName,
  MessageId,
  SlackChannelId,
  SlackTs,
  TemplateId,
} from "../../domain/ids.ts";
import { conversations, episodes, messages } from "./schema.ts";

/** A file that came with a text, or goes along with one. */
export const files = sqliteTable(
  "files",
  {
    id: text().$type<FileId>().primaryKey(),
    messageId: text("message_id")
      .$type<MessageId>()
      .notNull()
      .references(() => messages.id),
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
    episodeId: text("episode_id")
      .$type<EpisodeId>()
      .references(() => episodes.id),
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
    conversationId: text("conversation_id")
      .$type<ConversationId>()
      .references(() => conversations.id),
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
