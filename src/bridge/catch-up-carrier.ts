/** Asks each carrier what came since we last knew: it tries a webhook only once more, and then never again. */
import type { Bridge } from "./bridge.ts";
import type { Carrier, CarrierEvent } from "./carrier.ts";
import { receiveReport } from "./receive-report.ts";
import { receiveSms } from "./receive-sms.ts";

/** A text may be listed later than it says it came. Milliseconds. */
const overlap = 10 * 60_000;
/** Texts that left this long ago and were not settled since are still asked about: a phone may be off for days. Milliseconds. */
const reach = 72 * 60 * 60_000;
/** How often they are. Milliseconds. */
const lookBackEvery = 10 * 60_000;

/** So many share a commit; the disk costs the same for one. */
const reportsAtOnce = 200;

export async function catchUpCarriers(bridge: Bridge): Promise<void> {
  for (const carrier of bridge.carriers.values()) await catchUpCarrier(bridge, carrier);
}

/** Never throws: a carrier that can't be asked is asked at the next tick, from the same moment. */
export async function catchUpCarrier(bridge: Bridge, carrier: Carrier): Promise<void> {
  if (carrier.catchUp === undefined) return;
  const key = `seen:${carrier.name}`;
  const begun = bridge.now();
  try {
    const since = await seenUntil(bridge, key, begun);
    const whence = await whenceToAsk(bridge, carrier.name, since, begun);
    const events = await carrier.catchUp(new Date(whence));
    await takeInAll(
      bridge,
      carrier.name,
      events.filter((event) => !isOlder(event, since)),
    );
    await bridge.store.transaction((tx) => tx.settings.writeTime(key, begun));
  } catch (error) {
    bridge.log.warn(
      { carrier: carrier.name, err: error },
      "a carrier could not be asked what we missed; it is asked again",
    );
  }
}

/** A new database begins now, whether or not the carrier answers: an account's past is not ours to replay. */
async function seenUntil(bridge: Bridge, key: string, now: number): Promise<number> {
  const seen = await bridge.store.read((tx) => tx.settings.readTime(key));
  if (seen === null) await bridge.store.transaction((tx) => tx.settings.writeTime(key, now));
  return seen ?? now;
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
async function whenceToAsk(bridge: Bridge, carrier: string, since: number, now: number): Promise<number> {
  const recent = since - overlap;
  const key = `looked back:${carrier}`;
  const unsettled = await bridge.store.transaction(async (tx) => {
    if (now - ((await tx.settings.readTime(key)) ?? 0) < lookBackEvery) return null;
    await tx.settings.writeTime(key, now);
    return await tx.messages.oldestUnconfirmed(now - reach);
  });
  return Math.min(recent, unsettled ?? recent);
}

function isOlder(event: CarrierEvent, since: number): boolean {
  return event.kind === "text" && event.receivedAt !== null && event.receivedAt.getTime() < since - overlap;
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
