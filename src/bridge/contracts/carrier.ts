/**
 * What the bridge asks of a company that moves SMS. A vendor is one folder under `carriers/` that
 * fulfils this, and one line in the registry. What a vendor lacks is an absent optional member.
 */

import type { Finding } from "../../domain/finding.ts";
import type { Address, CarrierCursor, CarrierMessageId, E164, MessageId } from "../../domain/ids.ts";
import type { OptOutWord } from "../../domain/opt-out.ts";

export interface Carrier {
  /** The word that `carrier:` in the directory uses, and the segment in `/webhooks/NAME/...`. */
  readonly name: string;
  readonly capabilities: CarrierCapabilities;
  /** How often it is asked for what came, for a site that its webhooks do not reach. Milliseconds; absent: every five minutes, beside them. */
  readonly pollEvery?: number;

  /**
   * Verifies, then parses. Never throws for bad input: the reply says what was wrong (403 not signed by the
   * carrier, 415 wrong type, 400 malformed) and `events` is empty. The reply is sent only after every event is stored.
   */
  readWebhook(kind: WebhookKind, request: WebhookRequest): WebhookResult;

  /**
   * Hands one SMS over, once: it is never retried inside. Does not throw; whatever can't be told apart from
   * "accepted, but the answer was lost" is `unknown`.
   */
  send(sms: OutgoingSms): Promise<SendOutcome>;

  /**
   * What came since the cursor was given: inbound texts, and the present state of what was sent, in order of time. May repeat what
   * is known, and tell of texts that others sent through the same account. What can't be read is told of, too. Without a cursor: no
   * events, and a cursor for now; an account's past is not ours to replay. That asks nobody and does not fail, so that what comes while
   * the company can't be reached is told later. May throw `CarrierError` otherwise; the caller asks again with the cursor it had.
   */
  catchUp?(from: CatchUpFrom): Promise<CaughtUp>;

  /**
   * Looks in the carrier's list for a send whose answer was lost: by numbers, words and time, so what it finds may be another
   * text of the same words. The caller takes an id that a message of ours already has for `ambiguous`. May throw
   * `CarrierError`; is retried.
   */
  findSent?(sms: SentSms): Promise<FindOutcome>;

  /** What a failure of this code means for every text to the same contact; null where another try may do better. */
  lastingFailure?(code: string): LastingFailure | null;

  /** For `doctor` and readiness: is the account reachable, do the credentials work, are the numbers ours. Never throws. */
  verify(numbers: readonly E164[]): Promise<Finding[]>;
}

export interface CatchUpFrom {
  /** The `next` of the last time, stored once its events were. Null: there was none. */
  readonly cursor: CarrierCursor | null;
  /** Where not null: tell also what became of texts sent since then, however far back that is. */
  readonly unsettledSince: Date | null;
}

export interface CaughtUp {
  readonly events: readonly CarrierEvent[];
  readonly next: CarrierCursor;
}

export interface CarrierCapabilities {
  /** The longest text it takes, in UTF-16 code units. */
  readonly maxText: number;
  /** Whether pictures can be sent. */
  readonly media: boolean;
  /** How many texts a second it sends from one line. What it is given beyond that waits at its side, a reply behind it as well: so texts to many are given no faster. */
  readonly textsPerSecond: number;
  /**
   * Whether it answers a text of these words, that came to this line, by itself, and no longer takes texts to whoever asked for that by
   * it (or takes them again). Word by word: what it leaves to us, we answer.
   */
  answers(body: string, line: E164): boolean;
}

export type WebhookKind = "inbound" | "status";

export interface WebhookRequest {
  readonly method: string;
  /** Path and query exactly as received: signatures cover it. */
  readonly rawUrl: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface WebhookResult {
  readonly reply: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly events: readonly CarrierEvent[];
}

export type CarrierEvent = TextEvent | StatusEvent | LookEvent | UnreadableEvent;

/** An inbound SMS. */
export interface TextEvent {
  readonly kind: "text";
  readonly carrierMessageId: CarrierMessageId;
  readonly from: Address;
  /** A number, or what can be no line's: an address of another channel (`whatsapp:+15550100001`), of a form that nobody knows. */
  readonly to: E164 | Address;
  readonly body: string;
  readonly media: readonly CarrierMedia[];
  /** When the carrier says it came in, where it says so. */
  readonly receivedAt: Date | null;
  /** What the carrier took it for, and answered by itself: it may know words that we don't. */
  readonly word?: OptOutWord;
}

export interface CarrierMedia {
  readonly url: string;
  readonly contentType: string;
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

/** The carrier has news: run catch-up. */
export interface LookEvent {
  readonly kind: "look";
}

/** The carrier has, or lists, something that its folder can't read. It is logged and counted: it may be a text that nobody sees. */
export interface UnreadableEvent {
  readonly kind: "unreadable";
  /** Where even that can't be read, null. */
  readonly carrierMessageId: CarrierMessageId | null;
}

export type ReportedState = "accepted" | "sent" | "delivered" | "failed";

export interface OutgoingSms {
  readonly messageId: MessageId;
  readonly from: E164;
  readonly to: Address;
  readonly body: string;
}

export interface SentSms extends OutgoingSms {
  /** When we began to send it. */
  readonly sendingSince: Date;
}

export type SendOutcome =
  | { readonly kind: "accepted"; readonly carrierMessageId: CarrierMessageId; readonly state: ReportedState }
  /** Certain: it was not sent. With `failure.retryAfterMs` it may simply be sent again after that time. */
  | { readonly kind: "rejected"; readonly failure: CarrierFailure }
  /** It may or may not have been sent. `reason` is for the log: no numbers, no bodies. */
  | { readonly kind: "unknown"; readonly reason: string };

export type FindOutcome =
  | {
      readonly kind: "found";
      readonly carrierMessageId: CarrierMessageId;
      readonly state: ReportedState;
      readonly failure: CarrierFailure | null;
    }
  | { readonly kind: "absent" }
  | { readonly kind: "ambiguous" };

/** `no_texts`: the number is a landline, or none that can be texted. */
export type LastingFailure = "opted_out" | "no_texts";

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
