/** The tables of conversations, their stretches and the threads that these stand in. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type {
  ConversationId,
  E164,
  EpisodeId,
  EventId,
  MessageId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../domain/ids.ts";
import { ofContact } from "./contact-tables.ts";

export const conversations = sqliteTable(
  "conversations",
  {
    id: text().$type<ConversationId>().primaryKey(),
    contactId: ofContact().notNull(),
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
    conversationId: ofConversation().notNull(),
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
    episodeId: ofEpisode().notNull(),
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

/** What happened to a stretch of a conversation beside texts and notes: rows are added, and never changed. */
export const episodeEvents = sqliteTable(
  "episode_events",
  {
    id: text().$type<EventId>().primaryKey(),
    episodeId: ofEpisode().notNull(),
    kind: text({ enum: ["assigned", "unassigned", "resolved", "reopened", "moved"] }).notNull(),
    /** Who did it; null: nobody's hand. */
    by: text("done_by").$type<Username>(),
    byUser: text("done_by_user").$type<SlackUserId>(),
    /** Of an assignment: to whom. */
    to: text("done_to").$type<Username>(),
    at: integer("happened_at").notNull(),
  },
  (t) => [index("episode_events_episode").on(t.episodeId, t.at)],
);

/** Of which one a row is. */
export function ofConversation() {
  return text("conversation_id")
    .$type<ConversationId>()
    .references(() => conversations.id);
}

export function ofEpisode() {
  return text("episode_id")
    .$type<EpisodeId>()
    .references(() => episodes.id);
}
