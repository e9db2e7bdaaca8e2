/**
 * Whether a contact has opted out of texts from a line, as far as we know: they wrote so, or the carrier refused a text for it. One moment
 * is kept of it with the conversation; a ledger of who, when and by which words would be written here.
 */

import { optOutMeaning } from "../../domain/opt-out.ts";
import type { Context } from "../context/context.ts";
import { contactLabel } from "../context/episode-context.ts";
import type { CarrierFailure } from "../contracts/carrier.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";

/** What this inbound text, that is written down already, says about it. */
export function changedBy(
  { optedOutAt }: Conversation,
  { body, writtenAt }: Pick<Message, "body" | "writtenAt">,
): "stop" | "start" | null {
  const meaning = optOutMeaning(body, optedOutAt !== null);
  if (meaning === "start") return optedOutAt === null || writtenAt < optedOutAt ? null : meaning;
  return meaning === "stop" ? meaning : null;
}

/** The thread and the card say so; behind the text itself. */
export async function noteWord(
  ctx: Context,
  tx: Tx,
  { conversation, episode }: { readonly conversation: Conversation; readonly episode: Episode },
  word: "stop" | "start",
  { body, writtenAt }: Pick<Message, "body" | "writtenAt">,
): Promise<void> {
  const isNew = conversation.optedOutAt === null;
  if (word === "stop" && !isNew) return;
  await tx.conversations.setOptedOut(conversation.id, word === "stop" ? writtenAt : null);
  const directory = await tx.directories.current();
  const who = contactLabel({ directory, conversation });
  const said = `“${body.trim()}”`;
  const sentence =
    word === "stop"
      ? `${who} has opted out: they wrote ${said}. Please don't text them from this line until they text START.`
      : `${who} wrote ${said}: they can be texted from this line again.`;
  await enqueueLine(tx, episode, [sentence], ctx.now());
}

/** The failure's own words say it in the thread. Nobody who can't be answered is said to wait for an answer. */
export async function noteRefusal(
  ctx: Context,
  tx: Tx,
  { carrier, conversationId, episodeId }: Message,
  { code }: Pick<CarrierFailure, "code">,
): Promise<void> {
  if (ctx.carriers.get(carrier)?.lastingFailure?.(code) !== "opted_out") return;
  const conversation = await tx.conversations.get(conversationId);
  if (conversation?.optedOutAt === null) await tx.conversations.setOptedOut(conversationId, ctx.now());
  const episode = (await tx.episodes.findOpen(conversationId)) ?? (await tx.episodes.get(episodeId));
  if (episode === null) return;
  await tx.episodes.update(episode.id, { unansweredSince: null });
  await enqueueCard(tx, episode, ctx.now());
}
