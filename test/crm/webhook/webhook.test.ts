import { readFileSync } from "node:fs";
import { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { CrmContact, LogEntry } from "../../../src/bridge/contracts/crm.ts";
import { signedHeaders } from "../../../src/crm/webhook/sign.ts";
import { webhook } from "../../../src/crm/webhook/webhook.ts";
import { createWebhookCrm } from "../../../src/crm/webhook/webhook-crm.ts";
import type { Digest } from "../../../src/domain/digest.ts";
import type { Address, CrmContactId, LogReference, MessageId, RecordKey } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import { createReceiver, type Receiver } from "./receiver.ts";

const call = createCall(new Agent());
const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const whsec = (key: Buffer) => `whsec_${key.toString("base64")}`;
const at = Date.parse("2026-03-02T12:00:00Z");
const contact = { id: "+12025550143" as CrmContactId, name: "(202) 555-0143" } as CrmContact;

const digest: Digest = {
  kind: "day",
  contact: { name: "Maria Lopez", number: "(202) 555-0143" },
  lines: [{ name: "Front desk", number: "(202) 555-0100" }],
  owner: null,
  assignee: "Ben Otto",
  members: ["Ana Reyes"],
  zone: "America/New_York",
  day: "2026-03-02",
  startedAt: at,
  endedAt: null,
  resolvable: true,
  leftOut: 2,
  entries: [
    {
      kind: "text",
      at,
      direction: "in",
      author: "Maria Lopez",
      number: "(202) 555-0143",
      words: "Is the roof done?",
      contentTypes: ["image/jpeg"],
      trouble: null,
      automatic: false,
      template: null,
      id: "m1" as MessageId,
      toMany: false,
    },
    { kind: "note", at, author: "Ana Reyes", words: "Ask Ben.", files: 1 },
    { kind: "event", at, sentence: "Ana Reyes assigned it to Ben Otto." },
  ],
  link: "https://team.slack.com/archives/C0FRONT/p1",
  note: null,
  disposition: null,
};
const log = (body: string, change: Partial<LogEntry> = {}): LogEntry => ({
  key: "day:c1:2026-03-02" as RecordKey,
  part: 1,
  parts: 1,
  contact,
  subject: "SMS with Maria Lopez",
  body,
  digest,
  owner: null,
  associations: {},
  ...change,
});

let receiver: Receiver;
const crmWith = (secrets: readonly Buffer[]) =>
  createWebhookCrm({ url: receiver.http.url, secrets, call, now: Date.now });
const write = async (entry: LogEntry, existing: LogReference | null, crm = crmWith([first])) => {
  const outcome = await crm.writeLog(entry, existing);
  if (outcome.kind !== "written") throw new Error(JSON.stringify(outcome));
  return outcome;
};
const standing = () => [...receiver.records.values()].map(({ data }) => data.text);
const revisions = () =>
  receiver.http.requests.map(({ json }) => (json as { data: { revision: number } }).data.revision);
const growing = (numbers: readonly number[]) => [...new Set(numbers)].toSorted((one, other) => one - other);
const ids = () => receiver.http.requests.map(({ headers }) => headers["webhook-id"]);

beforeEach(async () => {
  receiver = await createReceiver(whsec(first));
});
afterEach(() => receiver.http.stop());

describe("a webhook's signature", () => {
  it("is the one that Standard Webhooks publishes for its own example", () => {
    const secret = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    expect(signedHeaders({ id, at: 1_614_265_330_000, body: '{"test": 2432232314}' }, [secret])).toEqual({
      "webhook-id": id,
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  it("is taken with either secret while they change", async () => {
    await write(log("a"), null, crmWith([second, first]));
    expect(receiver.records.size).toBe(1);
  });

  it("is refused with another one, and the record comes again", async () => {
    expect(await crmWith([second]).writeLog(log("a"), null)).toMatchObject({ kind: "later" });
    expect(receiver.records.size).toBe(0);
  });
});

describe("a record by webhook", () => {
  it("is what docs/crm-webhook.schema.json says, and holds nothing that it does not name", async () => {
    const schema = JSON.parse(readFileSync("docs/crm-webhook.schema.json", "utf8"));
    const strict = z.fromJSONSchema(closed(schema));
    await write(log("a"), null);
    const { reference } = await write(log("a", { part: 2, parts: 2 }), null);
    await write(log("b", { digest: { ...digest, day: null, endedAt: at, note: "Called." } }), reference);
    for (const { json } of receiver.http.requests) expect(strict.safeParse(json).error).toBeUndefined();
    expect(strict.safeParse({ ...(receiver.http.requests[0]?.json as object), more: 1 }).success).toBe(false);
  });

  it("has the same id when it is posted again since its answer was lost, and another one when it changes", async () => {
    receiver.http.next("lost");
    const crm = crmWith([first]);
    expect((await crm.writeLog(log("a"), null)).kind).toBe("unknown");
    const { reference } = await write(log("a"), null, crm);
    const { reference: next } = await write(log("b"), reference);
    await write(log("a"), next);
    const [lost, again, changed, back] = ids();
    expect(again).toBe(lost);
    expect(new Set([again, changed, back]).size).toBe(3);
    expect(lost).toMatch(/^msg_[\w-]{27}$/);
    const [attempt, ...others] = revisions();
    expect(others[0]).toBe(attempt);
    expect(others).toEqual(growing(others));
    expect(standing()).toEqual(["a"]);
  });

  it("stands as it was posted last, although it grew while an answer was lost", async () => {
    receiver.http.next("lost");
    expect((await crmWith([first]).writeLog(log("a"), null)).kind).toBe("unknown");
    const soon = Date.now() + 1000;
    const later = createWebhookCrm({ url: receiver.http.url, secrets: [first], call, now: () => soon });
    const grown = await later.writeLog(log("a and more"), null);
    if (grown.kind !== "written") throw new Error(grown.kind);
    expect(standing()).toEqual(["a and more"]);
    await later.writeLog(log("a"), grown.reference);
    expect(standing()).toEqual(["a"]);
  });

  it.each([
    ["after an older copy of the database was restored", (first: LogReference) => first],
    ["after another CRM was in use meanwhile", () => null],
  ])("stands as it was posted last, %s", async (_, known) => {
    let now = Date.now();
    const later = createWebhookCrm({ url: receiver.http.url, secrets: [first], call, now: () => now });
    const post = async (body: string, existing: LogReference | null) => {
      const outcome = await later.writeLog(log(body), existing);
      if (outcome.kind !== "written") throw new Error(outcome.kind);
      now += 60_000;
      return outcome.reference;
    };
    const made = await post("a", null);
    await post("a, b and c", await post("a and b", made));
    const next = await post("a and d", known(made));
    expect(standing()).toEqual(["a and d"]);
    await post("a, d and e", next);
    expect(standing()).toEqual(["a, d and e"]);
  });

  it("grows with each time that it is written, also where the clock is set back", async () => {
    const at = (ms: number) =>
      createWebhookCrm({ url: receiver.http.url, secrets: [first], call, now: () => Date.now() + ms });
    let existing: LogReference | null = null;
    for (const [body, ms] of [
      ["a", 60_000],
      ["b", 0],
      ["c", 0],
      ["d", 30_000],
    ] as const) {
      const outcome = await at(ms).writeLog(log(body), existing);
      if (outcome.kind !== "written") throw new Error(outcome.kind);
      existing = outcome.reference;
      expect(standing()).toEqual([body]);
    }
    expect(revisions()).toEqual(growing(revisions()));
    // Databases have smaller whole numbers than JSON.
    expect(revisions().every((revision) => Number.isInteger(revision) && revision < 2 ** 31)).toBe(true);
  });

  it("carries what the receiver calls it, and its link is told", async () => {
    receiver.answer = { status: 200, body: { reference: "act 77", url: "https://crm.example.com/77" } };
    const made = await write(log("a"), null);
    expect(made.url).toBe("https://crm.example.com/77");
    receiver.answer = { status: 204 };
    await write(log("b"), made.reference);
    await write(log("c"), (await write(log("b"), made.reference)).reference);
    expect([...receiver.records.values()].at(-1)?.data).toMatchObject({ reference: "act 77", text: "c" });
  });

  it("has no link that a click should not follow", async () => {
    receiver.answer = { status: 200, body: { url: "javascript:alert(1)" } };
    expect((await write(log("a"), null)).url).toBeNull();
  });

  it.each([
    [410, { kind: "rejected", why: "invalid" }],
    [400, { kind: "rejected", why: "invalid" }],
    [429, { kind: "later", afterMs: 7_000 }],
    [503, { kind: "later", afterMs: 7_000 }],
    [500, { kind: "later", afterMs: 7_000 }],
  ])("answered with %i is %j", async (status, outcome) => {
    receiver.http.next({ status, headers: { "retry-after": "7" } });
    expect(await crmWith([first]).writeLog(log("a"), null)).toMatchObject(outcome);
  });

  it("knows every number", async () => {
    const phone = "+12025550143" as Address;
    expect(await crmWith([first]).findContacts({ phone })).toMatchObject({
      contacts: [{ id: phone, phones: [phone] }],
      more: false,
    });
  });

  it("is posted to nobody while it is verified", async () => {
    expect(await crmWith([first]).verify()).toMatchObject([{ level: "ok" }]);
    expect(receiver.had.size).toBe(0);
  });
});

describe("the webhook's variables", () => {
  const parse = (CRM_WEBHOOK_SECRET: string, CRM_WEBHOOK_URL = "https://crm.example.com/in?sig=abc") =>
    z.object(webhook.variables).safeParse({ CRM_WEBHOOK_SECRET, CRM_WEBHOOK_URL });

  it.each([whsec(first), `${whsec(first)},${whsec(second)}`, `${whsec(first)} ${whsec(second)}`])(
    "take %s",
    (secret) => {
      expect(parse(secret).success).toBe(true);
    },
  );

  it.each([
    "secret",
    "whsec_",
    "whsec_c2hvcnQ=",
    whsec(Buffer.alloc(65)),
    `${whsec(first)},${whsec(second)},${whsec(first)}`,
  ])("refuse %s, and do not repeat it", (secret) => {
    const { error } = parse(secret);
    expect(error?.issues).toHaveLength(1);
    expect(error?.issues[0]?.message).toMatch(/^must be .*\.$/);
    if (secret.length > 10) expect(error?.issues[0]?.message).not.toContain(secret.slice(6));
  });

  it("are both needed, and say what to do", () => {
    for (const sentence of webhook.missing({}))
      expect(sentence).toMatch(/^CRM_WEBHOOK_\w+ is missing; .+\.$/);
    expect(webhook.missing({})).toHaveLength(2);
  });
});

/** The schema, with every object closed. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]));
  return ("properties" in parts && "type" in parts ? { ...parts, additionalProperties: false } : parts) as T;
}
