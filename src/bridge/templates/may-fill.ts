/** Whether a member can fill a template in for a conversation, as it stands: or why not. */
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import { onlyThey } from "../../domain/owner.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { accessOf, aroundEpisode, memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";
import { goesOnElsewhere } from "../conversations/reopen-episode.ts";
import type { Answerer } from "./answerer.ts";

export type MayFill =
  | ({ readonly kind: "may" } & Answerer)
  | { readonly kind: "refused"; readonly sentence: Sentence };

export async function mayFill(ctx: Context, tx: Tx, episode: EpisodeId, user: SlackUserId): Promise<MayFill> {
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
  return { kind: "may", around, member };
}

function refused(...sentence: Sentence): Extract<MayFill, { readonly kind: "refused" }> {
  return { kind: "refused", sentence };
}
