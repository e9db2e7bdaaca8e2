/** A system that takes our records as Standard Webhooks and docs/crm-webhook.schema.json say: nothing of it is taken from our code. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createHttpFake, type FakeAnswer, type FakeRequest, type HttpFake } from "../http-fake.ts";

export interface Receiver {
  readonly http: HttpFake;
  /** By key and part: how it stands. */
  readonly records: Map<string, { readonly data: Data; readonly timestamp: string }>;
  /** Deliveries by their id: which record and part each was of. */
  readonly had: Map<string, string>;
  /** What it answers to a record. */
  answer: FakeAnswer;
}

interface Data {
  readonly key: string;
  readonly part: number;
  readonly revision: number;
  readonly reference: string | null;
  readonly contact: { readonly address: string };
  readonly text: string;
}

/** @param secret `whsec_…` */
export async function createReceiver(secret: string): Promise<Receiver> {
  const records: Receiver["records"] = new Map();
  const had = new Map<string, string>();

  const http = await createHttpFake((request) => {
    if (request.method === "GET") return { status: 405 };
    if (!isSigned(request, secret)) return { status: 401, body: { error: "who are you?" } };
    const id = String(request.headers["webhook-id"]);
    const { data, timestamp } = request.json as { data: Data; timestamp: string };
    const name = `${data.key} ${data.part}`;
    const before = records.get(name);
    const isNewer =
      before === undefined ||
      data.revision > before.data.revision ||
      (data.revision === before.data.revision && timestamp > before.timestamp);
    if (!had.has(id) && isNewer) records.set(name, { data, timestamp });
    had.set(id, name);
    return receiver.answer;
  });
  const receiver: Receiver = { http, records, had, answer: { status: 202 } };
  return receiver;
}

function isSigned({ headers, text }: FakeRequest, secret: string): boolean {
  const [id, timestamp] = [headers["webhook-id"], headers["webhook-timestamp"]];
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${text}`).digest();
  return String(headers["webhook-signature"])
    .split(" ")
    .some((one) => {
      const [version, given = ""] = one.split(",");
      const bytes = Buffer.from(given, "base64");
      return version === "v1" && bytes.length === expected.length && timingSafeEqual(bytes, expected);
    });
}
