/**
 * A contact asks not to be texted any more, or takes that back: a row in the ledger, and what follows from it at once. Nothing that
 * waits for them leaves; whoever has the conversation is told by which words.
 */
import { lineByNumber } from "../../domain/directory.ts";
import type { ContactId, E164, MessageId, SlackUserId } from "../../domain/ids.ts";
import { howOptedOut, type OptOutRow } from "../../domain/opt-out-ledger.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { type Context, newMessageId } from "../context/context.ts";
import { contactLabel, type EpisodeContext, episodeContext } from "../context/episode-context.ts";
import { optOutFrom } from "../context/opted-out.ts";
import { lineName, refusalWords } from "../context/refused-lines.ts";
import { callsAtFront, usersCalled } from "../context/who-is-called.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { closeNotice } from "../notices/tell.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";
import { addOptIn, addOptOut, type Said } from "./add-to-ledger.ts";
import { fromItsLine } from "./from-its-line.ts";
import { holdBack } from "./hold-back.ts";
import { releaseReviewed } from "./release-reviewed.ts";
import { sendByItself } from "./send-by-itself.ts";

interface HowTold {
  /** Whether the contact is told so, once: nobody else does. */
  readonly confirms?: boolean;
  /** Who is told the same in its thread, by name: a line for them alone would be one too many. */
  readonly toldAlready?: SlackUserId | null;
  /** What was added of it when its text was kept. */
  readonly kept?: OptOutRow | null;
}

export async function optOut(
  ctx: Context,
  tx: Tx,
  before: EpisodeContext,
  said: Said,
  { confirms = false, toldAlready = null, kept = null }: HowTold = {},
): Promise<void> {
  const confirmationId = confirms ? confirmationOf(ctx, kept) : null;
  const lines = await addOptOut(ctx, tx, before, said, confirmationId, kept);
  const around = await episodeContext(tx, before.episode);
  const standing = await optOutFrom(tx, around.conversation, said.line);
  // What is found late may have been taken back since.
  if (standing === null) return;
  await endReview(ctx, tx, around, ["They opted out."]);
  const cancelled = await cancelAll(ctx, tx, around, lines);
  const confirmation = confirmationId && (await confirm(ctx, tx, around, said, confirmationId));
  const sentence = [
    `${contactLabel(around)} has opted out: ${howInFull(around, said)}. Nothing is sent to them ${wherefrom(around, lines)} until they text START.`,
    ...(cancelled === 0 ? [] : [` ${notLeft(cancelled)} not left yet and won’t.`]),
    ...(confirmation === null ? [] : [` They got one last text: “${confirmation.body}”`]),
  ];
  for (const each of await concerned(tx, around)) {
    if (each.optedOut === null && each.episode.id !== around.episode.id) continue;
    await tx.episodes.update(each.episode.id, { unansweredSince: null });
    const users = usersCalled(each, "or the group");
    const others = users.filter((user) => user !== toldAlready);
    const isTold = users.length > others.length && others.length === 0;
    if (!isTold) await enqueueLine(tx, each.episode, [...callsAtFront(others), ...sentence], ctx.now());
    await enqueueCard(tx, each.episode, ctx.now());
  }
}

/** They may be texted again: as far as what stood against it reached. */
export async function optIn(ctx: Context, tx: Tx, before: EpisodeContext, said: Said): Promise<void> {
  const lines = await addOptIn(ctx, tx, before, said);
  const around = await episodeContext(tx, before.episode);
  await endReview(ctx, tx, around, ["They may be texted."]);
  await releaseReviewed(ctx, tx, around.conversation.contactId);
  const refuses = await refusalWords(ctx, tx, around.directory, around.conversation.address, true);
  const again = lines.includes(null) ? "again" : `${wherefrom(around, lines)} again`;
  const sentence = [
    said.source === "record"
      ? `${contactLabel(around)} can be texted ${again}: ${howInFull(around, said)}.`
      : `${contactLabel(around)} wrote “${said.evidence.trim()}”: they can be texted ${again}.`,
    ...(refuses === null ? [] : [` ${refuses}`]),
  ];
  for (const each of await concerned(tx, around)) {
    if (each.episode.id === around.episode.id) await enqueueLine(tx, each.episode, sentence, ctx.now());
    await enqueueCard(tx, each.episode, ctx.now());
  }
}

/** By name: it is read in the threads of other lines, too. */
function wherefrom(
  { directory }: Pick<EpisodeContext, "directory">,
  lines: readonly (E164 | null)[],
): string {
  if (lines.includes(null)) return "from any of our lines";
  const names = lines.flatMap((line) => (line === null ? [] : lineName(directory, line)));
  return `from ${names.join(" or ")}`;
}

/** Their words whole: they are the proof. */
function howInFull({ directory }: EpisodeContext, said: Said): string {
  const isWord = said.source === "word" || said.source === "carrier_word";
  return isWord ? `they wrote “${said.evidence.trim()}”` : howOptedOut(directory, said, "whole");
}

export function notLeft(texts: number): string {
  return texts === 1 ? "One text had" : `${texts} texts had`;
}

export async function endReview(
  ctx: Context,
  tx: Tx,
  { conversation: { review, contactId } }: EpisodeContext,
  outcome: Sentence,
): Promise<void> {
  if (review === null) return;
  await tx.contacts.setReview(contactId, null);
  const notice = await tx.notices.get(review);
  if (notice?.state === "open") await closeNotice(ctx, tx, notice, { state: "expired" }, outcome);
}

/** Whatever waits for a time or a person, in all their conversations: its author is told. Returns how many. */
async function cancelAll(
  ctx: Context,
  tx: Tx,
  { conversation }: EpisodeContext,
  lines: readonly (E164 | null)[],
): Promise<number> {
  const unsent = await tx.messages.unsentTo(conversation.contactId);
  const ours = unsent.filter(({ line }) => lines.includes(null) || lines.includes(line));
  for (const message of ours) await cancel(ctx, tx, message);
  return ours.length;
}

/** What waits for contacts of whom it turned out otherwise than by a text of theirs to us that they must not be texted. Returns how many. */
export async function cancelUnsentTo(ctx: Context, tx: Tx, contacts: readonly ContactId[]): Promise<number> {
  let cancelled = 0;
  for (const contact of contacts)
    for (const message of await tx.messages.unsentTo(contact)) {
      const episode = await tx.episodes.get(message.episodeId);
      const around = episode && (await fromItsLine(tx, await episodeContext(tx, episode), message));
      if (around === null || around.optedOut === null) continue;
      await cancel(ctx, tx, message);
      cancelled += 1;
    }
  return cancelled;
}

async function cancel(ctx: Context, tx: Tx, message: Message): Promise<void> {
  for (const notice of await tx.notices.openAboutMessage(message.id))
    await closeNotice(ctx, tx, notice, { state: "expired" }, ["They opted out."]);
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return;
  const around = await episodeContext(tx, episode);
  await holdBack(ctx, tx, around, message, { kind: "refused", reason: "opted_out" });
}

/** Only what the standing row names passes: one of a kept text named it then. */
export function confirmationOf(ctx: Context, kept: OptOutRow | null): MessageId | null {
  return kept === null ? newMessageId(ctx) : kept.confirmationId;
}

/** The one text that passes the block: it is named by it. */
export async function confirm(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  said: Said,
  id: MessageId,
): Promise<Message | null> {
  const line = said.line === null ? null : lineByNumber(around.directory, said.line);
  if (line === null) return null;
  const body = `You will get no more texts from ${line.name}. Text START to get them again.`;
  return await sendByItself(ctx, tx, around, { line, body, id });
}

/** The conversation where it was said, and all others with them that are open. */
async function concerned(tx: Tx, around: EpisodeContext): Promise<EpisodeContext[]> {
  const open = await tx.episodes.openWith(around.conversation.contactId);
  const others = open.filter(({ id }) => id !== around.episode.id);
  const contexts: EpisodeContext[] = [around];
  for (const episode of others) contexts.push(await episodeContext(tx, episode));
  return contexts;
}
