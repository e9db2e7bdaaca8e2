/** The failures of the house. Anything else that is thrown is a defect: it is logged, and people see a neutral line. */

export type AppErrorCode =
  | "config"
  | "directory"
  | "database"
  | "lead"
  | "locked"
  | "not_found"
  | "refused"
  | "unavailable";

/** A failure with a sentence that may be shown to the person who caused it or who runs the app. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  constructor(code: AppErrorCode, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.code = code;
  }
}

/** What was to be written down is another instance's by now: nothing is, and that one settles it. */
export function isLeadLost(error: unknown): boolean {
  return error instanceof AppError && error.code === "lead";
}

export interface VendorFailure<Kind extends string = string> {
  /** What went wrong, in the vendor's own short word where there is one: `ratelimited`, `is_archived`, `20003`. */
  readonly kind: Kind;
  /** May the same call succeed later without anyone changing anything? */
  readonly retryable: boolean;
  /** Is it certain that the vendor did nothing? When not, the call must be reconciled before it is repeated. */
  readonly certain: boolean;
  readonly retryAfterMs?: number;
}

class VendorError<Kind extends string = string> extends Error {
  readonly failure: VendorFailure<Kind>;
  constructor(message: string, failure: VendorFailure<Kind>, options?: { cause?: unknown }) {
    super(message, options);
    this.failure = failure;
  }
}

/** A carrier's failure, as it crosses into the bridge. */
export class CarrierError extends VendorError {
  override readonly name = "CarrierError";
}

/** A CRM's failure, as it crosses into the bridge. */
export class CrmError extends VendorError {
  override readonly name = "CrmError";
}

/** What a failure of the desk's means for the job that met it. */
export type DeskFailureKind =
  | "thread_gone"
  | "message_gone"
  | "channel_closed"
  | "unauthorized"
  | "rate_limited"
  | "unreachable"
  | "missing_scope"
  | "nobody"
  | "refused";

/** Slack's failure, as it crosses into the bridge. */
export class DeskError extends VendorError<DeskFailureKind> {
  override readonly name = "DeskError";
}

/** Whether the desk failed in this way, whatever was thrown. */
export function isDeskFailure(error: unknown, kind: DeskFailureKind): boolean {
  return error instanceof DeskError && error.failure.kind === kind;
}

/** Whether what was asked for is not there any more. */
export function isGone(error: unknown): boolean {
  return isDeskFailure(error, "thread_gone") || isDeskFailure(error, "message_gone");
}
