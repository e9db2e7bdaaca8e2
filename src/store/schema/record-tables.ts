/** The tables of what is logged to the CRM. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Address, CrmContactId, LogReference, RecordId, RecordKey, Username } from "../../domain/ids.ts";
import type { RecordHold } from "../../domain/record.ts";
import { ofConversation, ofEpisode } from "./conversation-tables.ts";

/** What is logged together: a day of a direct conversation, a stretch of a shared one, some texts that somebody chose. */
export const records = sqliteTable(
  "records",
  {
    id: text().$type<RecordId>().primaryKey(),
    /** What it is of: the same day or stretch has one. */
    key: text().$type<RecordKey>().notNull().unique(),
    kind: text({ enum: ["day", "episode", "selected"] }).notNull(),
    conversationId: ofConversation().notNull(),
    /** The stretch that it is of; of a day, the newest that it has texts of: its card tells of it. */
    episodeId: ofEpisode().notNull(),
    /** Of a day: `2026-01-31`. */
    localDay: text("local_day"),
    /** The CRM that it stands in, or is for. */
    crm: text().notNull(),
    /** Grows whenever it is to be written anew; 0: it is not to be written. */
    wanted: integer().notNull(),
    /** What of that the CRM holds; 0: nothing. */
    written: integer().notNull().default(0),
    /** Why it is not written, although it is wanted; null: nothing keeps it. */
    hold: text().$type<RecordHold>(),
    /** That in words, for people. */
    sealedReason: text("sealed_reason"),
    /** Whom it is logged on, by the CRM's own id. */
    contactId: text("contact_id").$type<CrmContactId>(),
    contactType: text("contact_type"),
    sealedContactName: text("sealed_contact_name"),
    /** Who chose that, where somebody did. */
    chosenBy: text("chosen_by").$type<Username>(),
    /** What was added by hand, as JSON: note, disposition, associations, chosen texts. */
    sealedAdditions: text("sealed_additions"),
    /** When it was written last. */
    writtenAt: integer("written_at"),
    /** Since when somebody waits for it to be written: then it is not put off. */
    askedAt: integer("asked_at"),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    index("records_conversation").on(t.conversationId, t.createdAt),
    index("records_day").on(t.conversationId, t.localDay),
    index("records_episode").on(t.episodeId, t.createdAt),
    index("records_held").on(t.hold, t.createdAt).where(sql`hold is not null`),
    index("records_owed").on(t.createdAt).where(sql`wanted > written and hold is null`),
  ],
);

/** What of a record stands in the CRM: one piece, or several where it is larger than the CRM takes. */
export const recordParts = sqliteTable(
  "record_parts",
  {
    recordId: text("record_id")
      .$type<RecordId>()
      .notNull()
      .references(() => records.id),
    /** From 1. */
    number: integer().notNull(),
    /** The CRM's own id of it; null while it is not known to stand there. */
    reference: text().$type<LogReference>(),
    /** Where people see it. */
    url: text(),
    /** On whom it stands. */
    contactId: text("contact_id").$type<CrmContactId>(),
    /** Since when an attempt to make it may have had its effect. */
    triedAt: integer("tried_at"),
    /** A digest of what it says: the same is not written again. */
    digest: text(),
  },
  (t) => [primaryKey({ columns: [t.recordId, t.number] })],
);

/** Whom somebody chose for a number that nobody, or several, have in the CRM. */
export const crmContacts = sqliteTable(
  "crm_contacts",
  {
    crm: text().notNull(),
    address: text().$type<Address>().notNull(),
    /** Null where it is asked each time. */
    contactId: text("contact_id").$type<CrmContactId>(),
    contactType: text("contact_type"),
    sealedName: text("sealed_name"),
    chosenBy: text("chosen_by").$type<Username>(),
    chosenAt: integer("chosen_at").notNull(),
    /** Since when an attempt to make this contact in the CRM may have had its effect. */
    triedAt: integer("tried_at"),
  },
  (t) => [primaryKey({ columns: [t.crm, t.address] })],
);

/** What CRMs give us to come in again: each is kept before it is used. */
export const crmTokens = sqliteTable("crm_tokens", {
  name: text().primaryKey(),
  sealedToken: text("sealed_token").notNull(),
  changedAt: integer("changed_at").notNull(),
});

/** What the CRM that is this database holds. */
export const localLogs = sqliteTable(
  "local_logs",
  {
    /** The record's key, with the number of the piece. */
    key: text().primaryKey(),
    address: text().$type<Address>().notNull(),
    owner: text().$type<Username>(),
    sealedSubject: text("sealed_subject").notNull(),
    sealedBody: text("sealed_body").notNull(),
    /** When what it tells of began. */
    startedAt: integer("started_at").notNull(),
    changedAt: integer("changed_at").notNull(),
  },
  (t) => [
    index("local_logs_address").on(t.address, t.startedAt),
    index("local_logs_started").on(t.startedAt),
  ],
);

/** Which members were shown the logging page of a conversation, and on which day. */
export const logPrompts = sqliteTable(
  "log_prompts",
  {
    conversationId: ofConversation().notNull(),
    localDay: text("local_day").notNull(),
    username: text().$type<Username>().notNull(),
    at: integer("prompted_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.localDay, t.username] }),
    index("log_prompts_age").on(t.at),
  ],
);

/** What members set for themselves about logging, as JSON; what they were reminded of. */
export const logSettings = sqliteTable("log_settings", {
  username: text().$type<Username>().primaryKey(),
  value: text().notNull().default("{}"),
  remindWeekly: integer("remind_weekly", { mode: "boolean" }).notNull().default(true),
  remindedAt: integer("reminded_at"),
  changedAt: integer("changed_at").notNull(),
});
