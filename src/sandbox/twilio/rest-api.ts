import { randomUUID } from "node:crypto";
import type { NumberView } from "../types/numbers.ts";
import { type ApiError, renderApiError } from "./api-error.ts";
import { type CreateSettings, createMessage } from "./create-message.ts";
import { listMessages } from "./list-messages.ts";
import { onePage, renderMediaList, renderMessage } from "./render-message.ts";
import type { Message } from "./world.ts";

export interface RestSettings extends CreateSettings {
  readonly accountSid: string;
  readonly tokens: () => readonly string[];
  /** Where texts to a number go that has no address of its own. */
  readonly inboundUrl: () => string | null;
}

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly code: number | null;
}

const ROOT = "/2010-04-01/Accounts/";

/** The REST API: pure but for the world that it changes. */
export function createRestApi(settings: RestSettings): (request: RestRequest) => RestAnswer {
  const signedLocations = new Map<string, { sid: string; index: number }>();

  return (request) => {
    if (request.path.startsWith("/_media/")) return readLocation(settings, signedLocations, request);
    if (!request.path.startsWith(ROOT)) return renderError({ status: 404, code: 20404 });
    if (!isAuthorized(settings, request.authorization)) return renderError({ status: 401, code: 20003 });
    const [accountSid, ...rest] = request.path.slice(ROOT.length).split("/");
    const account = settings.accountSid;
    if (rest.length === 0 && accountSid === `${account}.json`) return renderAccount(settings, request);
    if (accountSid !== account) return renderError({ status: 404, code: 20404 });
    const [collection = "", sid = "", part = "", media = ""] = rest;
    if (collection === "IncomingPhoneNumbers.json") return renderNumbers(settings, request);
    if (collection === "Messages.json") return answerMessages(settings, request);
    const message = settings.world.message(sid.replace(/\.json$/, ""));
    if (collection !== "Messages" || message === undefined) return renderError({ status: 404, code: 20404 });
    if (rest.length === 2) return renderJson(200, renderMessage(account, message));
    if (part === "Media.json") return renderJson(200, renderMediaList(account, message));
    return redirectToMedia(signedLocations, message, media);
  };
}

function isAuthorized(settings: RestSettings, authorization: string | undefined): boolean {
  return settings
    .tokens()
    .some(
      (token) =>
        authorization === `Basic ${Buffer.from(`${settings.accountSid}:${token}`).toString("base64")}`,
    );
}

function answerMessages(settings: RestSettings, request: RestRequest): RestAnswer {
  if (request.method === "GET") {
    const list = listMessages(settings.world, settings.accountSid, request.query);
    return "code" in list ? renderError(list) : renderJson(200, list);
  }
  if (request.method !== "POST") return renderError({ status: 405, code: 20004 });
  const created = createMessage(settings, request.form);
  return "code" in created
    ? renderError(created)
    : renderJson(201, renderMessage(settings.accountSid, created));
}

function renderAccount(settings: RestSettings, request: RestRequest): RestAnswer {
  if (request.method !== "GET") return renderError({ status: 405, code: 20004 });
  const sid = settings.accountSid;
  return renderJson(200, {
    sid,
    friendly_name: "Stand-in account",
    status: "active",
    type: "Full",
    uri: `${ROOT}${sid}.json`,
    owner_account_sid: sid,
    date_created: "Thu, 01 Jan 2026 00:00:00 +0000",
    date_updated: "Thu, 01 Jan 2026 00:00:00 +0000",
    subresource_uris: {},
  });
}

function renderNumbers(settings: RestSettings, request: RestRequest): RestAnswer {
  if (request.method !== "GET") return renderError({ status: 405, code: 20004 });
  const wanted = request.query.get("PhoneNumber");
  const numbers = [...settings.world.numbers.values()].filter(({ number }) => (wanted ?? number) === number);
  const uri = `${ROOT}${settings.accountSid}/IncomingPhoneNumbers.json`;
  return renderJson(200, {
    ...onePage(uri, numbers.length),
    incoming_phone_numbers: numbers.map((number) => renderNumber(settings, number)),
  });
}

function renderNumber(
  { accountSid, inboundUrl }: RestSettings,
  { number, name, sms, mms, smsUrl }: NumberView,
): object {
  const sid = `PN${number.replace(/\D/g, "").padStart(32, "0")}`;
  return {
    sid,
    account_sid: accountSid,
    phone_number: number,
    friendly_name: name,
    capabilities: { sms, mms, voice: true, fax: false },
    sms_url: smsUrl ?? inboundUrl() ?? "",
    sms_method: "POST",
    uri: `${ROOT}${accountSid}/IncomingPhoneNumbers/${sid}.json`,
  };
}

/** Media are behind Basic auth, and then elsewhere: the credentials must not follow. */
function redirectToMedia(
  locations: Map<string, { sid: string; index: number }>,
  message: Message,
  mediaSid: string,
): RestAnswer {
  const index = message.media.findIndex(({ sid }) => sid === mediaSid);
  if (index < 0) return renderError({ status: 404, code: 20404 });
  const key = randomUUID();
  locations.set(key, { sid: message.sid, index });
  return { status: 307, headers: { location: `/_media/${key}` }, body: "", code: null };
}

function readLocation(
  settings: RestSettings,
  locations: ReadonlyMap<string, { sid: string; index: number }>,
  { path, authorization }: RestRequest,
): RestAnswer {
  const location = locations.get(path.slice("/_media/".length));
  const media = location && settings.world.message(location.sid)?.media[location.index];
  if (media === undefined || authorization !== undefined) return renderError({ status: 400, code: 20404 });
  return { status: 200, headers: { "content-type": media.contentType }, body: media.content, code: null };
}

function renderJson(status: number, value: object): RestAnswer {
  return {
    status,
    headers: { "content-type": "application/json;charset=utf-8" },
    body: JSON.stringify(value),
    code: null,
  };
}

/** An error in Twilio's form; 20429 tells when to come back. */
export function renderError(error: ApiError): RestAnswer {
  const headers: Record<string, string> = { "content-type": "application/json;charset=utf-8" };
  if (error.code === 20429) headers["retry-after"] = "1";
  return { status: error.status, headers, body: JSON.stringify(renderApiError(error)), code: error.code };
}
