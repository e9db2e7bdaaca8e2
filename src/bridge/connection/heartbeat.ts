/** When we last heard the desk: after a crash this is where the gap begins. */
import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";

const key = "heartbeat";
const restoredKey = "restored";

/** The tick comes every five seconds: later than this, the process or its whole machine was asleep. Milliseconds. */
const overdue = 20_000;

/** A tick: we are here, and we hear. */
export async function beat(bridge: Bridge): Promise<void> {
  noticeSleep(bridge);
  keepBeat(bridge);
  if (bridge.hearing.deafSince !== null) return;
  await bridge.store.transaction((tx) => noteHeartbeat(tx, bridge.now()));
}

/** Who sleeps is deaf, and learns of it only afterwards. */
export function noticeSleep(bridge: Bridge): void {
  const { hearing } = bridge;
  const now = bridge.now();
  if (hearing.beatAt === undefined || now - hearing.beatAt <= overdue) return;
  bridge.log.warn(
    { ms: now - hearing.beatAt },
    "time went by in which nothing ran; what was missed is fetched",
  );
  hearing.losses = (hearing.losses ?? 0) + 1;
  hearing.deafSince ??= hearing.beatAt;
  keepBeat(bridge);
}

/** For whoever moves the clock and means no sleep by it. */
export function keepBeat({ hearing, now }: Pick<Bridge, "hearing" | "now">): void {
  hearing.beatAt = now();
}

export async function noteHeartbeat(tx: Tx, now: number): Promise<void> {
  await tx.settings.writeTime(key, now);
}

/** Null for a database that no app has run on. Milliseconds. */
export async function lastHeartbeat({ store }: Pick<Bridge, "store">): Promise<number | null> {
  return await store.read((tx) => tx.settings.readTime(key));
}

/** A copy was put in the place of a database: whatever its heartbeat says, others may have sent what it thinks is due. */
export async function markRestored({ store }: Pick<Bridge, "store">): Promise<void> {
  await store.transaction((tx) => tx.settings.write(restoredKey, "yes"));
}

/** Whether this is such a copy. */
export async function isRestored(tx: Tx): Promise<boolean> {
  return (await tx.settings.read(restoredKey)) !== null;
}

export async function forgetRestored(tx: Tx): Promise<void> {
  await tx.settings.drop(restoredKey);
}
