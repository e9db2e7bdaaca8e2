/** A conversation is ended although texts in it wait for their time: whoever ends it was asked what becomes of them. */
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { aroundEpisode, memberOf } from "../context/episode-context.ts";
import type { EpisodePress } from "./act-on-episode.ts";
import { closeEpisode } from "./close-episode.ts";
import { resolveEpisode } from "./resolve-episode.ts";
import type { Decided, Ending } from "./scheduled-texts.ts";

export interface EndConversation {
  readonly episode: EpisodeId;
  readonly user: SlackUserId;
  readonly ending: Ending;
  readonly decided: Decided;
}

/** Null when it is over, as they wanted it. */
export async function endConversation(
  ctx: Context,
  { ending, ...press }: EndConversation,
): Promise<{ readonly refusal: Sentence } | null> {
  if (await isEndedBy(ctx, press)) return null;
  const end = ending === "resolve" ? resolveEpisode : closeEpisode;
  const { sentence, asks } = await end(ctx, press);
  if (asks !== undefined) return { refusal: [anotherCame] };
  return sentence === null ? null : { refusal: sentence };
}

const anotherCame =
  "Another text was scheduled here meanwhile, or a time was changed. Nothing was done. Close this and press the button again.";

/** Submitted once more: it is over already, by them. */
async function isEndedBy(ctx: Context, { episode: id, user }: EpisodePress): Promise<boolean> {
  return await ctx.store.read(async (tx) => {
    const around = await aroundEpisode(tx, id);
    if (around === null || around.episode.state === "open") return false;
    return around.episode.resolvedBy === memberOf(around, user)?.username;
  });
}
