/** The tables of a site as a whole: its directory and what members changed of it, the processes that run, small facts. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { SlackUserId, Username } from "../../domain/ids.ts";

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

/** What members changed of their auto-reply at the desk: it counts until the directory says something else than it did then. */
export const autoReplies = sqliteTable("auto_replies", {
  username: text().$type<Username>().primaryKey(),
  sealedValue: text("sealed_value").notNull(),
  /** What the directory said, as JSON; null: nothing. */
  directoryWas: text("directory_was"),
  changedAt: integer("changed_at").notNull(),
});
