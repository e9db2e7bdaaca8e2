import { errorMessageOf } from "./api-error.ts";
import type { Message } from "./world.ts";

/** A message as Twilio's API writes it: numbers as text, times as in mail. */
export function renderMessage(accountSid: string, message: Message): object {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    account_sid: accountSid,
    api_version: "2010-04-01",
    body: message.body,
    date_created: renderDate(message.createdAt),
    date_sent: renderDate(message.direction === "inbound" ? message.createdAt : message.sentAt),
    date_updated: renderDate(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: errorMessageOf(message.errorCode),
    from: message.from,
    messaging_service_sid: null,
    num_media: String(Math.max(message.media.length, message.mediaUrls.length)),
    num_segments: String(message.segments),
    price: null,
    price_unit: "USD",
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** A message's media as Twilio lists them. */
export function renderMediaList(accountSid: string, message: Message): object {
  const base = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}/Media`;
  return {
    ...onePage(`${base}.json`, message.media.length),
    media_list: message.media.map(({ sid, contentType }) => ({
      sid,
      account_sid: accountSid,
      parent_sid: message.sid,
      content_type: contentType,
      date_created: renderDate(message.createdAt),
      date_updated: renderDate(message.createdAt),
      uri: `${base}/${sid}.json`,
    })),
  };
}

/** The frame of a list that fits on one page. */
export function onePage(uri: string, count: number): object {
  return {
    first_page_uri: `${uri}?PageSize=50&Page=0`,
    next_page_uri: null,
    previous_page_uri: null,
    uri: `${uri}?PageSize=50&Page=0`,
    page: 0,
    page_size: 50,
    start: 0,
    end: Math.max(0, count - 1),
  };
}

/** RFC 2822, exact to the second. */
function renderDate(date: Date | null): string | null {
  return date === null ? null : date.toUTCString().replace("GMT", "+0000");
}
