/**
 * Of a group, the one who wrote that they want no texts means themselves: no text to all of them reaches the others alone, and what has to be
 * said to them is said to them alone, from the line that they texted.
 */
import { oneOfThem } from "../../domain/contact.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { addOptIn, addOptOut } from "../messages/add-to-ledger.ts";
import { cancelUnsentTo, confirm, confirmationOf } from "../messages/opt-out.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";
import { aloneWith } from "./alone-with.ts";
import type { Heard } from "./hear-opt-out.ts";
import { type HeardText, mayAnswer, saidBy } from "./heard-text.ts";
import { sendHelp } from "./send-help.ts";

interface InGroup {
  readonly around: EpisodeContext;
  readonly heard: Heard;
  readonly text: HeardText;
  /** As people call whoever wrote it. */
  readonly who: string;
}

export async function actInGroup(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  heard: Heard,
  text: HeardText,
): Promise<void> {
  const who = oneOfThem(around.directory, around.conversation, text.event.from);
  const words = await act(ctx, tx, { around, heard, text, who });
  if (words === null) return;
  await enqueueLine(tx, around.episode, [words], ctx.now());
  await enqueueCard(tx, around.episode, ctx.now());
}

/** Returns what is said of it in the group's thread. */
async function act(ctx: Context, tx: Tx, one: InGroup): Promise<string | null> {
  switch (one.heard.meaning) {
    case "stop":
      return await hearStop(ctx, tx, one);
    case "start":
      return await hearStart(ctx, tx, one);
    case "help":
      return await answerHelp(ctx, tx, one);
    case "ask":
      return `${one.who} may not want to be texted any more: “${one.text.event.body.trim()}” If so, record it in a conversation with them alone, or ask them to text STOP.`;
    case "nothing":
      return null;
  }
}

async function hearStop(ctx: Context, tx: Tx, one: InGroup): Promise<string | null> {
  const { around, heard, text, who } = one;
  if (heard.wasSaid) return null;
  const { from: address, body } = text.event;
  const said = saidBy(heard, text);
  const confirms = !heard.wasOut && mayAnswer(ctx, around, heard, text);
  const confirmationId = confirms ? confirmationOf(ctx, heard.kept) : null;
  const about = { conversation: { address, inLedger: true }, line: text.line };
  await addOptOut(ctx, tx, about, said, confirmationId, heard.kept);
  const [contact] = await tx.contacts.among([address]);
  await cancelUnsentTo(ctx, tx, contact === undefined ? [] : [contact.id]);
  await cancelUnsentTo(ctx, tx, [around.conversation.contactId]);
  await tx.episodes.update(around.episode.id, { unansweredSince: null });
  const alone = confirmationId && (await aloneWith(ctx, tx, address, text.line));
  const confirmation = alone && (await confirm(ctx, tx, alone, said, confirmationId));
  const wrote = `${who} has opted out: they wrote “${body.trim()}”.`;
  const last = confirmation === null ? "" : ` They alone got one last text: “${confirmation.body}”`;
  if (contact !== undefined) await sayInTheirs(ctx, tx, one, `${wrote} It was in a group text.${last}`);
  return `${wrote} Nothing is sent to this group, or to them, until they text START.${last}`;
}

/** Where they are texted alone, too. */
async function sayInTheirs(ctx: Context, tx: Tx, { text }: InGroup, words: string): Promise<void> {
  const [contact] = await tx.contacts.among([text.event.from]);
  if (contact === undefined) return;
  for (const episode of await tx.episodes.openWith(contact.id)) {
    await tx.episodes.update(episode.id, { unansweredSince: null });
    await enqueueLine(tx, episode, [words], ctx.now());
    await enqueueCard(tx, episode, ctx.now());
  }
}

async function hearStart(ctx: Context, tx: Tx, { heard, text, who }: InGroup): Promise<string> {
  const { from: address, body } = text.event;
  const about = { conversation: { address, inLedger: true }, line: text.line };
  await addOptIn(ctx, tx, about, saidBy(heard, text));
  return `${who} wrote “${body.trim()}”: they can be texted again.`;
}

async function answerHelp(
  ctx: Context,
  tx: Tx,
  { around, heard, text, who }: InGroup,
): Promise<string | null> {
  if (heard.wasOut || !mayAnswer(ctx, around, heard, text)) return null;
  const alone = await aloneWith(ctx, tx, text.event.from, text.line);
  const answer = alone && (await sendHelp(ctx, tx, alone, heard, text));
  return answer === null ? null : `${who} alone was answered automatically: “${answer.body}”`;
}
