/** A conversation, and the member who wants to answer in it: or why they may not. */
import type { Member } from "../../domain/directory.ts";
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import { onlyThey } from "../../domain/owner.ts";
import { refuse } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import { accessOf, aroundEpisode, type EpisodeContext, memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";

export interface Answerer {
  readonly around: EpisodeContext;
  readonly member: Member;
}

/** Throws what `orRefused` makes a refusal of. */
export async function aroundAnswerer(
  ctx: Context,
  tx: Tx,
  episode: EpisodeId,
  user: SlackUserId,
): Promise<Answerer> {
  const around = await aroundEpisode(tx, episode);
  if (around === null) refuse("text", "This conversation is not known here any more.");
  const member = memberOf(around, user);
  if (member === null) refuse("text", notInDirectory);
  const { episode: whole, party } = around;
  if (!accessOf(ctx, around, member).reply && whole.movedTo === null)
    refuse("text", `This is not sent: ${onlyThey(party, "without managers")} can text in this conversation.`);
  return { around, member };
}
