/** Whom something is about: many conversations look alike, and what is said to whoever pressed may stand apart from its card. */
import type { EpisodeId, NoticeId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { aroundEpisode, contactLabel } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";

export type Subject =
  | { readonly episode: EpisodeId }
  | { readonly notice: NoticeId }
  /** A member's message. */
  | { readonly reply: Place };

/** The contact as people read it; null where there is none. */
export async function contactOf(ctx: Context, pressed: Subject): Promise<string | null> {
  return await ctx.store.read(async (tx) => {
    const episode = await episodeOf(tx, pressed);
    const around = episode === null ? null : await aroundEpisode(tx, episode);
    return around && contactLabel(around);
  });
}

async function episodeOf(tx: Tx, pressed: Subject): Promise<EpisodeId | null> {
  if ("episode" in pressed) return pressed.episode;
  if ("notice" in pressed) return (await tx.notices.get(pressed.notice))?.episodeId ?? null;
  return (await tx.replies.find(pressed.reply))?.episodeId ?? null;
}
