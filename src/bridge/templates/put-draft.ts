/** A draft is written down, or goes: its conversation's card says whether somebody keeps one in it. */
import type { DraftId, EpisodeId, Username } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { KeptDraft } from "../contracts/store/drafts.ts";
import type { Tx } from "../contracts/store/store.ts";
import { whereItGoesOn } from "../messages/open-again.ts";
import { enqueueCard } from "../outbox/enqueue.ts";
import { isLeftBehind } from "./their-draft.ts";

/** The one that is kept from a form. @param act what sending that form is named by */
export function draftOfForm(act: string): DraftId {
  return `form:${act}` as DraftId;
}

/** As new, or in place of the one with its id; in the stretch in which its conversation goes on. */
export async function putDraft(
  ctx: Context,
  tx: Tx,
  written: Omit<KeptDraft, "createdAt" | "changedAt">,
): Promise<void> {
  const now = ctx.now();
  const draft = { ...written, episodeId: await whereKept(tx, written.episodeId) };
  const before = await tx.drafts.get(draft.id);
  await tx.drafts.put({ ...draft, createdAt: before?.createdAt ?? now, changedAt: now });
  if (before !== null && before.episodeId !== draft.episodeId) await countDrafts(ctx, tx, before.episodeId);
  if (before?.episodeId !== draft.episodeId) await countDrafts(ctx, tx, draft.episodeId);
}

/** Where nothing is open, the last one that has a card: the next begins with what is kept there. */
async function whereKept(tx: Tx, id: EpisodeId): Promise<EpisodeId> {
  const episode = await tx.episodes.get(id);
  // What is somebody else's by now stays with what its keeper knows of it.
  if (episode === null || episode.movedTo !== null || episode.state === "open") return id;
  const open = await whereItGoesOn(tx, episode.conversationId);
  const newest = open ?? (await tx.episodes.newest(episode.conversationId));
  const last = newest?.state === "quiet" ? (await tx.episodes.neighbours(newest)).earlier : newest;
  return last?.id ?? id;
}

export async function dropDraft(ctx: Context, tx: Tx, id: DraftId): Promise<void> {
  const draft = await tx.drafts.get(id);
  if (draft === null) return;
  await tx.drafts.delete(id);
  await countDrafts(ctx, tx, draft.episodeId);
}

/** Those that a member can do something about: their own, and those of whoever is not here any more. The newest first. */
export async function draftsOf(tx: Tx, episode: EpisodeId, member: Username): Promise<readonly KeptDraft[]> {
  const [drafts, people] = [await tx.drafts.ofEpisode(episode), await tx.directories.people()];
  return drafts.filter((draft) => draft.author === member || isLeftBehind(people, draft));
}

async function countDrafts(ctx: Context, tx: Tx, id: EpisodeId): Promise<void> {
  const episode = await tx.episodes.get(id);
  if (episode === null) return;
  const { length } = await tx.drafts.ofEpisode(id);
  if (length === episode.drafts) return;
  await tx.episodes.update(id, { drafts: length });
  if ((length === 0) !== (episode.drafts === 0)) await enqueueCard(tx, episode, ctx.now());
}
