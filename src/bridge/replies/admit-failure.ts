/** What someone wrote or did could not be handled, however often it was tried: they are told, and what they wrote says so. */
import type { SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform, remarkPrivately } from "../notices/tell.ts";
import { enqueueMark } from "../outbox/enqueue.ts";

export interface Unhandled {
  readonly user: SlackUserId;
  /** The message that they wrote, or that they edited; null for whatever else they did. */
  readonly wrote: { readonly place: Place; readonly thread: SlackTs; readonly isEdit: boolean } | null;
}

export async function admitFailure(ctx: Context, { user, wrote }: Unhandled): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    if (wrote === null) return await inform(ctx, tx, user, [undone]);
    const { place, thread, isEdit } = wrote;
    const found = await tx.episodes.atThread(place.channel, thread);
    if (found === null) return;
    const known = await tx.replies.find(place);
    const isKnown = known !== null && known.verdict !== "unseen";
    if (isEdit) {
      if (isKnown) await tell(ctx, tx, { user, place, episode: found.episode, sentence: [unchanged] });
      return;
    }
    if (isKnown) return;
    await refuse(ctx, tx, { user, place, thread, episode: found.episode });
    await tell(ctx, tx, { user, place, episode: found.episode, sentence: [unsent] });
  });
}

const unsent = "This did not leave: something went wrong in Threadline. Please write it again.";
const unchanged =
  "Your change to this message was not taken in: something went wrong in Threadline. The text stays as it was.";
const undone =
  "What you just did in Slack had no effect: something went wrong in Threadline. Please try again.";

async function tell(
  ctx: Context,
  tx: Tx,
  {
    user,
    place,
    episode,
    sentence,
  }: { user: SlackUserId; place: Place; episode: Episode; sentence: Sentence },
): Promise<void> {
  const causedAt = toMilliseconds(place.ts);
  await remarkPrivately(ctx, tx, user, sentence, {
    episode,
    about: place,
    message: null,
    causedAt,
  });
}

async function refuse(
  ctx: Context,
  tx: Tx,
  { user, place, thread, episode }: { user: SlackUserId; place: Place; thread: SlackTs; episode: Episode },
): Promise<void> {
  await tx.replies.put({
    ...place,
    thread,
    episodeId: episode.id,
    author: user,
    text: "",
    mentions: false,
    files: 0,
    kind: "plain",
    verdict: "refused",
    reason: null,
    messageId: null,
    edited: null,
    deletedAt: null,
    createdAt: ctx.now(),
  });
  await enqueueMark(tx, place, ctx.now());
}
