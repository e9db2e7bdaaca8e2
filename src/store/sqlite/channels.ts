import { eq, sql } from "drizzle-orm";
import type { Channels, ClosedChannel, ReminderRow } from "../../bridge/contracts/store/channels.ts";
import type { SlackChannelId } from "../../domain/ids.ts";
import { renumberChannel } from "./renumber-channel.ts";
import { closedChannels, reminders } from "./schema.ts";
import type { Tables } from "./tables.ts";

export function createChannels(tables: Tables): Channels {
  const { db, prepared } = tables;
  const opening = prepared(() =>
    db
      .delete(closedChannels)
      .where(eq(closedChannels.channel, sql.placeholder("channel")))
      .returning()
      .prepare(),
  );

  const closed = prepared(() => db.select().from(closedChannels).prepare());
  const reminded = prepared(() => db.select().from(reminders).prepare());

  return {
    closed: async (): Promise<ClosedChannel[]> => closed.all(),
    close: async (channel: SlackChannelId, reason: string, since: number): Promise<void> => {
      await db.insert(closedChannels).values({ channel, reason, since }).onConflictDoNothing();
    },
    reopen: async (channel: SlackChannelId): Promise<ClosedChannel | null> =>
      opening.get({ channel }) ?? null,
    renumber: (before, after) => renumberChannel(tables, before, after),
    reminders: async (): Promise<ReminderRow[]> => {
      return reminded
        .all()
        .map((row) => ({ ...row, episodes: row.episodes.split(" ").filter((id) => id !== "") }));
    },
    putReminder: async (row: ReminderRow): Promise<void> => {
      const values = { ...row, episodes: row.episodes.join(" ") };
      await db
        .insert(reminders)
        .values(values)
        .onConflictDoUpdate({ target: reminders.channel, set: values });
    },
    dropReminder: async (channel: SlackChannelId): Promise<void> => {
      await db.delete(reminders).where(eq(reminders.channel, channel));
    },
  };
}
