/**
 * What the bridge asks of a company that moves SMS. A vendor is one folder under `carriers/` that
 * fulfils this, and one line in the registry. What a vendor lacks is an absent optional member.
 */

import type { Finding } from "../../domain/finding.ts";
import type {
  Address,
  CarrierCursor,
  CarrierMessageId,
  CarrierThreadId,
  E164,
  LoginName,
  MessageId,
} from "../../domain/ids.ts";
import type { CarrierConsents, ConsentList } from "./carrier-consents.ts";
import type { CarrierEvent, CarrierFailure, ReportedState } from "./carrier-events.ts";
import type { CarrierMedia, FetchOutcome, MediaLimits, OutgoingMedia } from "./carrier-media.ts";
import type { CarrierTemplates } from "./carrier-templates.ts";
import type { CarrierThreads } from "./carrier-threads.ts";

export interface Carrier {
  /** The word that `carrier:` in the directory uses, and the segment in `/webhooks/NAME/...`. */
  readonly name: string;
  readonly capabilities: CarrierCapabilities;
  /** Those that there are credentials for; absent: it knows one account, and no logins. */
  readonly logins?: readonly LoginName[];
  /** How often it is asked for what came, for a site that its webhooks do not reach. Milliseconds; absent: every five minutes, beside them. */
  readonly pollEvery?: number;
  /** How soon it wants what it posts answered. Milliseconds; absent: it waits for as long as we do. */
  readonly answerWithin?: number;

  /**
   * Verifies, then parses. Never throws for bad input: the reply says what was wrong (403 not signed by the
   * carrier, 415 wrong type, 400 malformed) and `events` is empty. The reply is sent only after every event is stored, or written down as
   * owed.
   */
  readWebhook(kind: WebhookKind, request: WebhookRequest): WebhookResult;

  /** For `doctor --callback`: how a captured request would be read. Nothing comes of it. Never throws. */
  explainWebhook?(kind: WebhookKind, request: WebhookRequest): WebhookExplained;

  /**
   * Makes sure that it tells us what comes to these lines: by a subscription, by a connection that it keeps. Called every few seconds, with
   * the lines in force; where all stands, it does nothing. May throw `CarrierError`: it is called again.
   */
  attend?(attending: Attending): Promise<void>;

  /** Lets go of connections that it keeps. Nothing is told after it resolved. */
  stop?(): Promise<void>;

  /**
   * Hands one SMS over, once: it is never retried inside. Does not throw; whatever can't be told apart from
   * "accepted, but the answer was lost" is `unknown`.
   */
  send(sms: OutgoingSms): Promise<SendOutcome>;

  /**
   * What came since the cursor was given: inbound texts, and the present state of what was sent, in order of time. May repeat what
   * is known, and tell of texts that others sent through the same account. What can't be read is told of, too. Without a cursor: no
   * events, and a cursor for now; an account's past is not ours to replay. That asks nobody and does not fail, so that what comes while
   * the company can't be reached is told later. What is much may be told a part at a time. May throw `CarrierError` otherwise; the caller
   * asks again with the cursor it had.
   */
  catchUp?(from: CatchUpFrom): Promise<CaughtUp>;

  /**
   * Looks in the carrier's list for a send whose answer was lost: by numbers, words and time, so what it finds may be another
   * text of the same words. The caller takes an id that a message of ours already has for `ambiguous`. May throw
   * `CarrierError`; is retried.
   */
  findSent?(sms: SentSms): Promise<FindOutcome>;

  /** What came with a text. Does not throw. */
  fetchMedia?(media: CarrierMedia, login?: LoginName): Promise<FetchOutcome>;

  /** Shows there, too, that somebody has seen these. May throw `CarrierError`. */
  markRead?(ids: readonly CarrierMessageId[], login?: LoginName): Promise<void>;

  /** Its own shared inbox, mirrored. */
  readonly threads?: CarrierThreads;
  /** Its own prepared answers, kept the same as ours. */
  readonly templates?: CarrierTemplates;
  /** Its own list of who does not want to be texted: kept the same as ours, or read where it takes no entries. */
  readonly consents?: CarrierConsents | ConsentList;

  /** What a failure of this code means for every text to the same contact; null where another try may do better. */
  lastingFailure?(code: string): LastingFailure | null;

  /** For `doctor` and readiness: is the account reachable, do the credentials work, are the numbers ours. Never throws. */
  verify(lines: readonly CarrierLine[]): Promise<Finding[]>;
}

/** A line of the directory in force, as its carrier has to know it. */
export interface CarrierLine {
  readonly number: E164;
  /** Absent: the carrier's only one. */
  readonly login?: LoginName;
  /** A group answers it. */
  readonly isShared?: boolean;
  /** Nothing leaves from it: whose it is answers from another line. */
  readonly sendsNothing?: boolean;
}

export interface Attending {
  /** Those of this carrier. */
  readonly lines: readonly CarrierLine[];
  /** Those of its logins that the directory uses; absent: all. None: it lets go of whatever it keeps. */
  readonly logins?: readonly LoginName[];
  /** Resolves once it is stored, or written down as owed. Rejects when that failed: then it was not taken. */
  readonly take: (event: CarrierEvent) => Promise<void>;
}

export interface CatchUpFrom {
  /** Whose news is asked for; absent where the carrier knows no logins. */
  readonly login?: LoginName;
  /** The lines of that login, where there is one. */
  readonly lines?: readonly CarrierLine[];
  /** The `next` of the last time, stored once its events were. Null: there was none. */
  readonly cursor: CarrierCursor | null;
  /** Where not null: tell also what became of texts sent since then, however far back that is. */
  readonly unsettledSince: Date | null;
}

export interface CaughtUp {
  readonly events: readonly CarrierEvent[];
  readonly next: CarrierCursor;
  /** There is more to be had with `next` at once; absent: that was all. */
  readonly more?: boolean;
}

export interface CarrierCapabilities {
  /** The longest text it takes, in UTF-16 code units. */
  readonly maxText: number;
  /** What files it takes along with a text; null: none. */
  readonly media: MediaLimits | null;
  /** To how many people one text may go as a group text; absent: it has none. */
  readonly groupTexts?: number;
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
  /** What stands behind the address that is known to all: `/webhooks/NAME/inbound/SECRET`; absent: nothing. */
  readonly secret?: string;
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

export interface WebhookExplained {
  /** Null where the request proves to be the carrier's; else why it does not, in a sentence with what to do. It is read all the same. */
  readonly unproven: string | null;
  /** What was found where, and what is missing, in sentences for whoever sets it up. */
  readonly sentences: readonly string[];
  /** What would come of it, once proven. */
  readonly events: readonly CarrierEvent[];
}

export interface OutgoingSms {
  readonly messageId: MessageId;
  readonly from: E164;
  readonly to: Address;
  /** Whom it goes to besides, in a group text; absent: nobody. */
  readonly others?: readonly Address[];
  readonly body: string;
  /** What goes along; absent: nothing. */
  readonly media?: readonly OutgoingMedia[];
  /** The login that sends it; absent where the carrier knows none. */
  readonly login?: LoginName;
  /** The thread of the carrier's shared inbox in which the conversation stands, where it is known. */
  readonly thread?: CarrierThreadId;
}

export interface SentSms extends OutgoingSms {
  /** When we began to send it. */
  readonly sendingSince: Date;
}

export type SendOutcome =
  | {
      readonly kind: "accepted";
      readonly carrierMessageId: CarrierMessageId;
      readonly state: ReportedState;
      /** The thread of the carrier's shared inbox in which it stands now. */
      readonly thread?: CarrierThreadId;
    }
  /** Certain: it was not sent. With `failure.retryAfterMs` it may simply be sent again after that time. */
  | {
      readonly kind: "rejected";
      readonly failure: CarrierFailure;
      /** Where it stands in the carrier's list all the same, as one that failed. */
      readonly carrierMessageId?: CarrierMessageId;
      /** Since somebody else has its thread in the carrier's shared inbox. */
      readonly isHeldByAnother?: true;
    }
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
