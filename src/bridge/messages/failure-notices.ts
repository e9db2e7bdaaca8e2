/** A text did not reach the phone, or nobody knows whether it did: said in words in the thread, to its author, with what can be done. */
import type { SlackUserId } from "../../domain/ids.ts";
import { isEmptyText } from "../../domain/plain-text.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { aroundEpisode, userOf } from "../context/episode-context.ts";
import { optOutFrom } from "../context/opted-out.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { CarrierFailure } from "../contracts/carrier-events.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";
import { remarkPrivately, tellInThread } from "../notices/tell.ts";
import { saidIn } from "./said-in.ts";

interface Concerned {
  readonly author: SlackUserId | null;
  readonly body: string;
}

/** It stands until somebody decides, also when the conversation was resolved meanwhile. */
export const failureNotice: NoticeKind<
  Concerned & {
    readonly isRetry: boolean;
    readonly why: string;
    /** Another try would fail for the same reason. */
    readonly isLasting: boolean;
    /** Files went along with its words: they may be what was not taken. */
    readonly hasFiles?: boolean;
  },
  "try_again" | "try_text_only"
> = {
  name: "failure",
  outlives: true,
  labels: { try_again: "Try again", try_text_only: "Send text only" },
  offers: ({ isLasting, hasFiles }) => {
    if (isLasting) return [];
    return hasFiles ? ["try_again", "try_text_only"] : ["try_again"];
  },
  sentence: ({ author, body, isRetry, why }) => {
    const what = isRetry ? "This time it was not delivered" : "This text was not delivered";
    return [...calling(author), `${what}: ${quotedAtEnd(body)} ${why}`];
  },
};

export const doubtNotice: NoticeKind<Concerned, "try_again" | "discard"> = {
  name: "doubt",
  outlives: true,
  labels: { try_again: "Try again", discard: "Discard" },
  offers: () => ["try_again", "discard"],
  sentence: ({ author, body }) => [
    ...calling(author),
    `It is not known whether this text left: ${quotedAtEnd(body)} The answer of the phone company was lost. Trying again may send it twice.`,
  ],
};

/** The carrier has it wait: it leaves by itself, and nobody is called. */
export const putOffNotice: NoticeKind<
  { readonly body: string; readonly why: string /** Milliseconds. */; readonly at: number },
  never
> = {
  name: "put_off",
  labels: {},
  offers: () => [],
  sentence: ({ body, why, at }) => [`${why} This text leaves at about `, { at }, `: ${quotedAtEnd(body)}`],
};

interface Away extends Concerned {
  readonly isCopy?: boolean;
  /** The time that was chosen for it, where that is yet to come: on an older copy. Milliseconds. */
  readonly at?: number | null;
}

/** It was due while nothing ran. */
export const awayNotice: NoticeKind<Away, "send_now" | "discard"> = {
  name: "away",
  labels: { send_now: "Send now", discard: "Discard" },
  label: (choice, { at }) => (choice === "send_now" && typeof at === "number" ? "Send at its time" : null),
  offers: () => ["send_now", "discard"],
  sentence: ({ author, body, isCopy, at }) => [
    ...calling(author),
    ...(typeof at === "number"
      ? (["This text is to leave ", { at }, ". That was chosen in an older copy of the database: "] as const)
      : []),
    typeof at === "number"
      ? `since then it may have left, or been changed or cancelled: ${quotedAtEnd(body)}`
      : isCopy
        ? `This text was due in an older copy of the database, and may have left since: ${quotedAtEnd(body)}`
        : `Threadline was away when this text was due: ${quotedAtEnd(body)} It has not left.`,
  ],
};

function calling(author: SlackUserId | null): Sentence {
  return author === null ? [] : [{ mention: author }, " "];
}

export async function tellOfFailure(
  ctx: Context,
  tx: Tx,
  message: Message,
  { code, sentence: why }: Pick<CarrierFailure, "code" | "sentence">,
): Promise<void> {
  const conversation = await tx.conversations.get(message.conversationId);
  const optedOut = conversation && (await optOutFrom(tx, conversation, message.line));
  if (message.origin === "elsewhere") return await tellQuietly(ctx, tx, message, why);
  // The one that confirms it: the carrier knew before.
  if (message.origin === "automatic" && optedOut !== null) return;
  const isLasting = isLastingFailure(ctx, message, code) || optedOut !== null;
  const hasFiles = message.files > 0 && !isEmptyText(message.body);
  const payload = { ...concerned(message), isRetry: message.retryOf !== null, why, isLasting, hasFiles };
  await tell(ctx, tx, message, failureNotice, payload, ctx.now());
}

/** Whose login it left by, else whose conversation it is: nobody here wrote it, so nobody else is called to it. */
async function tellQuietly(ctx: Context, tx: Tx, message: Message, why: string): Promise<void> {
  const around = message.episodeId === null ? null : await aroundEpisode(tx, message.episodeId);
  if (around === null) return;
  const { owner } = around.conversation;
  const holder = owner.kind === "member" ? owner.username : around.episode.assignee;
  const user = message.authorUser ?? (holder && userOf(around, holder));
  if (user === null) return;
  const about = {
    episode: around.episode,
    about: replyPlace(message),
    message: message.id,
    causedAt: ctx.now(),
  };
  const what = `A text that was sent from another app was not delivered: ${quotedAtEnd(saidIn(message))} ${why}`;
  await remarkPrivately(ctx, tx, user, [what], about);
}

export function isLastingFailure(
  { carriers }: Pick<Context, "carriers">,
  { carrier }: Pick<Message, "carrier">,
  code: string | null,
): boolean {
  return code !== null && (carriers.get(carrier)?.lastingFailure?.(code) ?? null) !== null;
}

/** Nobody can say whether a text left: its author decides. */
export async function tellOfDoubt(ctx: Context, tx: Tx, message: Message): Promise<void> {
  await tell(ctx, tx, message, doubtNotice, concerned(message), ctx.now());
}

/** Once for each text, however often it is put off. @param at when it is tried again. Milliseconds since 1970. */
export async function tellOfDelay(
  ctx: Context,
  tx: Tx,
  message: Message,
  { sentence }: Pick<CarrierFailure, "sentence">,
  at: number,
): Promise<void> {
  // Of what went to many, and of what left by itself, nobody waits for one.
  if (message.listId !== null || message.origin === "automatic") return;
  const told = await tx.notices.aboutMessage(message.id);
  if (told.some(({ kind }) => kind === putOffNotice.name)) return;
  // Behind it stands what to do about it, which is done by itself here.
  const [why = sentence] = /^.+?\.(?= |$)/s.exec(sentence) ?? [];
  await tell(ctx, tx, message, putOffNotice, { body: saidIn(message), why, at }, ctx.now());
}

/** @param how `isCopy`: another app has gone on with what this database thinks is due. */
export async function tellOfAbsence(
  ctx: Context,
  tx: Tx,
  message: Message,
  how: Pick<Away, "isCopy" | "at">,
): Promise<void> {
  await tell(ctx, tx, message, awayNotice, { ...concerned(message), ...how }, message.writtenAt);
}

function concerned(message: Message): Concerned {
  return { author: message.authorUser, body: saidIn(message) };
}

async function tell<Payload>(
  ctx: Context,
  tx: Tx,
  message: Message,
  kind: NoticeKind<Payload>,
  payload: Payload,
  causedAt: number,
): Promise<void> {
  const episode = await tx.episodes.get(message.episodeId);
  // It has no thread: of what went to many, its author reads it beside how far that is.
  if (episode === null || episode.state === "quiet") return;
  const about = { episode, about: replyPlace(message), message: message.id, causedAt };
  await tellInThread(ctx, tx, kind, payload, about);
}
