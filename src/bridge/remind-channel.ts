/** Customers who wait too long: one line at the channel's end says how many and where, replaced rather than repeated. */
import { contactName } from "../domain/directory.ts";
import type { SlackChannelId } from "../domain/ids.ts";
import { formatPhone, numberOf } from "../domain/phone.ts";
import type { Debt } from "../store/outbox.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import type { Reminder } from "./desk.ts";
import { type Done, done } from "./perform.ts";

/** A tick: owes a new line where somebody waits too long, or where the line is no longer true. */
export async function oweReminders(bridge: Bridge): Promise<void> {
  if (bridge.settings.remindAfter === 0) return;
  await bridge.store.transaction(async (tx) => {
    const now = bridge.now();
    const waiting = await tx.episodes.unanswered(now - bridge.settings.remindAfter);
    const standing = await tx.channels.reminders();
    const channels = new Set([
      ...waiting.map(({ episode }) => episode.channel),
      ...standing.map((row) => row.channel),
    ]);
    for (const channel of channels) {
      const key = `remind:${channel}`;
      await tx.outbox.owe({ work: { kind: "remind", channel }, lane: key, key, dueAt: now, channel }, now);
    }
  });
  bridge.wake();
}

export async function remindChannel(bridge: Bridge, channel: SlackChannelId, debt: Debt): Promise<Done> {
  const { waiting, previous } = await bridge.store.read((tx) => whoWaits(bridge, tx, channel));
  if (waiting.length === 0 && previous === null) return done;
  const named = new Set(previous?.episodes);
  const anew = waiting.some(({ episode }) => !named.has(episode));
  const reminder: Reminder = {
    previous: previous?.ts ?? null,
    anew,
    waiting: waiting.map(({ line }) => line),
  };
  const key = debt.postKey ?? bridge.newId();
  const ts = await bridge.desk.remind(channel, reminder, key);
  await bridge.store.transaction(async (tx) => {
    if (ts === null) await tx.channels.dropReminder(channel);
    else
      await tx.channels.putReminder(
        { channel, ts, episodes: waiting.map(({ episode }) => episode) },
        bridge.now(),
      );
  });
  return done;
}

async function whoWaits(bridge: Bridge, tx: Tx, channel: SlackChannelId) {
  const directory = await tx.directories.current();
  const standing = await tx.channels.reminders();
  const rows = await tx.episodes.unanswered(bridge.now() - bridge.settings.remindAfter);
  const waiting = rows.flatMap(({ episode, address }) => {
    if (episode.channel !== channel || episode.thread === null || episode.unansweredSince === null) return [];
    const number = numberOf(address);
    const contact = (number && contactName(directory, number)) ?? formatPhone(address);
    const line = { contact, since: episode.unansweredSince, at: { channel, ts: episode.thread } };
    return [{ episode: episode.id, line }];
  });
  return { waiting, previous: standing.find((row) => row.channel === channel) ?? null };
}
