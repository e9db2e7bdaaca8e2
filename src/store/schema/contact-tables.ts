/** The tables of people outside, and of who of them asked not to be texted. */
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Address, ContactId, E164, MessageId, NoticeId, Username } from "../../domain/ids.ts";
import type { OptOutSource } from "../../domain/opt-out-ledger.ts";

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

/** Of whom a row is. */
export function ofContact() {
  return text("contact_id")
    .$type<ContactId>()
    .references(() => contacts.id);
}
