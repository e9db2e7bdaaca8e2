import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SentSms } from "../../../src/bridge/contracts/carrier.ts";
import type { Address, CarrierThreadId, LoginName } from "../../../src/domain/ids.ts";
import type { FakeRequest } from "../../crm/http-fake.ts";
import { createRingCentralSide, error, line, phone, type RingCentralSide, sms } from "./ringcentral-side.ts";

const extension = "/restapi/v1.0/account/~/extension/~";
const store = `${extension}/message-store`;
const threads = "/restapi/v1.0/account/~/message-threads";
const at = (ms: number) => new Date(ms).toISOString();

describe("looking for a text whose answer was lost", () => {
  let side: RingCentralSide;
  let sent: SentSms;
  let records: unknown[];
  let threadRecords: unknown[];
  let reason: string | null;
  let shared: boolean;
  /** What the login's numbers are listed with. */
  let numbers: object[];
  /** How many are on a page. */
  let onPage: number;
  const record = (other: object = {}) => ({
    id: 1029384756473829,
    direction: "Outbound",
    from: { phoneNumber: line },
    to: [{ phoneNumber: phone }],
    subject: sms.body,
    messageStatus: "Delivered",
    creationTime: at(side.clock.ms),
    ...other,
  });
  const entry = (other: object = {}) => ({
    id: "e-1",
    threadId: "t-1",
    direction: "Outbound",
    text: sms.body,
    messageStatus: "Sent",
    creationTime: at(side.clock.ms),
    ...other,
  });
  const paged = ({ query }: FakeRequest, all: unknown[]) => {
    const page = Number(query.get("page"));
    const paging = { page, totalPages: Math.ceil(all.length / onPage) };
    return { status: 200, body: { records: all.slice((page - 1) * onPage, page * onPage), paging } };
  };

  beforeEach(async () => {
    records = [];
    threadRecords = [];
    reason = null;
    shared = false;
    numbers = [{ phoneNumber: line, usageType: "CompanyNumber" }];
    onPage = 100;
    side = await createRingCentralSide((request) => {
      if (request.path === `${extension}/features`)
        return { status: 200, body: { records: [{ id: "MessageThreads", available: shared }] } };
      if (request.path === `${extension}/phone-number`) return { status: 200, body: { records: numbers } };
      if (request.path === store || request.path === `${threads}/messages`) return paged(request, records);
      if (request.path === threads) return paged(request, threadRecords);
      return {
        status: 200,
        body: { ...record(), messageStatus: "SendingFailed", deliveryErrorCode: reason },
      };
    });
    sent = { ...sms, sendingSince: new Date(side.clock.ms) };
  });
  afterEach(() => side.stop());
  const find = (one: SentSms = sent) => side.carrierWith().findSent?.(one);

  it("asks for what left to that number since then", async () => {
    expect(await find()).toEqual({ kind: "absent" });
    expect(Object.fromEntries(side.asked(store)[0]?.query ?? [])).toMatchObject({
      direction: "Outbound",
      messageType: "SMS",
      phoneNumber: phone,
      dateFrom: at(side.clock.ms - 2 * 60_000),
    });
  });

  it("finds the one of these words between these numbers", async () => {
    records = [
      record({ id: 1, subject: "other words" }),
      record({ id: 2, direction: "Inbound" }),
      record({ id: 3, from: { phoneNumber: "+15550100002" } }),
      record({ id: 4, to: [{ phoneNumber: phone }, { phoneNumber: "+15550199002" }] }),
      record({ id: 5, creationTime: at(side.clock.ms - 3 * 60_000) }),
      record({ from: { phoneNumber: line.slice(1) } }),
    ];
    expect(await find()).toEqual({
      kind: "found",
      carrierMessageId: "1029384756473829",
      state: "delivered",
      failure: null,
    });
  });

  it("finds it where spaces and signs were changed on the way", async () => {
    const body = "We’re open…\n\nTill  six. ";
    records = [record({ subject: "We're open... Till six." })];
    expect(await find({ ...sent, body })).toMatchObject({ kind: "found" });
    shared = true;
    threadRecords = [{ id: "t-1", ownerParty: { phoneNumber: line }, guestParty: { phoneNumber: phone } }];
    records = [entry({ text: "We're open... Till six." })];
    expect(await find({ ...sent, body })).toMatchObject({ kind: "found" });
  });

  it("finds a group text by all whom it went to", async () => {
    const others = ["+15550199002" as Address];
    records = [record(), record({ id: 9, to: [{ phoneNumber: others[0] }, { phoneNumber: phone }] })];
    expect(await find({ ...sent, others })).toMatchObject({ kind: "found", carrierMessageId: "9" });
  });

  it("tells one with files from one of the same words without", async () => {
    const file = { id: 5, type: "MmsAttachment", contentType: "image/png" };
    const words = { id: 4, type: "Text", contentType: "text/plain" };
    records = [record({ id: 1, attachments: [words] }), record({ id: 2, attachments: [words, file] })];
    const media = [
      { name: "a.png", contentType: "image/png", size: 1, url: null, read: async () => Buffer.from("x") },
    ];
    expect(await find()).toMatchObject({ carrierMessageId: "1" });
    expect(await find({ ...sent, media })).toMatchObject({ carrierMessageId: "2" });
    shared = true;
    threadRecords = [{ id: "t-1", ownerParty: { phoneNumber: line }, guestParty: { phoneNumber: phone } }];
    records = [
      entry({ id: "e-1", attachments: [] }),
      entry({ id: "e-2", attachments: [{ id: "5", contentType: "image/png" }] }),
    ];
    expect(await find()).toMatchObject({ carrierMessageId: "e-1" });
    expect(await find({ ...sent, media })).toMatchObject({ carrierMessageId: "e-2" });
  });

  it("looks through all pages", async () => {
    onPage = 2;
    records = [1, 2, 3, 4].map((id) => record({ id, subject: "other words" })).concat(record({ id: 7 }));
    expect(await find()).toMatchObject({ kind: "found", carrierMessageId: "7" });
    expect(side.asked(store)).toHaveLength(3);
  });

  it("asks the text itself why it failed", async () => {
    records = [record({ messageStatus: "SendingFailed" })];
    reason = "SMS-RC-413";
    expect(await find()).toMatchObject({
      kind: "found",
      state: "failed",
      failure: { code: "SMS-RC-413", scope: "recipient" },
    });
  });

  it.each([
    ["two alike", () => [record({ id: 1 }), record({ id: 2 })]],
    ["one that can't be read", () => [{ id: 3, direction: 4 }]],
    ["a state that nobody knows", () => [record({ messageStatus: "Pondering" })]],
  ])("says ambiguous for %s", async (_, listed) => {
    records = listed();
    expect(await find()).toEqual({ kind: "ambiguous" });
  });

  it("looks into the threads of the two numbers on a shared line", async () => {
    shared = true;
    threadRecords = [
      { id: "t-1", ownerParty: { phoneNumber: line }, guestParty: { phoneNumber: phone } },
      { id: "t-2", ownerParty: { phoneNumber: "+15550100002" }, guestParty: { phoneNumber: phone } },
    ];
    records = [entry({ id: "e-0", direction: "Inbound" }), entry()];
    expect(await find()).toEqual({ kind: "found", carrierMessageId: "e-1", state: "sent", failure: null });
    expect(side.asked(threads)[0]?.query.get("ownerPhoneNumber")).toBe(line);
    expect(side.asked(`${threads}/messages`)[0]?.query.getAll("threadIds")).toEqual(["t-1"]);
    expect(side.asked(store)).toEqual([]);
  });

  it("looks in both places where the account does not show in which the line's texts stand", async () => {
    shared = true;
    numbers = [];
    records = [record()];
    expect(await find()).toMatchObject({ kind: "found", carrierMessageId: "1029384756473829" });
    expect(side.asked(store)).toHaveLength(1);
    expect(side.asked(threads)).toHaveLength(1);
  });

  it("asks a thread for what left from then until now, as far as clocks may differ", async () => {
    threadRecords = [{ id: "t-1", ownerParty: { phoneNumber: line }, guestParty: { phoneNumber: phone } }];
    side.clock.ms += 60_000;
    await find({ ...sent, thread: "t-1" as CarrierThreadId });
    const query = side.asked(`${threads}/messages`)[0]?.query;
    expect(query?.get("creationTimeFrom")).toBe(at(side.clock.ms - 3 * 60_000));
    expect(query?.get("creationTimeTo")).toBe(at(side.clock.ms + 2 * 60_000));
  });

  it("reads why a text of a thread failed where it says so", async () => {
    threadRecords = [{ id: "t-1", ownerParty: { phoneNumber: line }, guestParty: { phoneNumber: phone } }];
    records = [entry({ messageStatus: "SendingFailed", to: [{ errorCode: "SMS-UP-413" }] })];
    expect(await find({ ...sent, thread: "t-1" as CarrierThreadId })).toMatchObject({
      kind: "found",
      state: "failed",
      failure: { code: "SMS-UP-413" },
    });
  });

  it("throws where it can't be told, so that it is asked again", async () => {
    side.fake.next({ status: 500 }, ({ path }) => path === store);
    await expect(find()).rejects.toMatchObject({ failure: { retryable: true } });
    side.fake.next(
      { status: 429, body: error("CMN-301"), headers: { "retry-after": "60" } },
      ({ path }) => path === store,
    );
    await expect(find()).rejects.toMatchObject({ failure: { retryable: true, retryAfterMs: 60_000 } });
    side.fake.next({ status: 200, body: { records: "none" } }, ({ path }) => path === store);
    await expect(find()).rejects.toMatchObject({ failure: { kind: "unreadable" } });
    await expect(find({ ...sent, login: "back-office" as LoginName })).rejects.toMatchObject({
      failure: { kind: "no-credentials", retryable: false },
    });
  });
});
