/** The kind of job that makes a thread of the carrier's own shared inbox what it is here: when somebody takes, assigns or resolves it. */
import type { CarrierThreadId, EpisodeId, Username } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue, type JobKind } from "./job-kind.ts";

export interface ThreadPush {
  readonly carrier: string;
  readonly thread: CarrierThreadId;
  /** Who did it here; null: nobody's hand. */
  readonly by: Username | null;
}

export const threadJob: JobKind<ThreadPush> = {
  name: "carrier_thread",
  callee: "carrier",
  pace: null,
  priority: 2,
  loss: "never",
  lane: ({ carrier, thread }) => `inbox:${carrier}:${thread}`,
  key: ({ carrier, thread }) => `inbox:${carrier}:${thread}`,
};

/** Nothing is asked where no carrier has a shared inbox. @param dueAt at the latest; absent: now. Milliseconds since 1970. */
export async function enqueueThread(
  ctx: Pick<Context, "carriers" | "now">,
  tx: Tx,
  episode: EpisodeId,
  by: Username | null,
  dueAt = ctx.now(),
): Promise<void> {
  if (!hasInboxes(ctx)) return;
  // One that is over there may not be known to be: that is what its carrier answers then.
  for (const { carrier, thread, state } of await tx.carrierThreads.of(episode)) {
    if (state !== "open") continue;
    await enqueue(tx, threadJob, { carrier, thread, by }, { dueAt }, ctx.now());
  }
}

function hasInboxes({ carriers }: Pick<Context, "carriers">): boolean {
  return [...carriers.values()].some(({ threads }) => threads !== undefined);
}

/** Have the thread hold what a note at the desk says, or no longer says. */
export const noteJob: JobKind<Place> = {
  name: "carrier_note",
  callee: "carrier",
  pace: null,
  priority: 2,
  loss: "never",
  lane: ({ channel, ts }) => `inbox_note:${channel}:${ts}`,
  key: ({ channel, ts }) => `inbox_note:${channel}:${ts}`,
};

/** Once its author had time to think again. */
export async function enqueueNote(
  ctx: Pick<Context, "carriers" | "now" | "settings">,
  tx: Tx,
  { channel, ts }: Place,
): Promise<void> {
  if (!ctx.settings.mirrorNotes || !hasInboxes(ctx)) return;
  await enqueue(tx, noteJob, { channel, ts }, { dueAt: ctx.now() + ctx.settings.hold }, ctx.now());
}

/** Somebody changed or deleted one that stands there already, or is being written there. */
export async function enqueueChangedNote(
  ctx: Pick<Context, "carriers" | "now" | "settings">,
  tx: Tx,
  place: Place,
): Promise<void> {
  if (!ctx.settings.mirrorNotes || !hasInboxes(ctx)) return;
  if ((await tx.carrierThreads.noteAt(place)) !== null) await enqueueNote(ctx, tx, place);
}
