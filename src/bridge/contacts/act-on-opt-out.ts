/** What follows from a text by which its contact opts out or in, asks who this is, or may mean one of these. */
import type { Line } from "../../domain/directory.ts";
import { isGroupAddress } from "../../domain/group-address.ts";
import type { MessageId } from "../../domain/ids.ts";
import { type Context, newMessageId } from "../context/context.ts";
import { contactLabel, type EpisodeContext, episodeContext } from "../context/episode-context.ts";
import { refusedLinesOf } from "../context/refused-lines.ts";
import { callsHolder } from "../context/who-is-called.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { addOptIn, addOptOut } from "../messages/add-to-ledger.ts";
import { optIn, optOut } from "../messages/opt-out.ts";
import { reviewNotice } from "../messages/opt-out-review.ts";
import { tellInThread } from "../notices/tell.ts";
import { enqueueLine } from "../outbox/enqueue.ts";
import { actInGroup } from "./act-in-group.ts";
import { type Heard, hearOptOut } from "./hear-opt-out.ts";
import { type HeardText, mayAnswer, saidBy } from "./heard-text.ts";
import { sendHelp } from "./send-help.ts";

/** Behind the text itself, which is written down and shown like any other. */
export async function actOnOptOut(
  ctx: Context,
  tx: Tx,
  { episode, conversation }: { readonly episode: Episode; readonly conversation: Conversation },
  heard: Heard,
  text: HeardText,
): Promise<void> {
  const around = await episodeContext(tx, episode, conversation);
  if (isGroupAddress(conversation.address)) return await actInGroup(ctx, tx, around, heard, text);
  switch (heard.meaning) {
    case "stop":
      return await hearStop(ctx, tx, around, heard, text);
    case "start":
      return await optIn(ctx, tx, around, saidBy(heard, text));
    case "help":
      return await answerHelp(ctx, tx, around, heard, text);
    case "ask":
      return await raiseReview(ctx, tx, around, text);
    case "nothing":
      return;
  }
}

interface Quietly {
  readonly confirmationId?: MessageId | null;
  /** The line that they would be answered from. */
  readonly answersFrom?: Line | null;
}

/** In the ledger alone, of somebody whose texts are shown to nobody. */
export async function actQuietly(
  ctx: Context,
  tx: Tx,
  conversation: Pick<Conversation, "address" | "inLedger">,
  heard: Heard,
  text: HeardText,
  { confirmationId = null, answersFrom = text.line }: Quietly = {},
): Promise<void> {
  const said = saidBy(heard, text);
  const about = { conversation, line: answersFrom };
  if (heard.meaning === "stop" && !heard.wasSaid)
    await addOptOut(ctx, tx, about, said, confirmationId, heard.kept);
  if (heard.meaning === "start") await addOptIn(ctx, tx, about, said);
}

/**
 * The same of a text that is kept until its line leads to somebody, or until older ones are here: they may have written to other lines.
 *
 * @param route where it is shown soon, and what confirms it to them leaves then; null: nowhere yet.
 */
export async function hearUnrouted(
  ctx: Context,
  tx: Tx,
  event: TextEvent,
  line: Line,
  writtenAt: number,
  route: Required<Pick<Quietly, "answersFrom">> | null = null,
): Promise<void> {
  const somebody = { address: event.from, inLedger: true, review: null };
  const heard = await hearOptOut(ctx, tx, somebody, event, line, writtenAt);
  const confirms = route !== null && !heard.isAnswered && !heard.wasOut;
  const confirmationId = confirms ? newMessageId(ctx) : null;
  const text = { event, line, message: null, writtenAt };
  await actQuietly(ctx, tx, somebody, heard, text, { confirmationId, ...route });
}

async function hearStop(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  heard: Heard,
  text: HeardText,
): Promise<void> {
  const said = saidBy(heard, text);
  if (!heard.wasSaid) {
    const confirms = !heard.wasOut && mayAnswer(ctx, around, heard, text);
    return await optOut(ctx, tx, around, said, { confirms, kept: heard.kept });
  }
  // Said again it changes nothing, but that the carrier acts on it now.
  const refused = await refusedLinesOf(tx, around.conversation.address);
  const isKnown = refused.includes(text.line.number) || refused.includes(null);
  if (heard.isAnswered && !isKnown) await addOptOut(ctx, tx, around, said);
}

async function answerHelp(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  heard: Heard,
  text: HeardText,
): Promise<void> {
  const answer = await sendHelp(ctx, tx, around, heard, text);
  if (answer !== null)
    await enqueueLine(tx, around.episode, [`They were answered automatically: “${answer.body}”`], ctx.now());
}

async function raiseReview(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  { event, message, writtenAt }: HeardText,
): Promise<void> {
  const payload = {
    called: callsHolder(around),
    contact: contactLabel(around),
    words: event.body.trim(),
  };
  const about = { episode: around.episode, about: null, message, causedAt: writtenAt };
  const review = await tellInThread(ctx, tx, reviewNotice, payload, about);
  await tx.contacts.setReview(around.conversation.contactId, review);
}
