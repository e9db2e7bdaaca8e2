/** What the worker asks of the outbox: what can be begun now, and when to look again. */
import type { Blocked, Debt } from "../../store/outbox.ts";
import type { Bridge } from "../context/context.ts";

export type { Debt };

/** The first piece of each lane that is due, the most urgent first; without what is blocked. */
export async function dueWork(bridge: Bridge, limit: number, blocked: Blocked): Promise<Debt[]> {
  const now = bridge.now();
  const nothingBlocked = blocked.channels.length + blocked.kinds.length === 0;
  return await bridge.store.read((tx) =>
    nothingBlocked ? tx.outbox.due(now, limit) : tx.outbox.dueExcept(now, limit, blocked),
  );
}

/** Milliseconds until the next piece that is not due yet; null when there is none. */
export async function untilNextWork(bridge: Bridge): Promise<number | null> {
  const now = bridge.now();
  const next = await bridge.store.read((tx) => tx.outbox.nextDue(now));
  return next === null ? null : next - now;
}
