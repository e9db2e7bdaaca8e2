/** The tables of what two of the team write to each other from here: it never leaves Slack. */
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { MessageId, SlackChannelId, SlackTs, StaffConversationId, Username } from "../../domain/ids.ts";

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
