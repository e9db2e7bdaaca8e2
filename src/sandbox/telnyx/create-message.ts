import { countSegments, isGsm } from "../twilio/segments.ts";
import type { ApiError } from "./api-error.ts";
import type { Outcomes } from "./misbehaviours.ts";
import { readSend, type SendRequest } from "./read-send.ts";
import type { Transmission } from "./transmission.ts";
import type { Line, Message, World } from "./world.ts";

const MAX_MEDIA = 10;
const MAX_PARTS = 10;
const MAX_URL = 2_000;

export interface CreateSettings {
  readonly world: World;
  readonly outcomes: Outcomes;
  readonly transmission: Transmission;
  readonly blockedStatus: number;
}

/** `POST /v2/messages`: the message, queued, or why not. */
export function createMessage(settings: CreateSettings, body: unknown): Message | ApiError {
  const read = readSend(body);
  if ("code" in read) return read;
  const { to = "", from = "", text = "" } = read;
  const outcome = settings.outcomes.take({ to, from });
  if (outcome?.kind === "reject") return outcome;
  const line = settings.world.lines.get(from);
  const error = senderError(read, line) ?? recipientError(settings, read, line) ?? contentError(read, line);
  if (error !== null) return error;
  const mediaUrls = read.media_urls ?? [];
  const message = settings.world.addMessage({
    direction: "outbound",
    channel: mediaUrls.length > 0 || read.type === "MMS" ? "MMS" : "SMS",
    from,
    to,
    text,
    profile: line?.profile ?? null,
    mediaUrls,
    webhookUrl: read.webhook_url ?? null,
    failoverUrl: read.webhook_failover_url ?? null,
    usesProfileWebhooks: read.use_profile_webhooks ?? true,
  });
  settings.transmission.enqueue(message, outcome);
  return message;
}

function senderError(read: SendRequest, line: Line | undefined): ApiError | null {
  const { from = "", messaging_profile_id: wanted } = read;
  // A number pool would choose a sender; no profile here has one.
  if (from === "" && wanted !== undefined) return { code: "40321", pointer: "/messaging_profile_id" };
  const profile = line?.profile ?? null;
  const isOurs = line?.sms === true && profile !== null && (wanted ?? profile.id) === profile.id;
  if (!isOurs) return { code: "40305", pointer: "/from" };
  return profile.enabled ? null : { code: "40312" };
}

function recipientError(
  { world, blockedStatus }: CreateSettings,
  { to = "" }: SendRequest,
  line: Line | undefined,
): ApiError | null {
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return { code: "40310", pointer: "/to" };
  if (world.optOutOf(line?.profile ?? null, to) !== undefined)
    return { code: "40300", status: blockedStatus };
  return world.phones.get(to)?.kind === "notMobile" ? { code: "40301", pointer: "/to" } : null;
}

function contentError(read: SendRequest, line: Line | undefined): ApiError | null {
  const { text = "", media_urls: mediaUrls = [] } = read;
  if (text === "" && mediaUrls.length === 0) return { code: "40316" };
  if (countSegments(text) > MAX_PARTS) return { code: "40302", pointer: "/text" };
  if (read.encoding === "gsm7" && !isGsm(text)) return { code: "40009", pointer: "/text" };
  if (mediaUrls.length > MAX_MEDIA || !mediaUrls.every(isAddress))
    return { code: "40317", pointer: "/media_urls" };
  if (mediaUrls.length > 0 && line?.mms !== true) return { code: "40308", pointer: "/from" };
  for (const name of ["webhook_url", "webhook_failover_url"] as const) {
    const address = read[name];
    if (address !== undefined && !isAddress(address)) return { code: "10003", pointer: `/${name}` };
  }
  return null;
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && text.length <= MAX_URL;
}
