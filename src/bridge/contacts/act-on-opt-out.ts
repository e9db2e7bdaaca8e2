/** What follows from a text by which its contact opts out or in, asks who this is, or may mean one of these. */
import { oneOfThem } from "../../domain/contact.ts";
import type { Line } from "../../domain/directory.ts";
import { isGroupAddress } from "../../domain/group-address.ts";
import type { MessageId } from "../../domain/ids.ts";
import { mostPerHour } from "../../domain/policy/may-answer.ts";
import { senderOf } from "../../domain/sender.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, type EpisodeContext, episodeContext } from "../context/episode-context.ts";
import { refusedLinesOf } from "../context/refused-lines.ts";
import { callsHolder } from "../context/who-is-called.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { addOptIn, addOptOut, type Said } from "../messages/add-to-ledger.ts";
import { cancelUnsentTo, optIn, optOut } from "../messages/opt-out.ts";
import { reviewNotice } from "../messages/opt-out-review.ts";
import { sendByItself } from "../messages/send-by-itself.ts";
import { tellInThread } from "../notices/tell.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";
import { type Heard, hearOptOut } from "./hear-opt-out.ts";

/** Milliseconds. */
const anHour = 3_600_000;

export interface HeardText {
  readonly event: TextEvent;
  readonly line: Line;
  /** Null for one that is no message yet, because its line leads to nobody. */
  readonly message: MessageId | null;
  readonly writtenAt: number;
}

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

/** Of a group, the one who wrote it means themselves, and no text to all of them reaches the others alone. */
async function actInGroup(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  heard: Heard,
  text: HeardText,
): Promise<void> {
  const { from: address, body } = text.event;
  const who = oneOfThem(around.directory, around.conversation, address);
  const about = { conversation: { address, inLedger: true }, line: text.line };
  const say = (words: string) => enqueueLine(tx, around.episode, [words], ctx.now());
  const said = `“${body.trim()}”`;
  switch (heard.meaning) {
    case "stop": {
      if (heard.wasOut) return;
      await addOptOut(ctx, tx, about, saidBy(heard, text));
      const [contact] = await tx.contacts.among([address]);
      await cancelUnsentTo(ctx, tx, contact === undefined ? [] : [contact.id]);
      await cancelUnsentTo(ctx, tx, [around.conversation.contactId]);
      await tx.episodes.update(around.episode.id, { unansweredSince: null });
      await say(
        `${who} has opted out: they wrote ${said}. Nothing is sent to this group, or to them, until they text START.`,
      );
      break;
    }
    case "start":
      await addOptIn(ctx, tx, about, saidBy(heard, text));
      await say(`${who} wrote ${said}: they can be texted again.`);
      break;
    case "ask":
      await say(
        `${who} may not want to be texted any more: ${said} If so, record it in a conversation with them alone, or ask them to text STOP.`,
      );
      break;
    default:
      return;
  }
  await enqueueCard(tx, around.episode, ctx.now());
}

/** In the ledger alone, of somebody whose texts are shown to nobody. */
export async function actQuietly(
  ctx: Context,
  tx: Tx,
  conversation: Pick<Conversation, "address" | "inLedger">,
  heard: Heard,
  text: HeardText,
): Promise<void> {
  const said = saidBy(heard, text);
  const about = { conversation, line: text.line };
  if (heard.meaning === "stop" && !heard.wasOut) await addOptOut(ctx, tx, about, said);
  if (heard.meaning === "start") await addOptIn(ctx, tx, about, said);
}

/** The same of a text that is kept until its line leads to somebody: they may have written to other lines. */
export async function hearUnrouted(
  ctx: Context,
  tx: Tx,
  event: TextEvent,
  line: Line,
  writtenAt: number,
): Promise<void> {
  const somebody = { address: event.from, inLedger: true, review: null };
  const heard = await hearOptOut(ctx, tx, somebody, event, line, writtenAt);
  await actQuietly(ctx, tx, somebody, heard, { event, line, message: null, writtenAt });
}

function saidBy({ isAnswered }: Heard, { event, line, message, writtenAt }: HeardText): Said {
  return {
    source: isAnswered ? "carrier_word" : "word",
    by: null,
    at: writtenAt,
    evidence: event.body,
    messageId: message,
    line: line.number,
  };
}

async function hearStop(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  heard: Heard,
  text: HeardText,
): Promise<void> {
  const said = saidBy(heard, text);
  if (!heard.wasOut)
    return await optOut(ctx, tx, around, said, { confirms: mayAnswer(ctx, around, heard, text) });
  // Said again it changes nothing, but that the carrier acts on it now.
  const refused = await refusedLinesOf(tx, around.conversation.address);
  const isKnown = refused.includes(text.line.number) || refused.includes(null);
  if (heard.isAnswered && !isKnown) await addOptOut(ctx, tx, around, said);
}

/** Nobody else does, it is not too late for it, and it would not be one of our own numbers that hears it. */
function mayAnswer(
  ctx: Context,
  { directory, conversation }: EpisodeContext,
  { isAnswered }: Heard,
  { writtenAt }: HeardText,
): boolean {
  const isOurs = senderOf(directory, conversation.address) === "internal";
  return !isAnswered && !isOurs && ctx.now() - writtenAt <= ctx.settings.sendWithin;
}

/** Who this is, and how to stop. */
async function answerHelp(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  heard: Heard,
  text: HeardText,
): Promise<void> {
  if (heard.wasOut || !mayAnswer(ctx, around, heard, text)) return;
  const { contactId, id } = around.conversation;
  const now = ctx.now();
  const times = { since: now - anHour, hourAgo: now - anHour, now };
  if ((await tx.automaticAnswers.before(contactId, id, times)).inLastHour >= mostPerHour) return;
  const { line } = text;
  const body = line.helpText ?? `This is ${line.name}. Text STOP to get no more texts from us.`;
  const answer = await sendByItself(ctx, tx, around, { line, body });
  if (answer === null) return;
  await tx.automaticAnswers.add(contactId, "help", answer.id, now);
  await enqueueLine(tx, around.episode, [`They were answered automatically: “${answer.body}”`], now);
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
