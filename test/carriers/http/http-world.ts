/** A small company in tests, and carriers between it and us. */
import type { IncomingMessage } from "node:http";
import { Agent } from "undici";
import type { Carrier, WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createHttpCarrier } from "../../../src/carriers/http/http-carrier.ts";
import type { HttpSettings } from "../../../src/carriers/http/http-settings.ts";
import { createCall } from "../../../src/lib/call.ts";
import type { Fate } from "../carrier-contract.ts";
import type { Asked, Came, Dialect, Key, Sent, Told } from "./dialects.ts";
import { bodyOf, createReceiver, type File, listen, type Received, type Reply } from "./receiver.ts";

export const line = "+15550100001";
export const phone = "+15550199001";

interface Company {
  readonly url: string;
  /** What it was asked to do, oldest first: with what lets in, or without. */
  readonly asked: readonly Asked[];
  /** What arrived at phones. */
  readonly arrived: readonly (Sent & { readonly files: readonly File[] })[];
  key: Key;
  fate: Fate | null;
  /** What it answers to the next send, whatever that is. */
  nextAnswer: {
    readonly status: number;
    readonly body: string;
    readonly headers?: Record<string, string>;
  } | null;
  keep(file: File): string;
  tell(kind: "inbound" | "status", body: string, address?: string): Promise<void>;
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface HttpSide {
  readonly company: Company;
  readonly carrier: Carrier;
  readonly publicUrl: string;
  readonly clock: { ms: number };
  /** What came in, oldest first. */
  readonly requests: readonly Received[];
  /** Has something there to be fetched; its address. */
  offer(file: File): string;
  carrierWith(change: Partial<HttpSettings>): Carrier;
  text(came: Partial<Came>): Promise<WebhookRequest>;
  stop(): Promise<void>;
}

/** A company that speaks so, and a carrier by its description. The clock of both stands still. */
export async function createHttpSide(dialect: Dialect): Promise<HttpSide> {
  const clock = { ms: Date.parse("2026-03-02T12:00:00Z") };
  const receiver = await createReceiver(() => carrier);
  const company = await createCompany(dialect, receiver.url, () => clock.ms);
  const carrierWith = (change: Partial<HttpSettings>) =>
    createHttpCarrier({
      description: dialect.describe(company.url),
      secrets: dialect.secrets,
      publicUrl: receiver.url,
      call: createCall(new Agent()),
      now: () => clock.ms,
      ...change,
    });
  const carrier = carrierWith({});
  let count = 0;
  return {
    company,
    carrier,
    publicUrl: receiver.url,
    clock,
    requests: receiver.requests,
    offer: receiver.offer,
    carrierWith,
    async text(came) {
      count += 1;
      const id = String(9_007_199_254_740_993n + BigInt(count));
      const whole = { id, from: phone, to: line, text: "", at: clock.ms, media: [], ...came };
      await company.tell("inbound", dialect.inbound(whole));
      const request = receiver.requests.at(-1);
      if (request === undefined) throw new Error("the text did not reach us");
      return request;
    },
    async stop() {
      await company.settled();
      await company.stop();
      await receiver.stop();
    },
  };
}

export async function createCompany(dialect: Dialect, ours: string, now: () => number): Promise<Company> {
  const asked: Asked[] = [];
  const arrived: (Sent & { files: readonly File[] })[] = [];
  const files: File[] = [];
  const underWay = new Set<Promise<unknown>>();
  const server = await listen(async (incoming) => {
    const request = await readAsked(incoming);
    asked.push(request);
    const unauthorized = { status: 401, headers: {}, body: JSON.stringify({ error: { code: "who" } }) };
    if (!dialect.mayAsk(request)) return unauthorized;
    const file = files[Number(/^\/files\/(\d+)$/.exec(request.url.pathname)?.[1] ?? -1)];
    if (file !== undefined)
      return { status: 200, headers: { "content-type": file.contentType }, body: file.bytes };
    if (request.url.pathname === "/") return { status: 404, headers: {}, body: "" };
    return await takeSend(request);
  });

  const company: Company = {
    url: server.url,
    asked,
    arrived,
    key: "first",
    fate: null,
    nextAnswer: null,
    keep: (file) => `${server.url}/files/${files.push(file) - 1}`,
    async tell(kind, body, address) {
      const { path, headers } = dialect.prove(company.key, body, now());
      const { name } = dialect.describe(server.url);
      const url = address ?? `${ours}/webhooks/${name}/${kind}${path}`;
      const type: Record<string, string> =
        dialect.contentType === "" ? {} : { "content-type": dialect.contentType };
      const bytes = Buffer.from(body);
      await fetch(url, { method: "POST", headers: { ...type, ...headers }, body: bytes });
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: server.stop,
  };

  async function takeSend(request: Asked): Promise<Reply> {
    const { fate, nextAnswer } = company;
    company.fate = null;
    company.nextAnswer = null;
    if (nextAnswer !== null) return { headers: {}, ...nextAnswer };
    if (fate === "broken") return { status: 500, headers: {}, body: "oops" };
    if (fate === "busy")
      return { status: 429, headers: { "retry-after": "3" }, body: errorBody(dialect, "busy") };
    if (fate === "refused") return { status: 422, headers: {}, body: errorBody(dialect, "stopped") };
    const sent = dialect.readSend(request);
    const got = await Promise.all(sent.media.map(fetchFile));
    const id = String(9_107_199_254_740_993n + BigInt(asked.length));
    const isDelivered = fate !== "undelivered";
    if (isDelivered) arrived.push({ ...sent, files: got });
    const telling = report(sent, id, isDelivered).finally(() => underWay.delete(telling));
    underWay.add(telling);
    if (fate === "lost") return "cut";
    if (fate === "hangs") return "nothing";
    return { status: 200, headers: {}, body: String(dialect.accepted(id)) };
  }

  async function report({ reference, callback }: Sent, id: string, isDelivered: boolean): Promise<void> {
    if (dialect.describe(server.url).reports === null) return;
    const told = { id, reference, error: null };
    const last: Told = isDelivered
      ? { ...told, status: "Delivered" }
      : { ...told, status: "failed", error: "phone_off" };
    for (const one of [{ ...told, status: "SENT" }, last])
      await company.tell("status", dialect.report(one), callback ?? undefined);
  }

  return company;
}

/** Where each dialect has its error. */
function errorBody(dialect: Dialect, word: string): string {
  const [first = "", second] = (dialect.describe("").send.answer.error ?? "").slice(1).split("/");
  return JSON.stringify(second === undefined ? { [first]: word } : { [first]: { [second]: word } });
}

async function fetchFile(url: string): Promise<File> {
  const answer = await fetch(url);
  const contentType = answer.headers.get("content-type") ?? "";
  return { contentType, bytes: Buffer.from(await answer.arrayBuffer()) };
}

async function readAsked(incoming: IncomingMessage): Promise<Asked> {
  const body = (await bodyOf(incoming)).toString("utf8");
  const url = new URL(incoming.url ?? "/", "http://company.example");
  return { method: incoming.method ?? "", url, headers: incoming.headers, body };
}
