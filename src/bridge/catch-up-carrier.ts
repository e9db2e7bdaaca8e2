/** Asks each carrier what came since we last knew: it tries a webhook only once more, and then never again. */
import type { Bridge } from "./bridge.ts";
import type { Carrier, CarrierEvent } from "./carrier.ts";
import { receiveReport } from "./receive-report.ts";
import { receiveSms } from "./receive-sms.ts";

/** A text may be listed later than it says it came. Milliseconds. */
const overlap = 10 * 60_000;
/** After a gap, texts that were sent this long before are asked about: what became of them may have been told to nobody. Milliseconds. */
const reach = 24 * 60 * 60_000;

export async function catchUpCarriers(bridge: Bridge): Promise<void> {
  for (const carrier of bridge.carriers.values()) await catchUpCarrier(bridge, carrier);
}

/** Never throws: a carrier that can't be asked is asked at the next tick, from the same moment. */
export async function catchUpCarrier(bridge: Bridge, carrier: Carrier): Promise<void> {
  if (carrier.catchUp === undefined) return;
  const key = `seen:${carrier.name}`;
  const begun = bridge.now();
  const since = await bridge.store.read((tx) => tx.settings.readTime(key));
  try {
    // A new database begins now: an account's past is not ours to replay.
    const events = await carrier.catchUp(new Date(await whence(bridge, since, begun)));
    for (const event of events)
      if (!isOlder(event, since ?? begun)) await takeIn(bridge, carrier.name, event);
    await bridge.store.transaction((tx) => tx.settings.writeTime(key, begun));
  } catch (error) {
    bridge.log.warn(
      { carrier: carrier.name, err: error },
      "a carrier could not be asked what we missed; it is asked again",
    );
  }
}

async function whence(bridge: Bridge, since: number | null, now: number): Promise<number> {
  const recent = (since ?? now) - overlap;
  if (since === null || now - since < overlap) return recent;
  const unconfirmed = await bridge.store.read((tx) => tx.messages.oldestUnconfirmed(now - reach));
  return Math.min(recent, unconfirmed ?? recent);
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
    case "look": {
      const known = bridge.carriers.get(carrier);
      if (known !== undefined) await catchUpCarrier(bridge, known);
    }
  }
}
