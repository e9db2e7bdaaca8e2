/** Whether a member can fill a template in for a conversation: or why not, by the field of the form where that stands. */

import type { Member } from "../../domain/directory.ts";
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import { onlyThey } from "../../domain/owner.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { accessOf, aroundEpisode, type EpisodeContext, memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";
import { goesOnElsewhere } from "../conversations/reopen-episode.ts";

export type Answers =
  | { readonly kind: "answers"; readonly around: EpisodeContext; readonly member: Member }
  | { readonly kind: "refused"; readonly sentence: Sentence };

export async function mayFill(ctx: Context, tx: Tx, episode: EpisodeId, user: SlackUserId): Promise<Answers> {
  const around = await aroundEpisode(tx, episode);
  if (around === null) return refused("This conversation is not known here any more.");
  const member = memberOf(around, user);
  if (member === null) return refused(notInDirectory);
  const { state } = around.episode;
  const elsewhere = state === "open" ? null : await goesOnElsewhere(tx, around.episode);
  if (elsewhere?.sentence) return refused(...elsewhere.sentence);
  if (!accessOf(ctx, around, member).reply)
    return refused(`In this conversation, ${onlyThey(around.party, "without managers")} can text.`);
  // A direct one that was done goes on with whatever is written in it.
  if (state === "resolved") return refused("This conversation is resolved. Reopen it first.");
  return { kind: "answers", around, member };
}

function refused(...sentence: Sentence): Extract<Answers, { readonly kind: "refused" }> {
  return { kind: "refused", sentence };
}
