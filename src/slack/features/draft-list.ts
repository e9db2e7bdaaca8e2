/** The drafts of a conversation: chosen in its card's menu. One opens by itself, several are listed. */
import type { EpisodeId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { draftListId, drawDraftList } from "../views/draft-list.ts";
import { drawWords } from "../views/words.ts";
import type { Answer, Tools } from "./feature.ts";
import { openDraft } from "./open-draft.ts";

export async function askDrafts(
  episode: EpisodeId,
  { user }: Press,
  { bridge, self }: Tools,
): Promise<Answer> {
  const list = await bridge.listDrafts({ episode, user });
  if (list.kind === "none") return { sentence: list.sentence };
  const [first, ...others] = list.drafts;
  if (first !== undefined && others.length === 0) return await openDraft(bridge, { user, draft: first.id });
  return { sentence: null, modal: drawDraftList(episode, list, self.known()?.url ?? "") };
}

/** Pressed in that list, which says what came of it and shows what is left. Null where it was pressed elsewhere, or is not drawn anew. */
export async function anewInList(
  { user, view }: Press,
  { bridge, self, updateModal }: Tools,
  { sentence }: Answer,
): Promise<Answer | null> {
  if (view?.callbackId !== draftListId) return null;
  const said = sentence ?? [];
  const episode = view.metadata as EpisodeId;
  const list = await bridge.listDrafts({ episode, user });
  const teamUrl = self.known()?.url ?? "";
  const drawn = list.kind === "none" ? drawWords(said, teamUrl) : drawDraftList(episode, list, teamUrl, said);
  return (await updateModal(view.id, view.hash, drawn)) ? { sentence: null } : null;
}

/** What was opened from that list takes its place; what can't be opened is said in it. Null where it was pressed elsewhere, or is not drawn anew. */
export async function inPlaceOfList(press: Press, tools: Tools, opened: Answer): Promise<Answer | null> {
  const { view } = press;
  if (view?.callbackId !== draftListId || opened.modal === undefined)
    return await anewInList(press, tools, opened);
  return (await tools.updateModal(view.id, view.hash, opened.modal)) ? { sentence: null } : null;
}
