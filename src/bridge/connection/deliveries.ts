/** The durable inbox (law 2): what Slack tells us is on the disk before it is acknowledged, and forgotten only once it is handled. */
import type { Context } from "../context/context.ts";
import type { Delivery } from "../contracts/store/inbox.ts";

/** After so many unexpected failures a delivery is left for a person to look at. */
const mostAttempts = 8;
const longestWait = 5 * 60_000;
/** Whoever takes a delivery in has handled it by then, says that it is still at it, or is gone. Milliseconds. */
const handledWithin = 15_000;

/** @param delivery `key` names it for good; `body` is the whole payload as JSON. */
export async function storeDelivery(
  ctx: Context,
  delivery: { readonly key: string; readonly lane: string; readonly body: string },
): Promise<number | "repeat"> {
  const id = await ctx.store.transaction((tx) => tx.inbox.keep({ ...delivery, at: ctx.now() }));
  ctx.count(id === null ? "deliveries_repeated" : "deliveries_stored");
  return id ?? "repeat";
}

export async function settleDelivery(ctx: Context, id: number): Promise<void> {
  await ctx.store.transaction((tx) => tx.inbox.settle(id), "soon");
}

/** It failed in a way nobody expected: it comes again, a little later each time, then is given up, and kept as it is. */
export async function failDelivery(ctx: Context, id: number): Promise<"again" | "given up"> {
  return await ctx.store.transaction(async (tx) => {
    const attempts = await tx.inbox.attempts(id);
    const dead = attempts + 1 >= mostAttempts;
    const wait = Math.min(longestWait, 1_000 * 2 ** attempts);
    await tx.inbox.postpone(id, dead ? null : ctx.now() + wait);
    if (!dead) return "again";
    tx.afterwards(() => ctx.count("deliveries_dead"));
    tx.afterwards(() =>
      ctx.log.error({ delivery: id }, "a delivery from Slack failed for good; it is kept in the database"),
    );
    return "given up";
  });
}

/** A tick: these take longer here than usual, and nobody else is to take them up. Whoever is gone says it no more. */
export async function stillHandling(ctx: Context, ids: readonly number[]): Promise<void> {
  if (!ctx.store.lead.isShared || ids.length === 0) return;
  await ctx.store.transaction((tx) => tx.inbox.keepFromOthers(ids, ctx.now()));
}

/** Not yet handled and due, oldest first. None where another one has the lead: one at a time takes up what others left. */
export async function pendingDeliveries(ctx: Context): Promise<Delivery[]> {
  if (!ctx.leads()) return [];
  // What another one took in a moment ago, it is still handling.
  const until = ctx.store.lead.isShared ? ctx.now() - handledWithin : ctx.now();
  return await ctx.store.read((tx) => tx.inbox.due(until, 500));
}
