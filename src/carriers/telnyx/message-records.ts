/** Telnyx's records of messages: who texted whom and what became of it, without words. Not what still waits in its queue. */
import { z } from "zod";
import { readTime } from "../../lib/read-time.ts";
import { listAll, type Page, readListPage } from "./list-pages.ts";
import { type Report, readReport } from "./message-status.ts";
import { errorCode, type Query, type TelnyxApi } from "./telnyx-api.ts";

export const recordsPath = "/detail_records";

const words = z.string().nullish().catch(null);

const record = z.object({
  uuid: z.string(),
  direction: z.string(),
  created_at: words.transform((at) => readTime(at ?? "")),
  message_type: words,
  cli: words,
  /** Whom it went to. */
  cld: words,
  status: words,
  errors: z.array(errorCode).nullish().catch(null),
  /** Where its reports are posted. */
  delivery_status_webhook_url: words,
});

export type MessageRecord = z.infer<typeof record>;

export function recordsQuery(since: Date, more: Query = {}): Query {
  return {
    "filter[record_type]": "messaging",
    "filter[created_at][gte]": since.toISOString(),
    sort: "created_at",
    "page[size]": "50",
    ...more,
  };
}

/** Oldest first; null for one that can't be read. Throws `CarrierError`. */
export async function* listRecords(api: TelnyxApi, query: Query): AsyncGenerator<MessageRecord | null> {
  for await (const one of listAll(api, recordsPath, query)) yield readRecord(one);
}

export interface RecordsPage extends Omit<Page, "data"> {
  readonly records: readonly (MessageRecord | null)[];
}

/** One page of the same. Throws `CarrierError`. */
export async function readRecordsPage(api: TelnyxApi, query: Query, number: number): Promise<RecordsPage> {
  const { data, ...page } = await readListPage(api, recordsPath, query, number);
  return { records: data.map(readRecord), ...page };
}

function readRecord(one: unknown): MessageRecord | null {
  return record.safeParse(one).data ?? null;
}

/** What records say of a text, in the words of its events. */
const outcomes: ReadonlyMap<string, string> = new Map([
  ["delivered", "delivered"],
  ["dlr_unconfirmed", "delivery_unconfirmed"],
  ["dlr_timeout", "delivery_unconfirmed"],
  ["gw_reject", "sending_failed"],
  ["failed", "delivery_failed"],
]);

/** Null for a word that says nothing of what became of it. */
export function readOutcome({ status, errors }: MessageRecord): Report | null {
  const [code] = errors ?? [];
  const error = code === undefined ? null : { code, title: "", detail: "" };
  return readReport(outcomes.get(status ?? "") ?? "", error);
}
