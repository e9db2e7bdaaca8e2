import type { ApiError } from "./api-error.ts";

/** What `POST /v2/messages` is asked for. */
export interface SendRequest {
  readonly to?: string;
  readonly from?: string;
  readonly text?: string;
  readonly media_urls?: readonly string[];
  readonly messaging_profile_id?: string;
  readonly webhook_url?: string;
  readonly webhook_failover_url?: string;
  readonly use_profile_webhooks?: boolean;
  readonly type?: string;
  readonly encoding?: string;
}

const isText = (value: unknown) => typeof value === "string";
const isYesNo = (value: unknown) => typeof value === "boolean";
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const oneOf = (words: readonly string[]) => (value: unknown) => words.includes(String(value));

/** Every field that it knows. Telnyx passes over what it does not know; here that is refused, since it could only be a misspelling. */
const fields: Readonly<Record<string, (value: unknown) => boolean>> = {
  to: isText,
  from: isText,
  text: isText,
  subject: isText,
  media_urls: isTexts,
  messaging_profile_id: isText,
  webhook_url: isText,
  webhook_failover_url: isText,
  use_profile_webhooks: isYesNo,
  auto_detect: isYesNo,
  type: oneOf(["SMS", "MMS"]),
  encoding: oneOf(["auto", "gsm7", "ucs2"]),
  send_at: isText,
};

/** The body of a send, or what is wrong with its form. */
export function readSend(body: unknown): SendRequest | ApiError {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return { code: "10015", pointer: "/" };
  const wrong = Object.entries(body).find(([name, value]) => fields[name]?.(value) !== true);
  if (wrong !== undefined) return { code: "10015", pointer: `/${wrong[0]}` };
  const request: SendRequest = body;
  return request.to === undefined ? { code: "10004", pointer: "/to" } : request;
}
