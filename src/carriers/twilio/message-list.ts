import { z } from "zod";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { readSid } from "./message-status.ts";
import { type TwilioApi, unreadable } from "./twilio-api.ts";

const time = z
  .string()
  .nullish()
  .transform((raw) => {
    const ms = raw == null ? Number.NaN : Date.parse(raw);
    return Number.isNaN(ms) ? null : new Date(ms);
  });

const messageRecord = z.object({
  sid: z.string(),
  direction: z.string(),
  status: z.string(),
  from: z.string().nullish(),
  to: z.string().nullish(),
  body: z.string().nullish(),
  num_media: z.coerce.number().catch(0),
  error_code: z.coerce.string().nullable().catch(null),
  date_created: time,
  date_sent: time,
});

/** A message as Twilio lists it. Times are exact to the second. */
export type MessageRecord = z.infer<typeof messageRecord>;

/** Something in the list that Twilio has written in a way we do not know. */
export interface UnreadableRecord {
  readonly unreadable: CarrierMessageId | null;
}

export function isUnreadable(listed: MessageRecord | UnreadableRecord): listed is UnreadableRecord {
  return "unreadable" in listed;
}

const page = z.object({ messages: z.array(z.unknown()), next_page_uri: z.string().nullish() });

export interface MessageQuery {
  readonly params: Readonly<Record<string, string>>;
  /** The list is sorted by time of sending, newest first: pages further back than this are not asked for. */
  readonly notBefore: Date;
}

/** Clocks differ, and so do Twilio's own between creating and sending: how far a page must lie back to be the last. */
const MARGIN_MS = 10 * 60_000;

/** Reads Twilio's list, newest first, page by page, and says where it can't read it. Throws `CarrierError`. */
export async function* listMessages(
  api: TwilioApi,
  query: MessageQuery,
): AsyncGenerator<MessageRecord | UnreadableRecord> {
  const enough = query.notBefore.getTime() - MARGIN_MS;
  let uri: string | null = `${api.accountUri}/Messages.json?${new URLSearchParams(query.params)}`;
  while (uri !== null) {
    const { listed, next } = readPage(await api.read(uri));
    yield* listed;
    const dated = listed.filter((one): one is MessageRecord => !isUnreadable(one));
    const isPast = dated.length > 0 && dated.every((record) => latestTime(record) < enough);
    uri = isPast ? null : next;
  }
}

/** Whether a record came about, or was sent, at that time or later. One without times is never too old. */
export function isSince(record: MessageRecord, since: Date): boolean {
  return latestTime(record) >= Math.floor(since.getTime() / 1000) * 1000;
}

function latestTime(record: MessageRecord): number {
  const { date_created: created, date_sent: sent } = record;
  if (created === null && sent === null) return Number.POSITIVE_INFINITY;
  return Math.max(created?.getTime() ?? 0, sent?.getTime() ?? 0);
}

function readPage(json: unknown): { listed: (MessageRecord | UnreadableRecord)[]; next: string | null } {
  const read = page.safeParse(json);
  if (!read.success) throw unreadable("a list that can't be read");
  const listed = read.data.messages.map((raw) => messageRecord.safeParse(raw).data ?? unreadableRecord(raw));
  return { listed, next: read.data.next_page_uri ?? null };
}

function unreadableRecord(raw: unknown): UnreadableRecord {
  const named = typeof raw === "object" && raw !== null && "sid" in raw;
  return { unreadable: named ? readSid(raw.sid) : null };
}
