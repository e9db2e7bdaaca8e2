/** What the app knows of Slack's channels: which are closed to it, and the line about who waits. */
import { eq, sql } from "drizzle-orm";
import type { SlackChannelId, SlackTs } from "../domain/ids.ts";
import { closedChannels, reminders } from "./schema.ts";
import type { Tables } from "./tables.ts";

export type Channels = ReturnType<typeof createChannels>;
export type ClosedChannel = typeof closedChannels.$inferSelect;

export interface ReminderRow {
  readonly channel: SlackChannelId;
  readonly ts: SlackTs | null;
  readonly episodes: readonly string[];
  /** When it was last drawn. Milliseconds. */
  readonly updatedAt: number;
}

export function createChannels({ db }: Tables) {
  const opening = db
    .delete(closedChannels)
    .where(eq(closedChannels.channel, sql.placeholder("channel")))
    .returning()
    .prepare();

  return {
    closed: async (): Promise<ClosedChannel[]> => await db.select().from(closedChannels),
    /** Nothing changes where it is closed already. `since`: what was written there from then on may be unknown to us. */
    close: async (channel: SlackChannelId, reason: string, since: number): Promise<void> => {
      await db.insert(closedChannels).values({ channel, reason, since }).onConflictDoNothing();
    },
    /** Null when it was open. */
    reopen: async (channel: SlackChannelId): Promise<ClosedChannel | null> =>
      opening.get({ channel }) ?? null,
    reminders: async (): Promise<ReminderRow[]> => {
      const rows = await db.select().from(reminders);
      return rows.map((row) => ({ ...row, episodes: row.episodes.split(" ").filter((id) => id !== "") }));
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
