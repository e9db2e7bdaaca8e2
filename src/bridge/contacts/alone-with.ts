/**
 * One of a group is answered alone: in their own conversation with whoever gets the texts to that line. Where none is open, quietly: no
 * thread is opened for what answers by itself.
 */
import type { Line } from "../../domain/directory.ts";
import type { Address, EpisodeId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, episodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { routeText } from "../members/route-text.ts";

/** Null where the line leads to nobody by now. */
export async function aloneWith(
  ctx: Context,
  tx: Tx,
  address: Address,
  line: Line,
): Promise<EpisodeContext | null> {
  const now = ctx.now();
  const route = await routeText(tx, await tx.directories.people(), line, now);
  if (route === null) return null;
  const known = await tx.episodes.newestBetween(address, route.owner);
  const conversation =
    known?.conversation ?? (await tx.conversations.open(address, route.owner, ctx.newId, now));
  const newest = known?.newest ?? null;
  const goesOn = newest?.state === "open" || newest?.state === "quiet";
  const episode = goesOn
    ? newest
    : await tx.episodes.insert({
        id: ctx.newId() as EpisodeId,
        conversationId: conversation.id,
        number: (newest?.number ?? 0) + 1,
        channel: route.channel,
        openedAt: now,
        unlessTheyWrite: newest?.unlessTheyWrite ?? false,
        state: "quiet",
      });
  return await episodeContext(tx, episode, conversation);
}
