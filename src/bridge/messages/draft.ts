import type { AttachedFile } from "../../domain/attached-file.ts";
import type { ListId, MessageId, SlackUserId, TemplateId } from "../../domain/ids.ts";
import type { Origin } from "../../domain/origin.ts";
import type { TooLate } from "../../domain/policy/may-send.ts";
import type { Place } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Written } from "../../domain/written.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { NewReply, ReplyVerdict } from "../contracts/store/replies.ts";

/** Of a text that was filled in. */
export interface TemplateUsed {
  readonly id: TemplateId;
  readonly version: number;
}

/** A text that somebody, or something, wants to send: what the door (`write-text.ts`) is asked to let through. */
export interface Draft {
  readonly around: EpisodeContext;
  readonly origin: Origin;
  readonly body: string;
  /** Who answers for it: its writer, or whoever chose to send it after all. Null for what is sent by itself. */
  readonly author: SlackUserId | null;
  /** The member's message at the desk that it comes from; null for one that was begun otherwise. */
  readonly reply: {
    readonly place: Place;
    readonly kind: Written["kind"];
    readonly mentions: boolean;
    readonly files: number;
    /** Which ones; null where that is not known. */
    readonly attached: readonly AttachedFile[] | null;
    readonly thread: "current" | "former";
    /** It is not written down yet, and is with what is decided about it. */
    readonly unwritten: Omit<NewReply, keyof ReplyVerdict> | null;
  } | null;
  /** When it was last written on. Milliseconds. */
  readonly writtenAt: number;
  readonly tooLate: TooLate;
  /** What keeps it that was said yes to, for these words; not empty when someone has just chosen that it leave. */
  readonly agreed: ReadonlySet<WaitReason>;
  /** Nothing can have been done to its message that is not known: it may leave with the commit that decides it. */
  readonly atOnce: boolean;
  /** The text that was made of it before: that one is changed. */
  readonly message: Message | null;
  /** The text that it tries again. */
  readonly retryOf: MessageId | null;
  /** Somebody else's text that is under way, as it was read with its thread; absent: nobody has looked. */
  readonly underWay?: MessageId | null;
  /** Its author chose a time for it: it leaves no earlier. Milliseconds. */
  readonly later?: { readonly at: number; readonly unlessTheyWrite: boolean };
  /** The list that it is one of. */
  readonly list?: ListId;
  /** What it was filled from. */
  readonly template?: TemplateUsed;
  /** Files that go along with what is no member's message: of a text that is tried again, or goes to some of a group. */
  readonly along?: readonly AttachedFile[];
  /** Under which it is written where it is new, if that is settled: by it the ledger of opt-outs names the text that confirms one. */
  readonly id?: MessageId;
}

type DraftReply = NonNullable<Draft["reply"]>;

/** Of what a member wrote in a thread. */
export function typedDraft(
  around: EpisodeContext,
  {
    channel,
    ts,
    author,
    text: body,
    kind,
    mentions,
    files,
    attached = null,
    edited,
  }: Omit<Written, "thread">,
  rest: Pick<DraftReply, "thread"> &
    Partial<
      Pick<DraftReply, "unwritten"> &
        Pick<Draft, "author" | "writtenAt" | "tooLate" | "agreed" | "message" | "atOnce" | "underWay">
    >,
): Draft {
  const { thread, unwritten = null, ...more } = rest;
  return {
    around,
    origin: "typed",
    body,
    author,
    reply: { place: { channel, ts }, kind, mentions, files, attached, thread, unwritten },
    writtenAt: toMilliseconds(edited ?? ts),
    tooLate: false,
    agreed: new Set(),
    message: null,
    atOnce: false,
    retryOf: null,
    ...more,
  };
}

/** Of what a member began otherwise: a post of ours shows it, once it stands. */
export function begunDraft(
  around: EpisodeContext,
  text: Pick<Draft, "origin" | "body" | "author" | "writtenAt"> &
    Partial<Pick<Draft, "agreed" | "message" | "later" | "list" | "atOnce" | "template" | "along">>,
): Draft {
  return {
    around,
    reply: null,
    tooLate: false,
    agreed: new Set(),
    message: null,
    atOnce: false,
    retryOf: null,
    ...text,
  };
}

/** The same words again, of a text that waits: what it was begun as, and the time that was chosen for it, stay. */
export function draftAgain(
  around: EpisodeContext,
  message: Message,
  change: Pick<Draft, "author" | "writtenAt"> & Partial<Pick<Draft, "body" | "agreed" | "later">>,
): Draft {
  const { origin, body, notBefore, waitReason, unlessTheyWrite } = message;
  const hasTime = notBefore !== null && waitReason !== null && waitReason !== "hold";
  const later = hasTime ? { at: notBefore, unlessTheyWrite } : null;
  return begunDraft(around, {
    origin: origin ?? "started",
    body,
    message,
    ...(later === null ? {} : { later }),
    ...change,
  });
}

/** What leaves beside its words: nothing where its author said that the words leave alone. */
export function filesOf({
  reply,
  along,
  agreed,
}: Partial<Pick<Draft, "reply" | "along">> & Pick<Draft, "agreed">): readonly AttachedFile[] {
  if (agreed.has("files")) return [];
  return along ?? reply?.attached ?? [];
}

/** It goes on with what went along with it before: it hangs on no member's message that could say something else. */
export function keepsFiles({
  reply,
  along,
  agreed,
  message,
}: Pick<Draft, "reply" | "along" | "agreed"> & Partial<Pick<Draft, "message">>): boolean {
  const isSettled = reply !== null || along !== undefined || agreed.has("files");
  return !isSettled && (message?.files ?? 0) > 0;
}

/** What a text was filled from, for another of the same words. */
export function templateOf({
  templateId: id,
  templateVersion: version,
}: Pick<Message, "templateId" | "templateVersion">): Pick<Draft, "template"> {
  return id === null || version === null ? {} : { template: { id, version } };
}
