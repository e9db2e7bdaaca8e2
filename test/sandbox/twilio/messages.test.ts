import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countSegments } from "../../../src/sandbox/segments.ts";
import type { TwilioStandIn, TwilioStandInOptions } from "../../../src/sandbox/twilio/types/stand-in.ts";
import type { PhoneKind } from "../../../src/sandbox/types/numbers.ts";
import { createStandIn, line, phone, until, vendorClient } from "./stand-in-world.ts";

let standIn: TwilioStandIn;

beforeEach(async () => {
  standIn = await createStandIn();
});
afterEach(() => standIn.stop());

async function restart(options: TwilioStandInOptions) {
  await standIn.stop();
  standIn = await createStandIn(options);
}

const send = (body = "hi", to = phone) => vendorClient(standIn).messages.create({ from: line, to, body });
const text = (body: string) => standIn.control.text({ from: phone, to: line, body });
const shown = () => standIn.control.phone(phone).messages;

describe("the stand-in's phones", () => {
  it.each<[PhoneKind, string, number | null, boolean]>([
    ["mobile", "delivered", null, true],
    ["silent", "sent", null, true],
    ["landline", "undelivered", 30006, false],
    ["unreachable", "undelivered", 30003, false],
    ["blocked", "undelivered", 30004, false],
    ["unknown", "undelivered", 30005, false],
    ["filtered", "undelivered", 30007, false],
  ])("of kind %s: %s, %s", async (kind, status, errorCode, arrived) => {
    standIn.control.addPhone({ number: phone, kind });
    await send();
    await standIn.control.idle();
    expect(shown()).toMatchObject([{ status, errorCode, arrived }]);
  });

  it("that are no mobiles are refused at once", async () => {
    standIn.control.addPhone({ number: phone, kind: "notMobile" });
    await expect(send()).rejects.toMatchObject({ code: 21614 });
  });

  it("keep what they sent and received, in order", async () => {
    await text("one");
    await send("two");
    await standIn.control.idle();
    await text("three");
    expect(shown().map(({ body, direction }) => [body, direction])).toEqual([
      ["one", "inbound"],
      ["two", "outbound-api"],
      ["three", "inbound"],
    ]);
  });

  it("can't text a number that is not the account's", async () => {
    await expect(standIn.control.text({ from: phone, to: "+15550100009", body: "hi" })).rejects.toThrow(
      "add it first",
    );
  });
});

describe("the stand-in's opt-out", () => {
  it.each(["STOP", " stop ", "Unsubscribe", "CANCEL", "end", "Quit", "stopall", "revoke", "optout"])(
    "answers %j and blocks this number for this phone",
    async (word) => {
      await text(word);
      await standIn.control.idle();
      expect(shown().map(({ direction }) => direction)).toEqual(["inbound", "outbound-reply"]);
      expect(standIn.control.phone(phone).stopped).toEqual([line]);
      await expect(send()).rejects.toMatchObject({ code: 21610, status: 400 });
      expect((await send("hi", "+15550199002")).status).toBe("queued");
    },
  );

  it.each(["please stop", "stop it", "", "no"])("takes %j for a text like any other", async (body) => {
    await text(body);
    expect(standIn.control.phone(phone).stopped).toEqual([]);
  });

  it.each(["START", "yes", "Unstop"])("ends with %j", async (word) => {
    await text("STOP");
    await text(word);
    await standIn.control.idle();
    expect(standIn.control.phone(phone).stopped).toEqual([]);
    expect((await send()).status).toBe("queued");
  });

  it("answers HELP, and says nothing to a YES that opens nothing", async () => {
    await text("yes");
    expect(shown()).toHaveLength(1);
    await text("help");
    expect(shown()).toHaveLength(3);
  });
});

describe("the stand-in's next outcomes", () => {
  it("refuse so many messages to so many numbers", async () => {
    standIn.control.setOutcome({ to: phone, times: 2, outcome: { kind: "reject", code: 21612 } });
    expect((await send("hi", "+15550199002")).status).toBe("queued");
    await expect(send()).rejects.toMatchObject({ code: 21612 });
    await expect(send()).rejects.toMatchObject({ code: 21612 });
    expect((await send()).status).toBe("queued");
  });

  it("fail with a code, with or without having been sent", async () => {
    standIn.control.setOutcome({ outcome: { kind: "fail", code: 30034, status: "failed" } });
    standIn.control.setOutcome({ outcome: { kind: "fail", code: 30008 } });
    await send("one");
    await send("two");
    await standIn.control.idle();
    expect(shown()).toMatchObject([
      { status: "failed", errorCode: 30034, sentAt: null },
      { status: "undelivered", errorCode: 30008, sentAt: expect.any(String) },
    ]);
  });

  it("stay silent, or stay in the queue", async () => {
    standIn.control.setOutcome({ outcome: { kind: "silent" } });
    standIn.control.setOutcome({ outcome: { kind: "stuck" } });
    await send("one");
    await send("two");
    await standIn.control.idle();
    expect(shown()).toMatchObject([
      { status: "sent", arrived: true },
      { status: "queued", arrived: false },
    ]);
  });
});

describe("the stand-in's limits", () => {
  it("keep a number's second text in the queue while the first takes its time", async () => {
    await restart({ limits: { segmentsPerSecond: 0.001, queueSeconds: 36_000, concurrency: 100 } });
    await send("one");
    await send("two");
    await until(() => shown()[0]?.status === "delivered");
    expect(shown()[1]?.status).toBe("queued");
  });

  it("do not hold up another number", async () => {
    await restart({ limits: { segmentsPerSecond: 0.001, queueSeconds: 36_000, concurrency: 100 } });
    standIn.control.addNumber({ number: "+15550100002" });
    await send("one");
    await vendorClient(standIn).messages.create({ from: "+15550100002", to: phone, body: "two" });
    await until(() => shown().every(({ status }) => status === "delivered"));
  });

  it("deliver in order at the number's rate", async () => {
    await restart({ limits: { segmentsPerSecond: 200, queueSeconds: 36_000, concurrency: 100 } });
    const order: string[] = [];
    standIn.control.subscribe((event) => {
      if (event.type === "message" && event.message.status === "sent") order.push(event.message.body);
    });
    for (const body of ["one", "two", "three"]) await send(body);
    await standIn.control.idle();
    expect(order).toEqual(["one", "two", "three"]);
  });

  it("refuse with 21611 when the queue is too long", async () => {
    await restart({ limits: { segmentsPerSecond: 0.001, queueSeconds: 1500, concurrency: 100 } });
    await send("one");
    await send("two");
    await expect(send("three")).rejects.toMatchObject({ code: 21611 });
  });

  it("drop with 30001 what waited too long in the queue", async () => {
    await restart({ limits: { segmentsPerSecond: 0.001, queueSeconds: 36_000, concurrency: 100 } });
    await send("one");
    await vendorClient(standIn).messages.create({ from: line, to: phone, body: "two", validityPeriod: 0 });
    await until(() => shown()[1]?.status === "failed");
    expect(shown()[1]).toMatchObject({ errorCode: 30001, arrived: false });
  });

  it("answer 429 with a Retry-After to one call too many at once", async () => {
    await restart({ limits: { segmentsPerSecond: 1, queueSeconds: 36_000, concurrency: 1 } });
    standIn.control.misbehave({ match: "list", kind: "hold" });
    const held = vendorClient(standIn).messages.list();
    await until(() => standIn.control.state().held === 1);
    await expect(send()).rejects.toMatchObject({ status: 429, code: 20429 });
    standIn.control.release();
    expect(await held).toEqual([]);
    expect(shown()).toEqual([]);
  });
});

describe("counting segments", () => {
  it.each([
    ["x".repeat(160), 1],
    ["x".repeat(161), 2],
    ["x".repeat(306), 2],
    ["x".repeat(307), 3],
    ["€".repeat(80), 1],
    ["€".repeat(81), 2],
    ["ü".repeat(160), 1],
    ["ő".repeat(70), 1],
    ["ő".repeat(71), 2],
    ["🌷".repeat(35), 1],
    ["🌷".repeat(36), 2],
    ["", 1],
  ])("counts case %#", (body, segments) => {
    expect(countSegments(body)).toBe(segments);
  });
});

describe("what goes along with a message", () => {
  const gif = Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64");
  const asked: string[] = [];
  let site: Server;
  let url = "";

  beforeEach(async () => {
    asked.length = 0;
    let failures = 1;
    site = createServer(({ method, url: path = "" }, response) => {
      asked.push(`${method} ${path}`);
      const type = path.includes("page") ? "text/html" : "image/gif";
      if (path === "/elsewhere") return void response.writeHead(302, { location: "/a.gif" }).end();
      if (path === "/gone") return void response.writeHead(404).end();
      if (path === "/busy" && failures-- > 0) return void response.writeHead(503).end();
      const content =
        path === "/large" ? Buffer.alloc(6_000_000) : path === "/half" ? Buffer.alloc(3_000_000) : gif;
      response.writeHead(200, { "content-type": type, "content-length": content.length });
      response.end(method === "HEAD" ? undefined : content);
    });
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  });

  const sendAlong = async (...paths: string[]) => {
    const mediaUrl = paths.map((path) => `${url}${path}`);
    const sent = await vendorClient(standIn).messages.create({ from: line, to: phone, mediaUrl });
    await standIn.control.idle();
    return sent;
  };

  it("is fetched once it is its turn, looked at first, and shown on the phone", async () => {
    const sent = await sendAlong("/a.gif", "/elsewhere");
    expect(sent).toMatchObject({ sid: expect.stringMatching(/^MM/), numMedia: "2", body: "" });
    expect(asked).toEqual([
      "HEAD /a.gif",
      "GET /a.gif",
      "HEAD /elsewhere",
      "HEAD /a.gif",
      "GET /elsewhere",
      "GET /a.gif",
    ]);
    expect(shown()).toMatchObject([
      { status: "delivered", media: 2, mediaTypes: ["image/gif", "image/gif"] },
    ]);
    const file = { contentType: "image/gif", base64: gif.toString("base64") };
    expect(standIn.control.media(sent.sid)).toEqual([file, file]);
  });

  it("is asked for once more where it can't be had at first", async () => {
    await sendAlong("/busy");
    expect(shown()).toMatchObject([{ status: "delivered", media: 1 }]);
  });

  it.each([
    ["/gone", 11200],
    ["/page", 12300],
    ["/large", 11751],
  ])("fails the message when it is %s", async (path, errorCode) => {
    await sendAlong(path);
    expect(shown()).toMatchObject([{ status: "failed", errorCode, arrived: false, media: 0 }]);
  });

  it("fails the message when all of it together is too large", async () => {
    await sendAlong("/half", "/half");
    expect(shown()).toMatchObject([{ status: "failed", errorCode: 11751 }]);
  });

  it("is refused where its address is none, where there are eleven, or the number has no MMS", async () => {
    const { messages } = vendorClient(standIn);
    const given = { from: line, to: phone };
    const none = messages.create({ ...given, mediaUrl: ["no address"] });
    await expect(none).rejects.toMatchObject({ code: 21620 });
    await expect(sendAlong(...Array<string>(11).fill("/a.gif"))).rejects.toMatchObject({ code: 21623 });
    standIn.control.addNumber({ number: line, mms: false });
    await expect(sendAlong("/a.gif")).rejects.toMatchObject({ code: 21612 });
    expect(asked).toEqual([]);
  });
});
