/** What an edit can't turn into a text: a note, and what was cancelled. Whoever edited it believes otherwise, so they are told. */
import type { Sentence } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { remarkPrivately } from "../notices/tell.ts";

/** @param reply as it reads now. */
export async function tellItStays(ctx: Context, tx: Tx, episode: Episode, reply: Reply): Promise<void> {
  const { customerWord } = await tx.directories.current();
  const asked = await tx.notices.openAbout(reply);
  const isOffered = asked.some(({ choices }) => choices.some(({ choice }) => choice === "send_anyway"));
  const how = isOffered ? "press Send anyway, or write it anew" : "write it anew";
  await tell(ctx, tx, episode, reply, [
    `This stays with the team: a note never becomes a text by editing it. If the ${customerWord} is to read it, ${how}.`,
  ]);
}

export async function tellItIsCancelled(ctx: Context, tx: Tx, episode: Episode, reply: Reply): Promise<void> {
  await tell(ctx, tx, episode, reply, [
    "This was cancelled, and an edit does not bring it back. Write it anew to send it.",
  ]);
}

async function tell(
  ctx: Context,
  tx: Tx,
  episode: Episode,
  { channel, ts, author, edited, messageId }: Reply,
  sentence: Sentence,
): Promise<void> {
  if (author === null) return;
  await remarkPrivately(ctx, tx, author, sentence, {
    episode,
    about: { channel, ts },
    message: messageId,
    causedAt: toMilliseconds(edited ?? ts),
  });
}
