/** What taking, releasing, resolving and reopening have in common: the button may be stale, and whoever pressed it may not be allowed to. */
import type { Member } from "../../domain/directory.ts";
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, episodeContext, memberOf } from "../context/episode-context.ts";
import { notInDirectory, type Outcome, says } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";
import { lookIfOwed } from "../replies/look-at-thread.ts";

export interface EpisodePress {
  readonly episode: EpisodeId;
  readonly user: SlackUserId;
}

type Act<Result> = (tx: Tx, around: EpisodeContext, member: Member) => Promise<Result>;

/** Runs `act` in one transaction, for a known member and an episode that exists. */
export async function actOnEpisode<Result extends Outcome = Outcome>(
  ctx: Context,
  press: EpisodePress,
  act: Act<Result>,
): Promise<Outcome | Result> {
  await lookIfOwed(ctx, press.episode);
  const outcome = await ctx.store.transaction(async (tx) => {
    const episode = await tx.episodes.get(press.episode);
    if (episode === null) return says("This conversation is not known here any more.");
    const around = await episodeContext(tx, episode);
    const member = memberOf(around, press.user);
    if (member === null) return says(notInDirectory);
    return await act(tx, around, member);
  });
  return outcome;
}
