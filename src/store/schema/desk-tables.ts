/** The tables of what stands at the desk beside texts: notices, channels, who looks at the Home. */
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { NoticeId, SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import { ofEpisode } from "./conversation-tables.ts";
import { ofMessage } from "./message-tables.ts";

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
    episodeId: ofEpisode(),
    messageId: ofMessage(),
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

/** Who has looked at the app's Home lately, and which pages of it they have turned to. */
export const homes = sqliteTable("homes", {
  slackUser: text("slack_user").$type<SlackUserId>().primaryKey(),
  openedAt: integer("opened_at").notNull(),
  /** As JSON: section -> page from 0. */
  pages: text().notNull().default("{}"),
});
