import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutgoingMedia } from "../../../src/bridge/contracts/carrier-media.ts";
import type { Address, CarrierThreadId, LoginName } from "../../../src/domain/ids.ts";
import { nobodysAddress } from "../../crm/http-fake.ts";
import {
  createRingCentralSide,
  error,
  frontDesk,
  hasty,
  line,
  phone,
  type RingCentralSide,
  sms,
  tokenPath,
} from "./ringcentral-side.ts";

const extension = "/restapi/v1.0/account/~/extension/~";
const smsPath = `${extension}/sms`;
const threadPath = "/restapi/v1.0/account/~/message-threads/messages";
const thread = "5fc7b0e8-a08e-4b45-b2a3-3a4a5b3a4f7e" as CarrierThreadId;
const isSend = ({ path }: { path: string }) =>
  path === smsPath || path === threadPath || path.endsWith("/mms");

describe("sending through RingCentral", () => {
  let side: RingCentralSide;
  let shared: boolean;
  let usage: string | null;
  let listed: string;
  beforeEach(async () => {
    shared = false;
    usage = "DirectNumber";
    listed = line;
    side = await createRingCentralSide(({ path }) => {
      if (path === `${extension}/features`)
        return { status: 200, body: { records: [{ id: "MessageThreads", available: shared }] } };
      if (path === `${extension}/phone-number`)
        return { status: 200, body: { records: [{ phoneNumber: listed, usageType: usage }] } };
      if (path === threadPath)
        return { status: 200, body: `{"id":"4-e1","threadId":"${thread}","messageStatus":"Queued"}` };
      return { status: 200, body: '{"id":1029384756473829105,"messageStatus":"Queued"}' };
    });
  });
  afterEach(() => side.stop());
  const sent = () => side.fake.requests.filter(isSend);

  it("hands a text over by the line's login, and takes an id of any length", async () => {
    expect(await side.carrierWith().send({ ...sms, login: frontDesk })).toEqual({
      kind: "accepted",
      carrierMessageId: "1029384756473829105",
      state: "accepted",
    });
    expect(sent()).toMatchObject([
      {
        method: "POST",
        path: smsPath,
        json: { from: { phoneNumber: line }, to: [{ phoneNumber: phone }], text: "See you at 3" },
      },
    ]);
  });

  it("sends a group text as one, to all of them", async () => {
    const others = ["+15550199002", "+15550199003"] as Address[];
    await side.carrierWith().send({ ...sms, others });
    expect(sent()[0]?.json).toMatchObject({
      to: [phone, ...others].map((phoneNumber) => ({ phoneNumber })),
    });
  });

  it("sends files behind the words, as they are", async () => {
    const picture = file('the door".jpg', "image/jpeg", Buffer.from([0xff, 0xd8, 0, 10, 13]));
    const card = file("me.vcf", "text/vcard", Buffer.from("BEGIN:VCARD"));
    expect(await side.carrierWith().send({ ...sms, media: [picture, card] })).toMatchObject({
      kind: "accepted",
    });
    const [request] = sent();
    expect(request?.path).toBe(`${extension}/mms`);
    const form = await new Response(request?.bytes ?? null, {
      headers: { "content-type": request?.headers["content-type"] ?? "" },
    }).formData();
    expect([...form.keys()]).toEqual(["json", "attachment", "attachment"]);
    expect(JSON.parse(await (form.get("json") as File).text())).toMatchObject({ text: "See you at 3" });
    const files = form.getAll("attachment") as File[];
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['the door".jpg', "image/jpeg"],
      ["me.vcf", "text/vcard"],
    ]);
    expect(Buffer.from(await (files[0] ?? new Blob([])).arrayBuffer())).toEqual(await picture.read());
  });

  it("sends nothing where a file is gone", async () => {
    const gone = {
      ...file("a.jpg", "image/jpeg", Buffer.from("")),
      read: () => Promise.reject(new Error("gone")),
    };
    expect(await side.carrierWith().send({ ...sms, media: [gone] })).toMatchObject({
      kind: "rejected",
      failure: { code: "file-gone", scope: "content" },
    });
    expect(sent()).toEqual([]);
  });

  describe("from a line of the shared inbox", () => {
    beforeEach(() => {
      shared = true;
      usage = "CompanyNumber";
    });

    it("goes into the thread of its numbers, and says which that is", async () => {
      expect(await side.carrierWith().send(sms)).toEqual({
        kind: "accepted",
        carrierMessageId: "4-e1",
        state: "accepted",
        thread,
      });
      expect(sent()).toMatchObject([
        {
          path: threadPath,
          json: { from: { phoneNumber: line }, to: [{ phoneNumber: phone }], text: "See you at 3" },
        },
      ]);
      expect(sent()[0]?.json).not.toHaveProperty("threadId");
    });

    it("goes into the thread that is known, without asking whether there are any", async () => {
      await side.carrierWith().send({ ...sms, thread });
      expect(sent()[0]?.json).toMatchObject({ threadId: thread });
      expect(side.asked(`${extension}/features`)).toEqual([]);
    });

    it("takes files along", async () => {
      await side.carrierWith().send({ ...sms, media: [file("a.gif", "image/gif", Buffer.from("GIF"))] });
      expect(sent()[0]?.path).toBe(threadPath);
      expect(sent()[0]?.text).toContain('name="metadata"');
      expect(sent()[0]?.text).toContain('name="attachments"');
    });

    it("asks once what is shared, and again ten minutes later", async () => {
      const carrier = side.carrierWith();
      for (const _ of [1, 2, 3]) await carrier.send(sms);
      expect(side.asked(`${extension}/features`)).toHaveLength(1);
      side.advance(10 * 60_000);
      await carrier.send(sms);
      expect(side.asked(`${extension}/features`)).toHaveLength(2);
    });

    it("does not stand there where the number is the user's own", async () => {
      usage = "DirectNumber";
      await side.carrierWith().send(sms);
      expect(sent()[0]?.path).toBe(smsPath);
    });

    it.each([
      ["it is none that the login is shown", () => (listed = "+15550100009")],
      ["it is not said whose it is", () => (usage = null)],
    ])("is sent from as a user's own number where %s, and a refusal is told in words", async (_, show) => {
      show();
      side.fake.next({ status: 400, body: error("MSG-304") }, isSend);
      const outcome = await side.carrierWith().send(sms);
      expect(sent()[0]?.path).toBe(smsPath);
      expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "MSG-304", scope: "account" } });
      expect(JSON.stringify(outcome)).toContain("not one that its login may text from");
    });

    it("sends no group text", async () => {
      const outcome = await side.carrierWith().send({ ...sms, others: ["+15550199002" as Address] });
      expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "no-group", scope: "content" } });
      expect(sent()).toEqual([]);
    });

    it("says who may send where somebody else has the thread", async () => {
      side.fake.next({ status: 403, body: error("MSG-427") }, isSend);
      const outcome = await side.carrierWith().send({ ...sms, thread });
      expect(outcome).toMatchObject({
        kind: "rejected",
        failure: { code: "MSG-427", scope: "recipient" },
        isHeldByAnother: true,
      });
      expect(JSON.stringify(outcome)).toContain("only its assignee may send");
      expect(JSON.stringify(outcome)).not.toContain("retryAfterMs");
    });

    it.each([
      [404, error("CMN-102")],
      [409, error("MSG-999")],
      [400, error("CMN-101", { parameterName: "threadId" })],
    ])("comes again without a thread that is over: HTTP %s", async (status, body) => {
      const carrier = side.carrierWith();
      side.fake.next({ status, body }, isSend);
      expect(await carrier.send({ ...sms, thread })).toMatchObject({
        kind: "rejected",
        failure: { code: "thread-over", scope: "passing", retryAfterMs: 1_000 },
      });
      expect(await carrier.send({ ...sms, thread })).toMatchObject({ kind: "accepted", thread });
      expect(sent()[1]?.json).not.toHaveProperty("threadId");
    });

    it("is sent by nobody while it can't be told what is shared", async () => {
      for (const _ of [1, 2]) side.fake.next({ status: 502 }, ({ path }) => path === `${extension}/features`);
      const carrier = side.carrierWith();
      expect(await carrier.send(sms)).toMatchObject({
        kind: "rejected",
        failure: { scope: "passing", retryAfterMs: 5_000 },
      });
      expect(sent()).toEqual([]);
    });
  });

  it("sends directly where the app may not ask what is shared", async () => {
    side.fake.next({ status: 403, body: error("CMN-401") }, ({ path }) => path === `${extension}/features`);
    expect(await side.carrierWith().send(sms)).toMatchObject({ kind: "accepted" });
    expect(sent()[0]?.path).toBe(smsPath);
  });

  it.each([
    [400, error("MSG-240"), "MSG-240", "recipient"],
    [400, error("MSG-348"), "MSG-348", "content"],
    [403, error("CMN-408"), "CMN-408", "account"],
    [400, { errors: [{ errorCode: "MSG-245" }] }, "MSG-245", "account"],
    [400, error("MSG-999"), "MSG-999", "passing"],
    [403, "<html>", "http-403", "account"],
    [301, "", "http-301", "account"],
  ])("is rejected for certain: HTTP %s %j", async (status, body, code, scope) => {
    side.fake.next({ status, body }, isSend);
    const outcome = await side.carrierWith().send(sms);
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code, scope } });
    expect(JSON.stringify(outcome)).not.toContain("retryAfterMs");
    expect(sent()).toHaveLength(1);
  });

  it("comes again where RingCentral says that it can't now", async () => {
    side.fake.next({ status: 503, body: error("MSG-290") }, isSend);
    expect(await side.carrierWith().send(sms)).toMatchObject({
      kind: "rejected",
      failure: { code: "MSG-290", scope: "passing", retryAfterMs: 30_000 },
    });
  });

  it.each([
    ["lost", "hangs"],
    ["lost", "lost"],
    ["lost", "garbled"],
    ["broken", { status: 500, body: error("CMN-211") }],
    ["broken", { status: 503 }],
    ["a redirect", { status: 303 }],
    ["broken", { status: 408 }],
    ["cut", { status: 200, body: "{}" }],
  ] as const)("is unknown, and never repeated, where it is %s: %j", async (_, fate) => {
    side.fake.next(fate, isSend);
    expect((await side.carrierWith({ call: hasty(400) }).send(sms)).kind).toBe("unknown");
    expect(sent()).toHaveLength(1);
  });

  it("is rejected where it failed at once", async () => {
    side.fake.next(
      { status: 200, body: { id: "1", messageStatus: "SendingFailed", deliveryErrorCode: "SMS-RC-413" } },
      isSend,
    );
    const carrier = side.carrierWith();
    expect(await carrier.send(sms)).toMatchObject({
      kind: "rejected",
      failure: { code: "SMS-RC-413" },
      carrierMessageId: "1",
    });
    expect(carrier.lastingFailure?.("SMS-RC-413")).toBe("opted_out");
  });

  it("is sent again with another token where its own was refused: nothing was done with it", async () => {
    side.fake.next({ status: 401, body: error("OAU-129") }, isSend);
    expect(await side.carrierWith().send(sms)).toMatchObject({ kind: "accepted" });
    expect(sent()).toHaveLength(2);
  });

  it("comes again where its new token was refused, too: a JWT that is no good is refused where it is shown", async () => {
    const carrier = side.carrierWith();
    for (const code of ["OAU-129", "OAU-128"]) side.fake.next({ status: 401, body: error(code) }, isSend);
    expect(await carrier.send(sms)).toMatchObject({
      kind: "rejected",
      failure: { code: "OAU-128", scope: "passing", retryAfterMs: 5_000 },
    });
    expect(await carrier.send(sms)).toMatchObject({ kind: "accepted" });
    expect(sent()).toHaveLength(3);
  });

  it("is refused where something on the way asks who we are", async () => {
    for (const _ of [1, 2]) side.fake.next({ status: 401, body: "" }, isSend);
    const outcome = await side.carrierWith().send(sms);
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "http-401", scope: "account" } });
    expect(outcome).not.toHaveProperty("failure.retryAfterMs");
  });

  it("comes again where nobody listens", async () => {
    expect(await side.carrierWith({ apiUrl: await nobodysAddress() }).send(sms)).toMatchObject({
      kind: "rejected",
      failure: { code: "unreachable", scope: "passing", retryAfterMs: 5_000 },
    });
  });

  it("is the account's trouble where its login is not let in", async () => {
    side.fake.next({ status: 400, body: { error: "invalid_grant" } }, ({ path }) => path === tokenPath);
    const outcome = await side.carrierWith().send(sms);
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "invalid_grant", scope: "account" } });
    expect(JSON.stringify(outcome)).toContain("RINGCENTRAL_JWT_FRONT_DESK");
  });

  it("names the login that there are no credentials for", async () => {
    const carrier = side.carrierWith();
    expect(await carrier.send({ ...sms, login: "back-office" as LoginName })).toMatchObject({
      kind: "rejected",
      failure: { code: "no-credentials", scope: "account" },
    });
    const two = side.carrierWith({ jwts: { [frontDesk]: "a.b.c", ["back-office" as LoginName]: "d.e.f" } });
    expect(await two.send(sms)).toMatchObject({ kind: "rejected", failure: { code: "no-login" } });
    expect(sent()).toEqual([]);
  });
});

function file(name: string, contentType: string, bytes: Buffer): OutgoingMedia {
  return { name, contentType, size: bytes.length, url: null, read: async () => bytes };
}
