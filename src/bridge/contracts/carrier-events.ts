/** What a carrier tells the bridge: by its webhooks, over a connection that it keeps, or when it is asked. */
import type {
  Address,
  CarrierMessageId,
  CarrierThreadId,
  E164,
  LoginName,
  MessageId,
} from "../../domain/ids.ts";
import type { OptOutWord } from "../../domain/opt-out.ts";
import type { CarrierMedia } from "./carrier-media.ts";
import type { CarrierThreadEvent, ThreadNoteEvent } from "./carrier-threads.ts";

export type CarrierEvent =
  | TextEvent
  | StatusEvent
  | ElsewhereEvent
  | CarrierThreadEvent
  | ThreadNoteEvent
  | LookEvent
  | ConsentsEvent
  | UnreadableEvent;

/** An inbound SMS. */
export interface TextEvent {
  readonly kind: "text";
  readonly carrierMessageId: CarrierMessageId;
  readonly from: Address;
  /** A number, or what can be no line's: an address of another channel (`whatsapp:+15550100001`), of a form that nobody knows. */
  readonly to: E164 | Address;
  /** Who else it went to, in a group text; absent: nobody. */
  readonly others?: readonly Address[];
  readonly body: string;
  readonly media: readonly CarrierMedia[];
  /** When the carrier says it came in, where it says so. */
  readonly receivedAt: Date | null;
  /** What the carrier took it for, and answered by itself: it may know words that we don't. */
  readonly word?: OptOutWord;
  /** By whose login it was heard of, where it was told by itself and there are several. */
  readonly login?: LoginName;
  /** The thread of the carrier's shared inbox in which it stands. */
  readonly thread?: CarrierThreadId;
  /** It may stand on its account's list as well, behind older ones that were not told: it is taken once that was read. */
  readonly isPerhapsListed?: boolean;
}

/** News of an SMS that we sent. At least one of the two ids is there. */
export interface StatusEvent {
  readonly kind: "status";
  readonly carrierMessageId: CarrierMessageId | null;
  /** Our own id, as carried by the callback address. */
  readonly messageId: MessageId | null;
  readonly state: ReportedState;
  /** Set when `state` is failed. */
  readonly failure: CarrierFailure | null;
  /** The text itself, where the carrier's list shows it. */
  readonly sms?: { readonly from: string; readonly body: string; readonly at: Date | null };
}

/**
 * A text that left one of our lines without us: somebody wrote it in another app of the same account. Where we know its id, it is news of
 * ours.
 */
export interface ElsewhereEvent {
  readonly kind: "elsewhere";
  readonly carrierMessageId: CarrierMessageId;
  readonly from: E164;
  readonly to: Address;
  /** Who else it went to, in a group text; absent: nobody. */
  readonly others?: readonly Address[];
  readonly body: string;
  readonly media: readonly CarrierMedia[];
  /** When it left, where the carrier says so. */
  readonly sentAt: Date | null;
  readonly state: ReportedState;
  /** Set when `state` is failed. */
  readonly failure: CarrierFailure | null;
  /** Whose login it left by, where it is one of ours. */
  readonly login?: LoginName;
  /** How the carrier calls who wrote it, where it says so. */
  readonly author?: string;
  /** The thread of the carrier's shared inbox in which it stands. */
  readonly thread?: CarrierThreadId;
}

/** The carrier has news: ask it what came. That is owed work, and not done while it waits for its answer. */
export interface LookEvent {
  readonly kind: "look";
  /** Of this login alone; absent: of all. */
  readonly login?: LoginName;
}

/** Its own list of who does not want to be texted has changed. Owed work like a look. */
export interface ConsentsEvent {
  readonly kind: "consents";
  /** As this login hears it; absent: all of them. */
  readonly login?: LoginName;
  /** Of whom; absent: it does not say. */
  readonly contacts?: readonly Address[];
}

/** The carrier has, or lists, something that its folder can't read. It is logged and counted: it may be a text that nobody sees. */
export interface UnreadableEvent {
  readonly kind: "unreadable";
  /** Where even that can't be read, null. */
  readonly carrierMessageId: CarrierMessageId | null;
}

export type ReportedState = "accepted" | "sent" | "delivered" | "failed";

/** Why an SMS did not reach the phone, in a sentence that an agent understands. */
export interface CarrierFailure {
  /** The vendor's number, or a short word of ours. */
  readonly code: string;
  /** Plain, complete, safe to show: "Maria's phone has opted out ...". */
  readonly sentence: string;
  /** Whose trouble it is: this recipient's, this text's, the whole account's, or a passing one. */
  readonly scope: "recipient" | "content" | "account" | "passing";
  /** Present only when the carrier certainly did nothing and says to come back. Milliseconds. */
  readonly retryAfterMs?: number;
}
