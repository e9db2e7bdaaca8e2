/**
 * The logging page: after the first text of a day that a member writes in a conversation, and only then. Where they wrote it in a form, that
 * opens by itself; where they typed it in a thread, a line that they alone see offers it.
 */
import type { Member } from "../../domain/directory.ts";
import type { MessageId, SlackUserId } from "../../domain/ids.ts";
import { localDay } from "../../domain/local-day.ts";
import type { Origin } from "../../domain/origin.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, memberOf, userOf } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { askToLog, type LogForm } from "./log-form.ts";
import { type RecordFacts, recordFacts } from "./record-facts.ts";

/** As the desk calls the button that opens the form. */
const promptAction = "log.prompt";

/** Written by a member for this contact alone, and not for later. */
const prompting: ReadonlySet<Origin | null> = new Set<Origin>(["typed", "started", "template"]);

/** What came of a form that a text was sent from: `page` takes its place. */
export interface Done {
  readonly kind: "done";
  readonly page?: LogForm;
}

/** @param message the text that leaves now; null: none does. */
export async function withPage(ctx: Context, user: SlackUserId, message: MessageId | null): Promise<Done> {
  const page = message === null ? null : await pageFor(ctx, user, message);
  return page === null ? { kind: "done" } : { kind: "done", page };
}

async function pageFor(ctx: Context, user: SlackUserId, message: MessageId): Promise<LogForm | null> {
  const asked = await ctx.store.read(async (tx) => {
    const text = await tx.messages.get(message);
    const facts = text?.episodeId ? await recordFacts(tx, text.episodeId) : null;
    return text === null || facts === null || !facts.policy.popupAfterFirst ? null : { text, facts };
  });
  if (asked === null) return null;
  const { text, facts } = asked;
  const member = memberOf(facts, user);
  const isFirst = await ctx.store.transaction((tx) => isFirstOfDay(ctx, tx, facts, text, member));
  if (!isFirst) return null;
  const form = await askToLog(ctx, { user, of: { episode: facts.episode.id } });
  return "refusal" in form ? null : form;
}

/** Of texts that began to leave just now: whoever typed the first of their day is offered the form. */
export async function promptForTexts(
  ctx: Context,
  tx: Tx,
  facts: RecordFacts,
  texts: readonly MessageId[],
): Promise<void> {
  if (!facts.policy.popupAfterFirst) return;
  for (const text of await tx.messages.getAll(texts)) {
    const { author, sendingAt, writtenAt } = text;
    const user = author && userOf(facts, author);
    // Long after it was sent, nobody expects to be asked.
    if (user === null || ctx.now() - (sendingAt ?? writtenAt) > ctx.settings.sendWithin) continue;
    if (await isFirstOfDay(ctx, tx, facts, text, memberOf(facts, user)))
      await offer(ctx, tx, facts, text, user);
  }
}

async function isFirstOfDay(
  ctx: Context,
  tx: Tx,
  { conversation, policy, isLeftOut, zone }: RecordFacts,
  text: Message,
  member: Member | null,
): Promise<boolean> {
  if (!policy.popupAfterFirst || isLeftOut || member === null || !isPrompting(text)) return false;
  const day = localDay(ctx.now(), zone);
  const others = (await tx.records.textsOfDay(conversation.id, day)).filter(
    (one) => one.id !== text.id && one.author === member.username && isPrompting(one),
  );
  if (others.length > 0) return false;
  return await tx.logSettings.notePrompt(conversation.id, day, member.username, ctx.now());
}

function isPrompting({ direction, origin, state }: Message): boolean {
  return direction === "out" && prompting.has(origin) && state !== "cancelled";
}

async function offer(
  ctx: Context,
  tx: Tx,
  facts: RecordFacts,
  text: Message,
  user: SlackUserId,
): Promise<void> {
  const place = replyPlace(text) ?? threadPlace(facts.episode);
  const words = `Your first text to ${contactLabel(facts)} today. Add a note for ${ctx.crm.title}, or say what it belongs to:`;
  const about = place && { place, thread: facts.episode.thread };
  await inform(ctx, tx, user, [words], about, {
    action: promptAction,
    value: facts.episode.id,
    label: "Log",
  });
}
