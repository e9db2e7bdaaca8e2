/** What we owe the outside world, as it stands in the outbox: names of rows, not their words. */
import type { EpisodeId, MessageId, NoticeId, SlackChannelId, SlackTs, SlackUserId } from "./ids.ts";
import type { Place, Sentence } from "./sentence.ts";

export type Work =
  /** Hand a text to the carrier. */
  | { readonly kind: "send"; readonly message: MessageId }
  /** Find out what became of a text whose answer was lost. */
  | { readonly kind: "find"; readonly message: MessageId }
  /** Post the card that opens a thread. */
  | { readonly kind: "open"; readonly episode: EpisodeId }
  /** Show an inbound text in its thread. */
  | { readonly kind: "text"; readonly episode: EpisodeId; readonly message: MessageId }
  /** Say something in a thread, with the choices of a notice if there is one. */
  | {
      readonly kind: "line";
      readonly episode: EpisodeId;
      readonly sentence: Sentence;
      readonly notice: NoticeId | null;
    }
  /** Show a notice in a thread anew, now that its choice is made. */
  | { readonly kind: "rewrite"; readonly notice: NoticeId }
  /** Bring a member's message's mark up to date. */
  | { readonly kind: "mark"; readonly channel: SlackChannelId; readonly ts: SlackTs }
  /** Draw a card anew. */
  | { readonly kind: "card"; readonly episode: EpisodeId }
  /** Tell one person what a notice says. */
  | { readonly kind: "tell"; readonly notice: NoticeId }
  /** Tell one person something that offers no choice. */
  | {
      readonly kind: "inform";
      readonly user: SlackUserId;
      readonly sentence: Sentence;
      /** Where they have just done something; absent or null: they are told directly. */
      readonly about?: { readonly place: Place; readonly thread: SlackTs | null } | null;
    }
  /** Answer the press of a button. */
  | {
      readonly kind: "answer";
      readonly user: SlackUserId;
      readonly responseUrl: string;
      readonly sentence: Sentence;
      readonly replace: boolean;
    }
  /** Bring the line about who waits up to date. */
  | { readonly kind: "remind"; readonly channel: SlackChannelId }
  /** Ask who a member's e-mail belongs to. */
  | { readonly kind: "identify"; readonly email: string };

export type WorkKind = Work["kind"];

/** Who goes first when not all can: customers' words and failures, then what people wait to be told, then what only looks. */
export const workPriority: Readonly<Record<WorkKind, number>> = {
  send: 0,
  open: 1,
  text: 1,
  line: 1,
  answer: 2,
  tell: 2,
  inform: 2,
  rewrite: 3,
  mark: 3,
  find: 3,
  identify: 3,
  card: 4,
  remind: 5,
};

/** What posts into a channel, and so needs its turn there. */
export const postKinds = ["open", "text", "line", "remind"] as const satisfies readonly WorkKind[];

export type Callee = "carrier" | "desk";

/** Whom a piece of work calls, to keep apart what one of them could hold up: see `jobs/outbox-worker.ts`. */
export const calleeOf: Readonly<Record<WorkKind, Callee>> = {
  send: "carrier",
  find: "carrier",
  open: "desk",
  text: "desk",
  line: "desk",
  answer: "desk",
  tell: "desk",
  inform: "desk",
  rewrite: "desk",
  mark: "desk",
  identify: "desk",
  card: "desk",
  remind: "desk",
};

/** What calls one of them. */
export function kindsCalling(callee: Callee): WorkKind[] {
  const kinds = Object.keys(calleeOf) as WorkKind[];
  return kinds.filter((kind) => calleeOf[kind] === callee);
}
