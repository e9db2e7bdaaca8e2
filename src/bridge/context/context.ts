/**
 * What every verb of the bridge works with. The bridge owns the rules: each verb decides and writes in one transaction and
 * fills the outbox; the worker then does what is owed (law 1).
 */
import type { MessageId } from "../../domain/ids.ts";
import type { ResolveBy } from "../../domain/rights.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Store } from "../../store/store.ts";
import type { Carrier } from "../contracts/carrier.ts";
import type { Desk, DeskHistory } from "../contracts/desk.ts";

export interface Bridge {
  readonly store: Store;
  readonly desk: Desk;
  readonly history: DeskHistory;
  readonly carriers: ReadonlyMap<string, Carrier>;
  readonly settings: BridgeSettings;
  readonly hearing: Hearing;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly count: Count;
  /** Tells the worker that the outbox may hold something new. */
  readonly wake: () => void;
}

export interface BridgeSettings {
  /** How long a reply may still be changed before it leaves. Milliseconds. */
  readonly hold: number;
  /** What is older than this when it could leave waits for its author. Milliseconds. */
  readonly sendWithin: number;
  /** A customer who has waited this long is pointed out. Milliseconds; 0: never. */
  readonly remindAfter: number;
  readonly resolveBy: ResolveBy;
}

/** Whether we hear what happens at the desk (law 3): deaf time does not count towards a hold. Kept by `hear-desk.ts`. */
export interface Hearing {
  /** Since when we are deaf; null while we hear. Milliseconds. */
  deafSince: number | null;
  /** When we began to hear again; absent before the first time. Milliseconds. */
  heardSince?: number;
  /** How often we became deaf, so that it is noticed while we are about to hear again. */
  losses?: number;
  /** When the clock's tick last came by; absent before the first one. Milliseconds. */
  beatAt?: number;
  /** Replies written before this moment and found later wait for their author: we were away for too long. Milliseconds. */
  awayUntil: number;
  /** While what we missed is being fetched: until when at most texts wait for it, so that none overtakes an earlier one (law 4). */
  fetchingUntil?: number;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Counts something that happened; the names are listed in `http/metrics.ts`. */
export type Count = (what: Counted, by?: number) => void;

export type Counted =
  | "texts_received"
  | "texts_repeated"
  | "texts_unrouted"
  | "replies_taken"
  | "replies_kept_inside"
  | "replies_refused"
  | "sends_accepted"
  | "sends_rejected"
  | "sends_unknown"
  | "reports_received"
  | "records_unreadable"
  | "webhooks_refused"
  | "deliveries_stored"
  | "deliveries_repeated"
  | "deliveries_dead"
  | "outbox_done"
  | "outbox_postponed";

/** What a person who pressed or typed learns; null when what happened shows by itself. */
export interface Outcome {
  readonly sentence: Sentence | null;
}

export const silent: Outcome = { sentence: null };

export function says(...sentence: Sentence): Outcome {
  return { sentence };
}

export function newMessageId(bridge: Bridge): MessageId {
  return bridge.newId() as MessageId;
}
