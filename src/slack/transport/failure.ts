/**
 * Slack's failures, in the words of the contract. A kind says what the outbox worker can do about it; whether it is
 * certain that Slack did nothing decides if the call may simply be repeated (a post has no idempotency key).
 */
import { DeskError, type DeskFailureKind } from "../../domain/errors.ts";
import { NoAnswer } from "../../lib/call.ts";

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

/** How long to stay away when Slack says "too often" without saying until when. */
const unnamedPauseMs = 30_000;

/** Slack's own word, for whoever asks for it. */
class Refusal extends Error {
  readonly word: string;
  constructor(word: string) {
    super(word);
    this.word = word;
  }
}

/** Any failure of a call to Slack as the bridge reads it. A `DeskError` passes unchanged. */
export function toDeskError(error: unknown): DeskError {
  if (error instanceof DeskError) return error;
  if (error instanceof NoAnswer) return unreachable(error.code, !error.sent);
  return unreachable(error instanceof Error ? error.name : "unknown", false, { cause: error });
}

/** Slack's own word, as `ok: false` answers carry it. */
export function fromWord(said: string): DeskError {
  // It is shown and logged: what is no word is nobody's business there.
  const word = /^[\w.-]{1,80}$/.test(said) ? said : "an unknown error";
  const kind = kindOfWord.get(word) ?? "refused";
  const options = { cause: new Refusal(word) };
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
export function fromStatus(status: number): DeskError {
  if (status === 429) return rateLimited(unnamedPauseMs);
  // Slack never leads elsewhere: whatever does stands in between, as a hotel's page for guests does, and may go away.
  if (status < 400 || status >= 500 || gaveUp.has(status)) {
    return failure("unreachable", `Slack: HTTP ${status}`, { retryable: true, certain: false });
  }
  return failure("refused", `Slack: HTTP ${status}`, { retryable: false, certain: true });
}

/** It is certain that nothing was done. @param retryAfterMs when Slack wants to be called again. */
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
  return error instanceof DeskError && error.cause instanceof Refusal ? error.cause.word : null;
}

function unreachable(code: string, certain: boolean, options?: { cause?: unknown }): DeskError {
  return new DeskError(
    `Slack can't be reached (${code})`,
    { kind: "unreachable", retryable: true, certain },
    options,
  );
}

function failure(
  kind: DeskFailureKind,
  message: string,
  nature: { retryable: boolean; certain: boolean },
): DeskError {
  return new DeskError(message, { kind, ...nature });
}
