/**
 * Slack's failures, in the words of the contract. A kind says what the outbox worker can do about it; whether it is
 * certain that Slack did nothing decides if the call may simply be repeated (a post has no idempotency key).
 */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { DeskError, type DeskFailureKind } from "../../domain/errors.ts";

/** Slack's words for each kind. Whatever stands nowhere here is `refused`: a defect of ours. */
const words: Readonly<Record<Exclude<DeskFailureKind, "refused">, readonly string[]>> = {
  thread_gone: ["thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"],
  message_gone: ["message_not_found"],
  channel_closed: [
    "is_archived",
    "is_inactive",
    "not_in_channel",
    "channel_not_found",
    "channel_is_limited_access",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "posting_to_channel_denied",
    "no_access",
  ],
  unauthorized: [
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "access_denied",
    "app_access_restricted",
    "ekm_access_denied",
    "not_allowed_token_type",
    "org_login_required",
    "team_access_not_granted",
    "team_not_found",
  ],
  rate_limited: ["ratelimited", "rate_limited", "message_limit_exceeded"],
  unreachable: [
    "internal_error",
    "fatal_error",
    "request_timeout",
    "service_unavailable",
    "external_channel_migrating",
    "team_added_to_org",
  ],
  missing_scope: ["missing_scope", "no_permission"],
  nobody: [
    "user_not_in_channel",
    "user_not_found",
    "users_not_found",
    "user_disabled",
    "user_not_visible",
    "invalid_user_combination",
    "messages_tab_disabled",
    "cannot_dm_bot",
    "expired_url",
    "used_url",
  ],
};

const kindOfWord: ReadonlyMap<string, DeskFailureKind> = new Map(
  Object.entries(words).flatMap(([kind, list]) => list.map((word) => [word, kind as DeskFailureKind])),
);

/** Words after which Slack may have acted although it says that it failed (its own list of common errors says so). */
const doubtful = new Set(["internal_error", "fatal_error", "request_timeout", "service_unavailable"]);

/** Nothing was sent before these. */
const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** How long to stay away when Slack says "too often" without saying until when. */
const unnamedPauseMs = 30_000;

/** Any failure of a call to Slack as the bridge reads it. A `DeskError` passes unchanged. */
export function toDeskError(error: unknown): DeskError {
  if (error instanceof DeskError) return error;
  if (error instanceof WebAPIPlatformError) return fromWord(error.data.error, { cause: error });
  if (error instanceof WebAPIRateLimitedError) return rateLimited(error.retryAfter * 1000, { cause: error });
  if (error instanceof WebAPIHTTPError) return fromStatus(error.statusCode, { cause: error });
  if (error instanceof WebAPIRequestError) return unreachable(error.original, { cause: error });
  if (error instanceof Error && error.message.startsWith("Retry header did not contain")) {
    return rateLimited(unnamedPauseMs, { cause: error });
  }
  return unreachable(error, { cause: error });
}

/** Slack's own word, as `ok: false` answers carry it. */
export function fromWord(said: string, options?: { cause?: unknown }): DeskError {
  // It is shown and logged: what is no word is nobody's business there.
  const word = /^[\w.-]{1,80}$/.test(said) ? said : "an unknown error";
  const kind = kindOfWord.get(word) ?? "refused";
  if (kind === "rate_limited") return rateLimited(unnamedPauseMs, options);
  return new DeskError(
    `Slack: ${word}`,
    { kind, retryable: kind === "unreachable", certain: !doubtful.has(word) },
    options,
  );
}

/** A gateway gave up waiting, or wants it sent again: nobody knows whether Slack has it. */
const gaveUp = new Set([408, 425, 499]);

/** An HTTP status that is not 200: from Slack's edge, or from something between us and Slack. */
export function fromStatus(status: number, options?: { cause?: unknown }): DeskError {
  if (status === 429) return rateLimited(unnamedPauseMs, options);
  if (status >= 500 || gaveUp.has(status)) {
    return failure("unreachable", `Slack: HTTP ${status}`, { retryable: true, certain: false }, options);
  }
  return failure("refused", `Slack: HTTP ${status}`, { retryable: false, certain: true }, options);
}

export function rateLimited(retryAfterMs: number, options?: { cause?: unknown }): DeskError {
  return new DeskError(
    "Slack: ratelimited",
    { kind: "rate_limited", retryable: true, certain: true, retryAfterMs: Math.max(1, retryAfterMs) },
    options,
  );
}

/** A post that came back without its thread, or a thread that is no more. */
export function threadGone(): DeskError {
  return failure("thread_gone", "Slack: the thread is gone", { retryable: false, certain: true });
}

/** Slack says that all went well, and not what it did: it is looked for before it is asked for again. */
export function unreadable(what: string): DeskError {
  return failure("unreachable", `Slack: an answer without ${what}`, { retryable: true, certain: false });
}

/** Slack's own word of an `ok: false` answer, null for any other failure. */
export function slackWord(error: unknown): string | null {
  const origin = error instanceof DeskError ? error.cause : error;
  return origin instanceof WebAPIPlatformError ? origin.data.error : null;
}

function unreachable(original: unknown, options: { cause?: unknown }): DeskError {
  const code = networkCode(original);
  return failure(
    "unreachable",
    `Slack can't be reached (${code})`,
    { retryable: true, certain: beforeSending.has(code) },
    options,
  );
}

/** The system's word at the bottom of a fetch failure: fetch wraps it, sometimes twice. */
function networkCode(error: unknown): string {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ("code" in current && typeof current.code === "string") return current.code;
    if (current.name === "TimeoutError") return "timeout";
    current = current.cause;
  }
  return error instanceof Error ? error.name : "unknown";
}

function failure(
  kind: DeskFailureKind,
  message: string,
  nature: { retryable: boolean; certain: boolean },
  options?: { cause?: unknown },
): DeskError {
  return new DeskError(message, { kind, ...nature }, options);
}
