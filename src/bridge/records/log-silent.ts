/** A tick: what has been open and silent for so long is logged as it stands, and stays open. */
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { SilentEpisode } from "../contracts/store/unlogged.ts";
import { recordFacts } from "./record-facts.ts";
import { wantAround } from "./want-record.ts";

const hour = 3_600_000;
/** So many in a transaction. */
const atOnce = 50;

/** No hours are shorter than one. */
export async function logSilent(ctx: Context): Promise<void> {
  let last: SilentEpisode | null = null;
  do {
    const after: SilentEpisode | null = last;
    const before = ctx.now() - hour;
    const some: SilentEpisode[] = await ctx.store.read((tx) =>
      tx.unlogged.silentSince(before, atOnce, after),
    );
    const silent = await ctx.store.read(async (tx) => await areDue(ctx, tx, some));
    if (silent.length > 0)
      await ctx.store.transaction(async (tx) => {
        for (const episode of await areDue(ctx, tx, silent)) await log(ctx, tx, episode);
      });
    last = some.length < atOnce ? null : (some.at(-1) ?? null);
  } while (last !== null);
}

async function areDue(ctx: Context, tx: Tx, some: readonly SilentEpisode[]): Promise<SilentEpisode[]> {
  const due: SilentEpisode[] = [];
  for (const silent of some) {
    const facts = await recordFacts(tx, silent.id);
    if (facts === null || facts.episode.recorded || facts.episode.state !== "open") continue;
    const { conversation, episode, policy } = facts;
    const { logOpenAfterHours: hours } = policy;
    const isDirect = conversation.owner.kind === "member";
    const isSilent = hours > 0 && (episode.lastTextAt ?? 0) <= ctx.now() - hours * hour;
    if (isDirect || isSilent) due.push(silent);
  }
  return due;
}

async function log(ctx: Context, tx: Tx, { id }: SilentEpisode): Promise<void> {
  const facts = await recordFacts(tx, id);
  if (facts === null) return;
  const { conversation } = facts;
  // The days of a direct one have records of their own; nor is this one looked at again.
  const isOwn = conversation.owner.kind === "member" || facts.isLeftOut;
  if (isOwn) return await tx.episodes.update(id, { recorded: true });
  const what = { kind: "episode", conversation: conversation.id, episode: id } as const;
  await wantAround(ctx, tx, what, { asked: false }, facts);
}
