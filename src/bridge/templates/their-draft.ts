/** A draft of somebody's, and the stretch of its conversation in which it would be sent by now. */
import type { DraftId, EpisodeId, SlackUserId } from "../../domain/ids.ts";
import { refuse } from "../composing/text-refused.ts";
import { memberOf, userOf } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { KeptDraft } from "../contracts/store/drafts.ts";
import type { Tx } from "../contracts/store/store.ts";
import { whereItGoesOn } from "../messages/open-again.ts";

export const noDraft = "This draft is not there any more: it was sent, or discarded.";

/** Throws what `orRefused` makes a refusal of. */
export async function theirDraft(
  tx: Tx,
  id: DraftId,
  user: SlackUserId,
): Promise<{ readonly draft: KeptDraft; readonly episode: EpisodeId }> {
  const draft = await tx.drafts.get(id);
  if (draft === null) refuse("text", noDraft);
  const people = await tx.directories.people();
  const isTheirs = memberOf(people, user)?.username === draft.author;
  if (!isTheirs && !isLeftBehind(people, draft)) refuse("text", "Only whoever keeps this draft can do that.");
  return { draft, episode: await standsIn(tx, draft.episodeId) };
}

/** Whoever kept it is not here any more: it is for those who answer in its conversation. */
export function isLeftBehind(people: People, { author }: Pick<KeptDraft, "author">): boolean {
  return userOf(people, author) === null;
}

/** What was resolved since may go on in a newer stretch. */
async function standsIn(tx: Tx, id: EpisodeId): Promise<EpisodeId> {
  const episode = await tx.episodes.get(id);
  if (episode === null || episode.state === "open" || episode.state === "quiet") return id;
  if (episode.movedTo !== null) return await standsIn(tx, episode.movedTo);
  return (await whereItGoesOn(tx, episode.conversationId))?.id ?? id;
}
