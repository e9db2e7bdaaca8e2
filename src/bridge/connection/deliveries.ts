/** The durable inbox (law 2): what Slack tells us is on the disk before it is acknowledged, and forgotten only once it is handled. */
import type { Delivery } from "../../store/inbox.ts";
import type { Bridge } from "../context/context.ts";

/** After so many unexpected failures a delivery is left for a person to look at. */
const mostAttempts = 8;
const longestWait = 5 * 60_000;

/** @param delivery `key` names it for good; `body` is the whole payload as JSON. */
export async function storeDelivery(
  bridge: Bridge,
  delivery: { readonly key: string; readonly lane: string; readonly body: string },
): Promise<number | "repeat"> {
  const id = await bridge.store.transaction((tx) => tx.inbox.keep({ ...delivery, at: bridge.now() }));
  bridge.count(id === null ? "deliveries_repeated" : "deliveries_stored");
  return id ?? "repeat";
}

export async function settleDelivery(bridge: Bridge, id: number): Promise<void> {
  await bridge.store.transaction((tx) => tx.inbox.settle(id), "soon");
}

/** It failed in a way nobody expected: it comes again, a little later each time, then is given up, and kept as it is. */
export async function failDelivery(bridge: Bridge, id: number): Promise<"again" | "given up"> {
  return await bridge.store.transaction(async (tx) => {
    const attempts = await tx.inbox.attempts(id);
    const dead = attempts + 1 >= mostAttempts;
    const wait = Math.min(longestWait, 1_000 * 2 ** attempts);
    await tx.inbox.postpone(id, dead ? null : bridge.now() + wait);
    if (!dead) return "again";
    bridge.count("deliveries_dead");
    bridge.log.error({ delivery: id }, "a delivery from Slack failed for good; it is kept in the database");
    return "given up";
  });
}

/** Not yet handled and due, oldest first. */
export async function pendingDeliveries(bridge: Bridge): Promise<Delivery[]> {
  return await bridge.store.read((tx) => tx.inbox.due(bridge.now(), 500));
}
