/**
 * The deaf clock. While we don't hear the desk, an edit or a deletion can't reach us: such time does not count towards a
 * hold, and what waited across it is read again before it leaves.
 */
import type { Bridge } from "./bridge.ts";
import { catchUpDesk } from "./catch-up-desk.ts";
import { sendKey } from "./owe.ts";

/** The connection is gone, or the process is about to end. */
export function loseDesk(bridge: Bridge): void {
  bridge.hearing.deafSince ??= bridge.now();
}

/** We hear again: holds go on from here, then what we missed is fetched. */
export async function hearDesk(bridge: Bridge): Promise<void> {
  const since = bridge.hearing.deafSince;
  if (since === null) return;
  const gap = Math.max(0, bridge.now() - since);
  await bridge.store.transaction(async (tx) => {
    const waiting = await tx.messages.inState(["waiting"]);
    for (const message of waiting.filter(({ waitReason }) => waitReason === "hold")) {
      await tx.messages.update(message.id, { reread: true });
      await tx.outbox.delay(sendKey(message.id), gap);
    }
    await tx.settings.writeTime(heartbeatKey, bridge.now());
  });
  bridge.hearing.deafSince = null;
  bridge.wake();
  await catchUpDesk(bridge, since);
}

const heartbeatKey = "heartbeat";

/** A tick: we are here, and we hear. After a crash this is where the gap begins. */
export async function beat(bridge: Bridge): Promise<void> {
  if (bridge.hearing.deafSince !== null) return;
  await bridge.store.transaction((tx) => tx.settings.writeTime(heartbeatKey, bridge.now()));
}

/** When a running app last heard the desk; null for a database that no app has run on. */
export async function lastHeartbeat({ store }: Pick<Bridge, "store">): Promise<number | null> {
  return await store.read((tx) => tx.settings.readTime(heartbeatKey));
}
