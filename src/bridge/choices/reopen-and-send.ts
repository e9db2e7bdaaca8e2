/** The conversation was resolved: it goes on, and the text leaves. */
import type { Context } from "../context/context.ts";
import { accessOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { reopen } from "../conversations/reopen-episode.ts";
import type { Choosing, Decision } from "../notices/choosing.ts";
import { onlyMembers, sendWaiting } from "./send-waiting.ts";

export async function reopenAndSend(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { around, member } = choosing;
  if (!accessOf(ctx, around, member).reply) return onlyMembers(around);
  // Where it goes on elsewhere by now, it is asked about that instead.
  if ((await tx.episodes.findOpen(around.conversation.id)) === null) {
    const opened = await reopen(ctx, tx, around, member);
    if (opened.sentence !== null) return { ...opened, decided: false };
  }
  const episode = (await tx.episodes.get(around.episode.id)) ?? around.episode;
  return await sendWaiting(ctx, tx, { ...choosing, around: { ...around, episode } });
}
