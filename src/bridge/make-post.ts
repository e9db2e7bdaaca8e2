/**
 * Makes a post once (law 3 at the desk's side): the attempt is written before it is tried, under a key that the post carries,
 * and an attempt whose answer was lost is looked for before it is made again.
 */
import type { Debt } from "../store/outbox.ts";
import type { Bridge } from "./bridge.ts";
import type { Post } from "./post.ts";

/** Clocks of two machines may differ by this much. Milliseconds. */
const clockSlack = 60_000;

/** @param debts what the post settles; the first one leads. */
export async function makePost(bridge: Bridge, debts: readonly [Debt, ...Debt[]], post: Post): Promise<void> {
  const [lead] = debts;
  const key = lead.postKey ?? bridge.newId();
  const found = lead.postKey === null ? null : await find(bridge, lead, post, key);
  if (lead.postKey === null) {
    const ids = debts.map((debt) => debt.id);
    await bridge.store.transaction((tx) => tx.outbox.claim(ids, key, bridge.now()));
  }
  const ts = found ?? (await post.perform(key));
  await bridge.store.transaction(async (tx) => {
    await post.record(tx, ts);
    await tx.outbox.finish(debts);
  });
}

async function find(bridge: Bridge, lead: Debt, post: Post, key: string) {
  const since = (lead.claimedAt ?? lead.createdAt) - clockSlack;
  return await bridge.history.findPost({ channel: post.channel, thread: post.thread, since }, key);
}
