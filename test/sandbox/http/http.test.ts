/** The carrier that nobody wrote code for, held against what its description says of it. */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { HttpStandIn } from "../../../src/sandbox/http/types/stand-in.ts";
import { listener } from "../../lib/listener.ts";
import {
  createApp,
  createStandIn,
  digits,
  line,
  phone,
  type ReceivedCallback,
  send,
} from "./stand-in-world.ts";

let app: Awaited<ReturnType<typeof createApp>>;
let standIn: HttpStandIn;
let answer: (callback: ReceivedCallback, count: number) => number | "cut";
beforeEach(async () => {
  answer = () => 204;
  app = await createApp((callback, count) => answer(callback, count));
  standIn = await createStandIn(app);
});
afterEach(async () => {
  await standIn.stop();
  await app.stop();
});

const text = (body: string, more: object = {}) =>
  standIn.control.text({ from: phone, to: line, body, ...more });
const at = (path: string) => app.heard.filter((callback) => callback.path === path);
const statuses = () => at("/status").map(({ body }) => /"status":"(\w+)"/.exec(body)?.[1]);
const picture = { contentType: "image/png", base64: Buffer.from("a picture").toString("base64") };

function isSigned({ headers, body }: ReceivedCallback, secret: string): boolean {
  const signed = `${String(headers["x-acme-timestamp"])}.${body}`;
  return headers["x-acme-signature"] === `v1=${createHmac("sha256", secret).update(signed).digest("hex")}`;
}

describe("a text that a phone sends", () => {
  it("is told in a signed list, with an id too long for a number and numbers without a plus", async () => {
    const id = await text("Hi");
    const [told] = app.heard;
    if (told === undefined) return expect.fail("nothing told");
    expect(BigInt(id)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
    expect(told).toMatchObject({
      path: "/inbound",
      headers: { "content-type": "application/json; charset=utf-8" },
    });
    expect(told.body).toContain(`"id":${id},"from":"${digits(phone)}","to":"${digits(line)}","text":"Hi"`);
    expect(isSigned(told, standIn.secret)).toBe(true);
    expect(isSigned(told, "another")).toBe(false);
    expect(standIn.control.deliveries()).toMatchObject([{ kind: "inbound", sid: id, state: "delivered" }]);
  });

  it("comes together with others where they are told together", async () => {
    const ids = await standIn.control.textTogether([
      { from: phone, to: line, body: "One" },
      { from: "72345", to: line, body: "Two" },
    ]);
    expect(app.heard).toHaveLength(1);
    for (const id of ids) expect(app.heard[0]?.body).toContain(`"id":${id},`);
    expect(app.heard[0]?.body).toContain('"from":"72345"');
  });

  it("is told again until the app has taken it, each time with the same words and a signature of its own", async () => {
    const answers = ["cut", 500, 403, 204] as const;
    answer = (_, count) => answers[count - 1] ?? 204;
    await text("Hi");
    expect(app.heard).toHaveLength(4);
    expect(new Set(app.heard.map(({ body }) => body)).size).toBe(1);
    expect(app.heard.every((told) => isSigned(told, standIn.secret))).toBe(true);
    const [delivery] = standIn.control.deliveries();
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([null, 500, 403, 204]);
  });

  it.each([
    ["forge", false],
    ["unsigned", false],
    ["stale", true],
  ] as const)("is told wrongly once (%s), then rightly", async (kind, signed) => {
    standIn.control.misbehave({ match: "inbound", kind });
    answer = (_, count) => (count === 1 ? 403 : 204);
    await text("Hi");
    const [first, second] = app.heard;
    if (first === undefined || second === undefined) return expect.fail("told too seldom");
    expect(isSigned(first, standIn.secret)).toBe(signed);
    expect(isSigned(second, standIn.secret)).toBe(true);
    const times = app.heard.map(({ headers }) => Number(headers["x-acme-timestamp"]));
    if (kind === "stale") expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(3_600);
  });

  it("is told twice, after the next one, without an answer, in words that nobody reads, and late", async () => {
    const { control } = standIn;
    control.misbehave({ match: "inbound", kind: "duplicate" });
    await text("Twice");
    expect(app.heard).toHaveLength(2);
    control.misbehave({ match: "inbound", kind: "reorder" });
    await text("Second");
    await text("First");
    expect(app.heard.slice(2).map(({ body }) => /"text":"(\w+)"/.exec(body)?.[1])).toEqual([
      "First",
      "Second",
    ]);
    control.misbehave({ match: "inbound", kind: "dropAnswer" });
    await text("Again");
    expect(app.heard.slice(4).map(({ body }) => body.includes("Again"))).toEqual([true, true]);
    control.misbehave({ match: "inbound", kind: "garble", body: "<xml/>" });
    answer = ({ body }) => (body === "<xml/>" ? 400 : 204);
    await text("Garbled");
    expect(app.heard.slice(6).map(({ body }) => body.includes("Garbled"))).toEqual([false, true]);
    control.misbehave({ match: "inbound", kind: "hold" });
    await text("Late");
    expect(app.heard).toHaveLength(8);
    expect(control.state().held).toBe(1);
    control.release();
    await control.idle();
    expect(app.heard.at(-1)?.body).toContain("Late");
  });

  it("waits while the carrier is down, and is signed with a new secret once that is in force", async () => {
    standIn.control.down(true);
    await text("Hi");
    expect(app.heard).toEqual([]);
    await expect(send(standIn, {})).rejects.toThrow();
    standIn.control.rotateSecret("another");
    standIn.control.down(false);
    await standIn.control.idle();
    expect(app.heard.map((told) => isSigned(told, "another"))).toEqual([true]);
  });

  it("brings pictures, which whoever has the token fetches", async () => {
    const id = await text("", { media: [picture] });
    const url = /"url":"([^"]+)"/.exec(app.heard[0]?.body ?? "")?.[1] ?? "";
    const fetched = await fetch(url, { headers: { authorization: `Bearer ${standIn.token}` } });
    expect(fetched.headers.get("content-type")).toBe("image/png");
    expect(await fetched.text()).toBe("a picture");
    expect((await fetch(url)).status).toBe(401);
    expect(standIn.control.media(id)).toEqual([picture]);
  });

  it("goes to no line that the carrier does not have", async () => {
    const wrong = standIn.control.text({ from: phone, to: "+15550100009", body: "Hi" });
    await expect(wrong).rejects.toThrow("is not one of the carrier's lines");
  });
});

describe("a text that is sent", () => {
  it("is taken, arrives, and is reported with what its sender calls it", async () => {
    const { status, text: said } = await send(standIn, { reference: "our-1" });
    await standIn.control.idle();
    const [message] = standIn.control.phone(phone).messages;
    expect({ status, said }).toEqual({ status: 202, said: `{"id":${message?.sid},"status":"queued"}` });
    expect(message).toMatchObject({ body: "Hello", from: line, status: "delivered", arrived: true });
    expect(standIn.control.reference(message?.sid ?? "")).toBe("our-1");
    expect(statuses()).toEqual(["SENT", "DELIVERED"]);
    expect(at("/status").every(({ body }) => body.includes('"reference":"our-1"'))).toBe(true);
  });

  it.each([
    ["landline", "UNDELIVERABLE", "landline"],
    ["unreachable", "EXPIRED", "absent"],
    ["blocked", "REJECTED", "blocked"],
    ["unknown", "UNDELIVERABLE", "unknown_number"],
    ["filtered", "REJECTED", "spam"],
  ] as const)("to a phone that is %s is reported as %s, %s", async (kind, status, error) => {
    standIn.control.addPhone({ number: phone, kind });
    await send(standIn, {});
    await standIn.control.idle();
    expect(statuses()).toEqual(["SENT", status]);
    expect(at("/status").at(-1)?.body).toContain(`"error":"${error}"`);
    expect(standIn.control.phone(phone).messages).toMatchObject([{ arrived: false, errorCode: error }]);
  });

  it.each([
    [{ to: phone }, 400, "invalid_to"],
    [{ from: line }, 400, "invalid_from"],
    [{ from: "15550100009" }, 403, "unknown_sender"],
    [{ text: "" }, 400, "empty"],
    [{ text: "x".repeat(1_001) }, 400, "invalid_text"],
    [{ reference: 7 }, 400, "invalid_reference"],
    [{ media: ["no address"] }, 400, "invalid_media"],
  ])("is refused where %j", async (body, status, code) => {
    const answered = await send(standIn, body);
    expect(answered.status).toBe(status);
    expect(answered.text).toContain(`"code":"${code}"`);
    expect(standIn.control.messages()).toEqual([]);
  });

  it("is refused to whoever has not its token, or one that was replaced", async () => {
    expect(await send(standIn, {}, "Bearer wrong")).toMatchObject({ status: 401 });
    standIn.control.rotateToken("another");
    expect(await send(standIn, {})).toMatchObject({ status: 401 });
    expect(await send(standIn, {}, "Bearer another")).toMatchObject({ status: 202 });
  });

  it("is refused where it was told so, and when a line sends too fast", async () => {
    standIn.control.addPhone({ number: "+15550199002", kind: "notMobile" });
    expect(await send(standIn, { to: "15550199002" })).toMatchObject({ status: 422 });
    standIn.control.setOutcome({ outcome: { kind: "reject", code: "opted_out" }, to: phone });
    expect(await send(standIn, {})).toMatchObject({ status: 422 });
    standIn.control.setOutcome({ outcome: { kind: "busy", seconds: 7 } });
    expect(await send(standIn, {})).toMatchObject({ status: 429, retryAfter: "7" });
    expect(standIn.control.messages()).toEqual([]);
    const slow = await createStandIn(app, { limits: "vendor", now: () => 0 });
    onTestFinished(slow.stop);
    const answers = await Promise.all(Array.from({ length: 11 }, () => send(slow, {})));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(10);
    expect(answers.filter(({ status, retryAfter }) => status === 429 && retryAfter === "1")).toHaveLength(1);
  });

  it("is done or not when its answer fails, is lost, garbled, held, or never comes", async () => {
    const { control } = standIn;
    const count = () => control.messages().length;
    control.misbehave({ match: "send", kind: "fail", status: 503 });
    expect(await send(standIn, {})).toMatchObject({ status: 503 });
    control.misbehave({ match: "send", kind: "fail", status: 0 });
    await expect(send(standIn, {})).rejects.toThrow();
    expect(count()).toBe(0);
    control.misbehave({ match: "send", kind: "dropAnswer" });
    await expect(send(standIn, {})).rejects.toThrow();
    expect(count()).toBe(1);
    control.misbehave({ match: "send", kind: "garble", body: "??" });
    expect(await send(standIn, {})).toMatchObject({ status: 202, text: "??" });
    expect(count()).toBe(2);
    control.misbehave({ match: "send", kind: "hang" });
    const hanging = send(standIn, {}).catch(() => "cut");
    await expect.poll(() => control.state().held).toBe(1);
    control.release();
    expect(await hanging).toBe("cut");
    expect(count()).toBe(2);
    expect(control.calls().map(({ status }) => status)).toEqual([503, 0, 0, 202, 0]);
  });

  it("stays queued, is never reported, or fails, where it was told so", async () => {
    const { control } = standIn;
    control.setOutcome({ outcome: { kind: "stuck" } });
    control.setOutcome({ outcome: { kind: "silent" } });
    control.setOutcome({ outcome: { kind: "fail", code: "spam", status: "rejected" } });
    for (const words of ["stuck", "silent", "fails"]) await send(standIn, { text: words });
    await control.idle();
    const ends = control.messages().map(({ status, arrived, errorCode }) => [status, arrived, errorCode]);
    expect(ends).toEqual([
      ["queued", false, null],
      ["sent", true, null],
      ["undelivered", false, "spam"],
    ]);
    expect(statuses().sort()).toEqual(["REJECTED", "SENT", "SENT"]);
  });

  it("takes pictures along, from where they can be had", async () => {
    const files = createServer(
      listener(async (incoming, response) => {
        const isThere = incoming.url === "/a.png";
        response.writeHead(isThere ? 200 : 404, { "content-type": "image/png" }).end("a picture");
      }),
    );
    await new Promise<void>((resolve) => void files.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void files.close());
    const address = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
    await send(standIn, { text: "", media: [`${address}/a.png`] });
    await standIn.control.idle();
    const [message] = standIn.control.messages();
    expect(standIn.control.media(message?.sid ?? "")).toEqual([picture]);
    await send(standIn, { media: [`${address}/b.png`] });
    await standIn.control.idle();
    expect(standIn.control.messages().at(-1)).toMatchObject({
      status: "undelivered",
      errorCode: "media_not_found",
    });
  });
});

describe("its controls", () => {
  it("are there over HTTP as well, and say what is wrong", async () => {
    const control = async (method: string, verb: string, body?: object) => {
      const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const answered = await fetch(`${standIn.url}/_control/${verb}`, init);
      return { status: answered.status, said: (await answered.json()) as unknown };
    };
    const { said } = await control("POST", "text", { from: phone, to: line, body: "Hi" });
    expect(said).toMatchObject({ id: expect.stringMatching(/^\d+$/) as string });
    expect(await control("GET", `phones/${encodeURIComponent(phone)}`)).toMatchObject({
      said: { name: "Maria Lopez", messages: [{ body: "Hi" }] },
    });
    expect(await control("POST", "callback", { kind: "status", body: "{}" })).toMatchObject({
      said: { status: 204 },
    });
    expect(await control("POST", "misbehave", { match: "send", kind: "forge" })).toEqual({
      status: 400,
      said: { error: "An API call can't forge; only callbacks can." },
    });
    expect(await control("POST", "text", { from: phone })).toMatchObject({ status: 400 });
  });

  it("tell a callback of one's own making, rightly signed, once", async () => {
    answer = () => 400;
    expect(await standIn.control.post("inbound", "{}")).toBe(400);
    expect(app.heard).toHaveLength(1);
    expect(app.heard.every((told) => isSigned(told, standIn.secret))).toBe(true);
  });
});
