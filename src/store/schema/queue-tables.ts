/** The tables of what was taken in and what is still to be done. */
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { SlackChannelId } from "../../domain/ids.ts";
import type { Callee, Loss, Pace } from "../../domain/job.ts";

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
