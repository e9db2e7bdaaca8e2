/** What somebody keeps unsent in one conversation, as it is listed to them. */
import type { DraftId, EpisodeId, SlackUserId } from "../../domain/ids.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { aroundEpisode, contactLabel, memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { KeptDraft } from "../contracts/store/drafts.ts";
import type { Tx } from "../contracts/store/store.ts";
import { versionOf } from "./filled-for.ts";
import { draftsOf } from "./put-draft.ts";

export type DraftList =
  | { readonly kind: "list"; readonly contact: string; readonly drafts: readonly ListedDraft[] }
  /** There is none of theirs, or they may not see it. */
  | { readonly kind: "none"; readonly sentence: Sentence };

export interface ListedDraft extends Pick<KeptDraft, "text" | "at" | "changedAt"> {
  readonly id: DraftId;
  /** The template that it was filled from, as it was called then; null where it was none, or is forgotten. */
  readonly template: string | null;
}

/** The newest first. */
export async function listDrafts(
  ctx: Context,
  { episode, user }: { readonly episode: EpisodeId; readonly user: SlackUserId },
): Promise<DraftList> {
  return await ctx.store.read(async (tx) => {
    const around = await aroundEpisode(tx, episode);
    if (around === null) return none("This conversation is not known here any more.");
    const member = memberOf(around, user);
    if (member === null) return none(notInDirectory);
    const drafts = await draftsOf(tx, episode, member.username);
    if (drafts.length > 0)
      return { kind: "list", contact: contactLabel(around), drafts: await listed(tx, drafts) };
    return around.episode.drafts > 0
      ? none("You keep no draft in this conversation: those here are a colleague’s.")
      : none("There is no draft in this conversation any more: it was sent, or discarded.");
  });
}

function none(...sentence: Sentence): DraftList {
  return { kind: "none", sentence };
}

async function listed(tx: Tx, drafts: readonly KeptDraft[]): Promise<readonly ListedDraft[]> {
  const all: ListedDraft[] = [];
  for (const { id, text, at, changedAt, templateId: template, templateVersion: version } of drafts) {
    const known = await versionOf(tx, { template, version });
    all.push({ id, text, at, changedAt, template: known?.name ?? null });
  }
  return all;
}
