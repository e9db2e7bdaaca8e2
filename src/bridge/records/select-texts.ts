/** Some texts of a conversation are logged, those that somebody chose: from one to another. */

import { nameAttachments } from "../../domain/attachments.ts";
import { authorOfText } from "../../domain/contact.ts";
import { aCustomer } from "../../domain/directory.ts";
import type { EpisodeId, MessageId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import { localTime } from "../../domain/local-time.ts";
import { sentElsewhere } from "../../domain/origin.ts";
import { memberName } from "../../domain/people.ts";
import { selectedKey } from "../../domain/record.ts";
import type { Place } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, showsWords } from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import type { Refused } from "../context/outcome.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { isTold } from "./digest-rows.ts";
import { askToLog, type LogForm } from "./log-form.ts";
import { whyNot } from "./loggable.ts";
import { type RecordFacts, recordFacts } from "./record-facts.ts";
import { enqueueTellLogged } from "./tell-logged.ts";
import { wantRecord } from "./want-record.ts";

/** Slack's limit for the options of a menu. */
const mostTexts = 100;

export interface SelectForm {
  readonly episode: EpisodeId;
  readonly crm: string;
  readonly contact: string;
  /** In order, those that can be chosen. */
  readonly texts: readonly SelectableText[];
  readonly from: MessageId;
  readonly to: MessageId;
  /** There are more than are shown. */
  readonly isCut: boolean;
}

export interface SelectableText {
  readonly id: MessageId;
  /** When, who, and how it begins. */
  readonly label: string;
}

export interface AskToSelect {
  readonly user: SlackUserId;
  /** The message that it was used on. */
  readonly place: Place;
  readonly thread: SlackTs | null;
}

export async function askToSelect(
  ctx: Context,
  { user, place, thread }: AskToSelect,
): Promise<SelectForm | Refused> {
  return await ctx.store.read(async (tx) => {
    const reply = await tx.replies.find(place);
    const at = await tx.episodes.atThread(place.channel, thread ?? reply?.thread ?? place.ts);
    const facts = at === null ? null : await recordFacts(tx, reply?.episodeId ?? at.episode.id);
    if (facts === null) return { refusal: await nowhere(tx) };
    const refusal = whyNot(ctx, facts, user);
    if (refusal !== null) return { refusal };
    const texts = await tellable(tx, facts.episode.id);
    const [first] = texts;
    if (first === undefined) return { refusal: "Nothing was said here yet, so there is nothing to log." };
    const index = beginsAt(texts, place, facts.episode.thread);
    const begin = Math.max(0, Math.min(index, texts.length - mostTexts));
    const shown = texts.slice(begin, begin + mostTexts);
    const from = texts[index] ?? first;
    return {
      episode: facts.episode.id,
      crm: ctx.crm.title,
      contact: contactLabel(facts),
      texts: shown.map((text) => ({ id: text.id, label: labelOf(facts, text) })),
      from: from.id,
      to: (shown.at(-1) ?? from).id,
      isCut: texts.length > shown.length,
    };
  });
}

async function nowhere(tx: Tx): Promise<string> {
  const whom = aCustomer(await tx.directories.current());
  return `This message is in no conversation with ${whom}, so there is nothing to log.`;
}

/** Oldest first. */
async function tellable(tx: Tx, episode: EpisodeId): Promise<Message[]> {
  return (await tx.messages.ofEpisode(episode)).filter(isTold);
}

/** At the text that was pointed at; at the one after it, where it was something else that stands in the thread. */
function beginsAt(texts: readonly Message[], place: Place, card: SlackTs | null): number {
  const index = texts.findIndex((text) => isShownAt(text, place));
  if (index >= 0 || place.ts === card) return Math.max(0, index);
  const since = toMilliseconds(place.ts);
  const next = texts.findIndex(({ sendingAt, writtenAt }) => (sendingAt ?? writtenAt) >= since);
  return next < 0 ? texts.length - 1 : next;
}

function isShownAt({ postedTs, replyChannel, replyTs }: Message, { channel, ts }: Place): boolean {
  return postedTs === ts || (replyChannel === channel && replyTs === ts);
}

function labelOf(
  facts: RecordFacts,
  { direction, origin, author, sender, body, media, writtenAt, sendingAt }: Message,
): string {
  const { directory, conversation, zone } = facts;
  const { day, time } = localTime(sendingAt ?? writtenAt, zone);
  const inbound = authorOfText(directory, conversation, { sender });
  const ours = origin === "elsewhere" ? sentElsewhere(sender) : "Threadline";
  const who = direction === "in" ? inbound : author === null ? ours : memberName(directory, author);
  const attached = media.map(({ contentType }) => contentType);
  const words = body === "" ? nameAttachments(0, attached) : body;
  return [`${day} ${time.slice(0, 5)}`, who, ...(showsWords(facts) ? [words] : [])].join(": ");
}

export interface SubmitSelected {
  readonly user: SlackUserId;
  readonly episode: EpisodeId;
  readonly from: MessageId;
  readonly to: MessageId;
  readonly note: string;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

export type SubmittedSelected =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly words: string }
  /** The same texts were chosen before: this is what became of them. */
  | { readonly kind: "standing"; readonly form: LogForm };

export async function submitSelected(ctx: Context, input: SubmitSelected): Promise<SubmittedSelected> {
  const outcome = await ctx.store.transaction((tx) => submit(ctx, tx, input));
  if (outcome.kind !== "standing") return outcome;
  const form = await askToLog(ctx, { user: input.user, of: { record: outcome.record } });
  if ("refusal" in form) return { kind: "refused", words: form.refusal };
  return {
    kind: "standing",
    form: { ...form, filled: { ...form.filled, note: withNote(form, input.note) } },
  };
}

/** Nothing that somebody wrote is lost. */
function withNote({ filled: { note } }: LogForm, typed: string): string {
  return [...new Set([note, typed.trim()])].filter((words) => words !== "").join("\n");
}

async function submit(ctx: Context, tx: Tx, input: SubmitSelected) {
  const { user, from, to, note, act } = input;
  const facts = await recordFacts(tx, input.episode);
  const refusal = facts === null ? "This conversation is not known here any more." : whyNot(ctx, facts, user);
  if (facts === null || refusal !== null) return { kind: "refused" as const, words: refusal ?? "" };
  const { episode, conversation } = facts;
  const texts = (await tellable(tx, episode.id)).map(({ id }) => id);
  const [first, last] = [texts.indexOf(from), texts.indexOf(to)];
  if (first < 0 || last < 0)
    return { kind: "refused" as const, words: "One of these messages is not known here any more." };
  if (last < first)
    return { kind: "refused" as const, words: "The last message stands before the first one." };
  const messages = texts.slice(first, last + 1);
  if (!(await isFirstAct(ctx, tx, act))) return { kind: "done" as const };
  const standing = await tx.records.atKey(selectedKey(episode.id, from, messages.length));
  if (standing !== null) return { kind: "standing" as const, record: standing.id };
  const what = { kind: "selected", conversation: conversation.id, episode: episode.id, messages } as const;
  const made = await wantRecord(ctx, tx, what, { asked: true });
  if (made === null) return { kind: "done" as const };
  if (note.trim() !== "")
    await tx.records.update(made.id, { additions: { ...made.additions, note: note.trim() } });
  await enqueueTellLogged(ctx, tx, made.id, user);
  return { kind: "done" as const };
}
