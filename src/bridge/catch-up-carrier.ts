/** Asks each carrier what came since we last knew: it tries a webhook only once more, and then never again. */
import type { CarrierCursor } from "../domain/ids.ts";
import type { Bridge } from "./bridge.ts";
import type { Carrier, CarrierEvent } from "./carrier.ts";
import { receiveReport } from "./receive-report.ts";
import { receiveSms } from "./receive-sms.ts";

/** Texts that left this long ago and were not settled since are still asked about: a phone may be off for days. Milliseconds. */
const reach = 72 * 60 * 60_000;
/** How often they are. Milliseconds. */
const lookBackEvery = 10 * 60_000;

/** So many share a commit; the disk costs the same for one. */
const reportsAtOnce = 200;

export async function catchUpCarriers(bridge: Bridge): Promise<void> {
  for (const carrier of bridge.carriers.values()) await catchUpCarrier(bridge, carrier);
}

/** Never throws: a carrier that can't be asked is asked at the next tick, from the same cursor. */
export async function catchUpCarrier(bridge: Bridge, carrier: Carrier): Promise<void> {
  const { name, catchUp } = carrier;
  if (catchUp === undefined) return;
  const keep = (cursor: CarrierCursor) =>
    bridge.store.transaction((tx) => tx.settings.write(cursorKey(name), cursor));
  try {
    let cursor = await keptCursor(bridge, name);
    if (cursor === null) {
      // A new database begins now, whether or not the carrier answers.
      cursor = (await catchUp({ cursor, unsettledSince: null })).next;
      await keep(cursor);
    }
    const { events, next } = await catchUp({ cursor, unsettledSince: await unsettledSince(bridge, name) });
    await takeInAll(bridge, name, events);
    await keep(next);
  } catch (error) {
    bridge.log.warn(
      { carrier: name, err: error },
      "a carrier could not be asked what we missed; it is asked again",
    );
  }
}

function cursorKey(carrier: string): string {
  return `cursor:${carrier}`;
}

async function keptCursor(bridge: Bridge, carrier: string): Promise<CarrierCursor | null> {
  const key = cursorKey(carrier);
  const kept = await bridge.store.read((tx) => tx.settings.read(key));
  return (kept ?? (await takeOverSeen(bridge, carrier, key))) as CarrierCursor | null;
}

/** Before there were cursors, a moment was kept. Its milliseconds are a cursor of the one carrier that there was. */
async function takeOverSeen(bridge: Bridge, carrier: string, key: string): Promise<string | null> {
  const before = `seen:${carrier}`;
  if ((await bridge.store.read((tx) => tx.settings.read(before))) === null) return null;
  return await bridge.store.transaction(async (tx) => {
    const seen = await tx.settings.read(before);
    if (seen === null) return await tx.settings.read(key);
    await tx.settings.write(key, seen);
    await tx.settings.drop(before);
    return seen;
  });
}

/** Texts first, in order: newer ones wait for them at the door. Reports may be thousands, and share commits. */
async function takeInAll(bridge: Bridge, carrier: string, events: readonly CarrierEvent[]): Promise<void> {
  const take = (event: CarrierEvent) => takeIn(bridge, carrier, event);
  for (const text of events.filter(({ kind }) => kind === "text")) await take(text);
  const others = events.filter(({ kind }) => kind !== "text");
  for (let next = 0; next < others.length; next += reportsAtOnce)
    await Promise.all(others.slice(next, next + reportsAtOnce).map(take));
}

/** A report may get lost, and a site that polls gets none: now and then we ask from the oldest text that is not settled. */
async function unsettledSince(bridge: Bridge, carrier: string): Promise<Date | null> {
  const now = bridge.now();
  const key = `looked back:${carrier}`;
  const oldest = await bridge.store.transaction(async (tx) => {
    if (now - ((await tx.settings.readTime(key)) ?? 0) < lookBackEvery) return null;
    await tx.settings.writeTime(key, now);
    return await tx.messages.oldestUnconfirmed(now - reach);
  });
  return oldest === null ? null : new Date(oldest);
}

/** Stores one piece of a carrier's news. Resolves once it is on the disk. */
export async function takeIn(bridge: Bridge, carrier: string, event: CarrierEvent): Promise<void> {
  switch (event.kind) {
    case "text":
      await receiveSms(bridge, carrier, event);
      return;
    case "status":
      await receiveReport(bridge, carrier, event);
      return;
    case "unreadable":
      bridge.count("records_unreadable");
      bridge.log.error(
        { carrier, carrierMessageId: event.carrierMessageId },
        "a record of the carrier's list can't be read; look it up there: it may be a text that nobody has seen",
      );
      return;
    case "look": {
      const known = bridge.carriers.get(carrier);
      if (known !== undefined) await catchUpCarrier(bridge, known);
    }
  }
}
