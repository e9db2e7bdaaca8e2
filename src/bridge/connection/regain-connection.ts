/**
 * The deaf clock. While we don't hear the desk, an edit or a deletion can't reach us: such time does not count towards a
 * hold, and what waited across it is read again before it leaves.
 */
import type { Tx } from "../../store/store.ts";
import { noteMissed } from "../channels/gaps.ts";
import type { Bridge } from "../context/context.ts";
import { readBeforeLeaving } from "../messages/read-before-leaving.ts";
import { sendKey } from "../outbox/enqueue.ts";
import { catchUpMissed } from "./catch-up-desk.ts";
import { forgetRestored, noteHeartbeat } from "./heartbeat.ts";

/** What was missed is usually known within a second; where Slack is slow, order gives way. Milliseconds. */
const orderFirst = 10_000;

/** The connection is gone, the process is about to end, or the desk says that it told us nothing since then. */
export function loseDesk(bridge: Bridge, since: number = bridge.now()): void {
  bridge.hearing.losses = (bridge.hearing.losses ?? 0) + 1;
  bridge.hearing.deafSince = Math.min(since, bridge.hearing.deafSince ?? since);
}

/** We hear again: holds go on from here, then what we missed is fetched. */
export async function hearDesk(bridge: Bridge): Promise<void> {
  const since = bridge.hearing.deafSince;
  if (since === null) return;
  const { losses } = bridge.hearing;
  await bridge.store.transaction(async (tx) => {
    await prolongHolds(bridge, tx, since);
    await noteMissed(bridge, tx, since);
    await noteHeartbeat(tx, bridge.now());
    await forgetRestored(tx);
  });
  if (bridge.hearing.losses !== losses) return;
  bridge.hearing.deafSince = null;
  bridge.hearing.heardSince = bridge.now();
  bridge.wake();
  await fetchMissed(bridge);
}

/** Fetches what was missed; what is newer waits for it a little, so that it does not overtake. */
export async function fetchMissed(bridge: Bridge): Promise<void> {
  bridge.hearing.fetchingUntil = bridge.now() + orderFirst;
  await catchUpMissed(bridge);
  bridge.hearing.fetchingUntil = 0;
  bridge.wake();
}

/** A hold is as long as it was, however much of it was deaf; none becomes longer than a new one. What waits for whatever reason is read again. */
async function prolongHolds(bridge: Bridge, tx: Tx, since: number): Promise<void> {
  const now = bridge.now();
  for (const message of await tx.messages.inState(["waiting", "queued"])) {
    await readBeforeLeaving(tx, message);
    if (message.waitReason !== "hold") continue;
    await tx.outbox.delay(sendKey(message.id), Math.max(0, now - since), now + bridge.settings.hold);
  }
}
