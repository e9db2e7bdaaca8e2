/** What the app knows of Slack's channels: which are closed to it, and the line about who waits. */
import type { SlackChannelId, SlackTs } from "../../../domain/ids.ts";

/** A channel that can't be posted to now. */
export interface ClosedChannel {
  readonly channel: SlackChannelId;
  readonly reason: string;
  /** What was written there from then on may be unknown to us: the newest message that we knew of. */
  readonly since: number;
}

/** The one line at a channel's end about who waits. */
export interface ReminderRow {
  readonly channel: SlackChannelId;
  readonly ts: SlackTs | null;
  /** The episodes it named. */
  readonly episodes: readonly string[];
  /** When it was last drawn. */
  readonly updatedAt: number;
}

export interface Channels {
  /** It has another id from now on: all that is known of it goes with it. */
  renumber(before: SlackChannelId, after: SlackChannelId): Promise<void>;
  closed(): Promise<ClosedChannel[]>;
  /** Nothing changes where it is closed already. */
  close(channel: SlackChannelId, reason: string, since: number): Promise<void>;
  /** Null when it was open. */
  reopen(channel: SlackChannelId): Promise<ClosedChannel | null>;
  reminders(): Promise<ReminderRow[]>;
  putReminder(row: ReminderRow): Promise<void>;
  dropReminder(channel: SlackChannelId): Promise<void>;
}
