import { countSegments } from "../segments.ts";
import type { ApiError } from "./api-error.ts";
import type { Outcomes } from "./misbehaviours.ts";
import type { Transmission } from "./transmission.ts";
import type { Outcome } from "./types/misbehaviour.ts";
import type { Message, World } from "./world.ts";

/** The longest that Twilio keeps a message in its queue. */
const MAX_VALIDITY_SECONDS = 36_000;

const MAX_MEDIA = 10;

export interface CreateSettings {
  readonly world: World;
  readonly outcomes: Outcomes;
  readonly transmission: Transmission;
}

/** `POST Messages.json`: the message, queued, or why not. */
export function createMessage(settings: CreateSettings, form: URLSearchParams): Message | ApiError {
  const { world, outcomes, transmission } = settings;
  const to = form.get("To") ?? "";
  const from = form.get("From") ?? "";
  const outcome = outcomes.take({ to, from });
  const error = refusalOf(outcome) ?? validate(settings, to, from, form);
  if (error !== null) return error;
  const body = form.get("Body") ?? "";
  const message = world.addMessage({
    direction: "outbound-api",
    from,
    to,
    body,
    media: [],
    mediaUrls: form.getAll("MediaUrl"),
    segments: countSegments(body),
    statusCallback: form.get("StatusCallback"),
    status: "queued",
  });
  transmission.enqueue(message, outcome, Number(form.get("ValidityPeriod") ?? MAX_VALIDITY_SECONDS));
  return message;
}

function refusalOf(outcome: Outcome | null): ApiError | null {
  return outcome?.kind === "reject" ? { status: outcome.status ?? 400, code: outcome.code } : null;
}

function validate(
  settings: CreateSettings,
  to: string,
  from: string,
  form: URLSearchParams,
): ApiError | null {
  const code =
    incomplete(to, from, form) ??
    unroutable(settings, to, from) ??
    overlong(form) ??
    unfetchable(settings, from, form.getAll("MediaUrl"));
  return code === null ? null : { status: 400, code };
}

function incomplete(to: string, from: string, form: URLSearchParams): number | null {
  if (to === "") return 21604;
  if (from === "") return 21603;
  return (form.get("Body") ?? "") === "" && !form.has("MediaUrl") ? 21602 : null;
}

function unroutable({ world, transmission }: CreateSettings, to: string, from: string): number | null {
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return 21211;
  if (world.numbers.get(from)?.sms !== true) return 21606;
  if (to === from) return 21266;
  if (world.hasStopped(to, from)) return 21610;
  if (world.phones.get(to)?.kind === "notMobile") return 21614;
  return transmission.isFull(from) ? 21611 : null;
}

function unfetchable({ world }: CreateSettings, from: string, urls: readonly string[]): number | null {
  if (urls.length === 0) return null;
  if (urls.length > MAX_MEDIA) return 21623;
  if (!urls.every((url) => URL.canParse(url) && /^https?:/.test(url))) return 21620;
  return world.numbers.get(from)?.mms === true ? null : 21612;
}

function overlong(form: URLSearchParams): number | null {
  return (form.get("Body") ?? "").length > 1600 ? 21617 : null;
}
