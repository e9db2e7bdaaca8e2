import { z } from "zod";
import type { CarrierEvent, CarrierMedia, StatusEvent } from "../../bridge/carrier.ts";
import { parseAddress, parseE164 } from "../../domain/phone.ts";
import { isSince, listMessages, type MessageRecord } from "./message-list.ts";
import { readReport, readSid } from "./message-status.ts";
import type { TwilioApi } from "./twilio-api.ts";
import type { ResolvedTwilioSettings } from "./twilio-settings.ts";

const RECENT_MS = 15 * 60_000;

/** Inbound texts that came since then, and the present state of what was sent since then, in order of time. Throws `CarrierError`. */
export async function catchUp(
  settings: ResolvedTwilioSettings,
  api: TwilioApi,
  since: Date,
): Promise<CarrierEvent[]> {
  const records: MessageRecord[] = [];
  for await (const record of listMessages(api, { params: paramsSince(settings, since), notBefore: since })) {
    if (isSince(record, since)) records.push(record);
  }
  // Newest first becomes oldest first; the stable sort keeps Twilio's order inside a second.
  records.reverse().sort((one, other) => createdAt(one) - createdAt(other));
  const events: CarrierEvent[] = [];
  for (const record of records) {
    const event = await readRecord(api, record);
    if (event !== null) events.push(event);
  }
  return events;
}

/** Twilio documents whole days in GMT only. A short look back, as in polling, need not fetch a thousand records each time. */
function paramsSince(settings: ResolvedTwilioSettings, since: Date): Record<string, string> {
  const isRecent = settings.now().getTime() - since.getTime() < RECENT_MS;
  return { "DateSent>": since.toISOString().slice(0, 10), PageSize: isRecent ? "100" : "1000" };
}

function createdAt(record: MessageRecord): number {
  return (record.date_created ?? record.date_sent)?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** `outbound-reply` and `outbound-call` are texts that Twilio or other software sent: none of ours. */
async function readRecord(api: TwilioApi, record: MessageRecord): Promise<CarrierEvent | null> {
  if (record.direction === "inbound") return readText(api, record);
  return record.direction === "outbound-api" ? readStatus(record) : null;
}

function readStatus(record: MessageRecord): StatusEvent | null {
  const carrierMessageId = readSid(record.sid);
  const report = readReport(record.status, record.error_code);
  if (carrierMessageId === null || report === null) return null;
  return { kind: "status", carrierMessageId, messageId: null, ...report };
}

async function readText(api: TwilioApi, record: MessageRecord): Promise<CarrierEvent | null> {
  const carrierMessageId = readSid(record.sid);
  const from = parseAddress(record.from ?? "");
  const to = parseE164(record.to ?? "");
  if (carrierMessageId === null || from === null || to === null) return null;
  const media = record.num_media > 0 ? await listMedia(api, carrierMessageId) : [];
  const receivedAt = record.date_created ?? record.date_sent;
  return { kind: "text", carrierMessageId, from, to, body: record.body ?? "", media, receivedAt };
}

const mediaList = z.object({
  media_list: z.array(z.object({ uri: z.string(), content_type: z.string() })),
});

async function listMedia(api: TwilioApi, sid: string): Promise<CarrierMedia[]> {
  const read = mediaList.safeParse(await api.read(`${api.accountUri}/Messages/${sid}/Media.json`));
  if (!read.success) return [];
  return read.data.media_list.map(({ uri, content_type: contentType }) => ({
    // The listed address is the description; without `.json` it is the picture itself, as in a webhook.
    url: api.baseUrl + uri.replace(/\.json$/, ""),
    contentType,
  }));
}
