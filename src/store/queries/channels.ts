import { eq, sql } from "drizzle-orm";
import type { Channels, ClosedChannel, ReminderRow } from "../../bridge/contracts/store/channels.ts";
import type { SlackChannelId } from "../../domain/ids.ts";
import { closedChannels, reminders } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { renumberChannel } from "./renumber-channel.ts";

export function createChannels(tables: Connected): Channels {
  const { db, prepared } = tables;
  const opening = prepared(() =>
    db
      .delete(closedChannels)
      .where(eq(closedChannels.channel, sql.placeholder("channel")))
      .returning(),
  );

  const closed = prepared(() => db.select().from(closedChannels));
  const reminded = prepared(() => db.select().from(reminders));

  return {
    closed: async (): Promise<ClosedChannel[]> => await closed.all(),
    close: async (channel: SlackChannelId, reason: string, since: number): Promise<void> => {
      await db.insert(closedChannels).values({ channel, reason, since }).onConflictDoNothing();
    },
    reopen: async (channel: SlackChannelId): Promise<ClosedChannel | null> =>
      (await opening.get({ channel })) ?? null,
    renumber: (before, after) => renumberChannel(tables, before, after),
    reminders: async (): Promise<ReminderRow[]> => {
      return (await reminded.all()).map((row) => ({
        ...row,
        episodes: row.episodes.split(" ").filter((id) => id !== ""),
      }));
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
