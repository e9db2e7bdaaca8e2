/** How the house says what it does, to whoever runs it: a log without words or full numbers, and counters. */

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
  | "texts_blocked"
  | "files_fetched"
  | "files_failed"
  | "files_taken_along"
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
  | "modals_failed"
  | "templates_taken"
  | "templates_given"
  | "templates_refused"
  | "templates_failed"
  | "outbox_done"
  | "outbox_postponed";
