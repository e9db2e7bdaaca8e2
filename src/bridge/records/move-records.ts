/**
 * What was said in a stretch goes on elsewhere: in the stretch before it, or with whoever has the conversation now. Its record goes along, so
 * that the same is told once; where there is one already, the one that goes along says so. Called after the texts were moved.
 */
import type { Owner } from "../../domain/owner.ts";
import { keepsBack } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueLog } from "../outbox/log-kinds.ts";

interface Side {
  readonly episode: Pick<Episode, "id" | "conversationId">;
  readonly owner: Owner;
}

export async function moveRecords(ctx: Context, tx: Tx, from: Side, to: Side): Promise<void> {
  await tx.episodeEvents.move(from.episode.id, to.episode.id);
  const isDirect = from.owner.kind === "member";
  // A day is none of a shared one's, nor a stretch a member's: what is logged stays as it says, and the rest is told where it goes on.
  if (isDirect !== (to.owner.kind === "member")) {
    await tx.messages.noteUnlogged(to.episode.id);
    return;
  }
  for (const record of await tx.records.allOfEpisode(from.episode.id)) {
    const leaves = from.episode.conversationId !== to.episode.conversationId;
    const stays = isDirect && leaves && (await isStillTold(tx, record));
    if (!stays) await rehome(ctx, tx, record, to);
    await wantAgain(ctx, tx, record);
  }
  // Of a day that stays told in both places, the texts that went along are told where they are.
  await tx.messages.noteUnlogged(to.episode.id);
  await tx.episodes.update(to.episode.id, { unlogged: true });
}

/** A day on which something was said in an earlier stretch, too, stays where that is. */
async function isStillTold(tx: Tx, { conversationId, localDay }: LogRecord): Promise<boolean> {
  return localDay !== null && (await tx.records.textsOfDay(conversationId, localDay)).length > 0;
}

/** Where one tells of the same day or stretch already, only one of them goes on with that. */
async function rehome(
  ctx: Context,
  tx: Tx,
  { id, kind, localDay }: LogRecord,
  { episode }: Side,
): Promise<void> {
  const place = { conversationId: episode.conversationId, episodeId: episode.id, localDay };
  const there = kind === "selected" ? null : await tx.records.standing(place);
  if (there !== null && there.id !== id) await wantAgain(ctx, tx, there);
  await tx.records.update(id, { conversationId: episode.conversationId, episodeId: episode.id });
  await tx.episodes.update(episode.id, { recorded: true });
}

async function wantAgain(ctx: Context, tx: Tx, record: LogRecord): Promise<void> {
  if (record.wanted === 0) return;
  await tx.records.update(record.id, { wanted: record.wanted + 1 });
  if (!keepsBack(record.hold)) await enqueueLog(tx, record.id, ctx.now(), ctx.now());
}
