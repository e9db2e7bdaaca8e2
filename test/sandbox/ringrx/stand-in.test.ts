import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RingRxStandIn, RingRxStandInOptions } from "../../../src/sandbox/ringrx/types/stand-in.ts";
import { bens, createApp, createClient, createStandIn, desk, phone } from "./stand-in-world.ts";

let standIn: RingRxStandIn;
let app: Awaited<ReturnType<typeof createApp>>;
let client: ReturnType<typeof createClient>;
const clock = { ms: 0 };

async function start(options: RingRxStandInOptions = {}, statuses: number[] = []) {
  clock.ms = Date.parse("2026-03-02T12:00:00Z");
  app = await createApp(statuses);
  standIn = await createStandIn({ now: () => new Date(clock.ms), ...options });
  client = createClient(standIn);
  standIn.control.putCallback({
    name: "Threadline",
    url: `${app.url}/in/secret`,
    basicAuth: { username: "u", password: "p" },
    payload: '{"id":"{{id}}","from":"{{from}}","to":"{{to}}","nothing":"{{no_such}}","text":"{{message}}"}',
  });
}
async function stop() {
  await standIn.stop();
  await app.stop();
}
async function restart(...options: Parameters<typeof start>) {
  await stop();
  await start(...options);
}
beforeEach(() => start());
afterEach(stop);

const send = async (query: string, auth?: Record<string, string>) =>
  client.post(`/messaging/send_message?${query}`, undefined, auth ?? (await client.login()));
const text = (body: string, to = desk) => standIn.control.text({ from: phone, to, body });
const onPhone = () =>
  standIn.control
    .phone(phone)
    .messages.filter(({ direction, arrived }) => direction !== "inbound" && arrived)
    .map(({ from, body }) => `${from} ${body}`);

describe("the token login", () => {
  it("lets a key in by body or query, for an hour, as the user who made it", async () => {
    const key = { token: "token-of-desk", secret: "secret-of-desk" };
    const byBody = await client.post("/auth/token", key);
    const byQuery = await client.post(`/auth/token?${new URLSearchParams(key)}`);
    for (const { status, body } of [byBody, byQuery]) {
      expect(status).toBe(200);
      expect(body).toMatchObject({
        token_type: "Bearer",
        expires_in: 3600,
        refresh_token: expect.any(String),
      });
    }
    const auth = { authorization: `Bearer ${byBody.body.access_token}` };
    expect((await send("to=5550199001&message=Hi", auth)).status).toBe(200);
    clock.ms += 3_600_000;
    expect((await send("to=5550199001&message=Hi", auth)).status).toBe(401);
  });

  it("gives another token for a refresh token, and none once the key is revoked", async () => {
    const { body } = await client.post("/auth/token", { token: "token-of-desk", secret: "secret-of-desk" });
    const again = { refresh_token: body.refresh_token };
    expect((await client.post("/auth/token", again)).status).toBe(200);
    standIn.control.revokeKey("desk");
    expect((await client.post("/auth/token", again)).status).toBe(401);
    expect(
      (await send("to=5550199001&message=Hi", { authorization: `Bearer ${body.access_token}` })).status,
    ).toBe(401);
  });

  it.each([
    [{ token: "token-of-desk", secret: "wrong" }],
    [{ token: "token-of-desk" }],
    [{ token: "token-of-desk", secret: "secret-of-ben" }],
    [{}],
  ])("keeps out %j", async (key) => {
    expect((await client.post("/auth/token", key)).status).toBe(401);
  });
});

describe("sending", () => {
  it("sends from the user's own number, whoever asks for another", async () => {
    const { status, body } = await send(`to=%2B15550199001&from=${bens.slice(1)}&message=Hi%20%26%20bye`);
    expect([status, typeof body.sms_id]).toEqual([200, "number"]);
    await send("to=15550199001&message=Hello", await client.login("ben"));
    await standIn.control.idle();
    expect(onPhone()).toEqual([`${desk} Hi & bye`, `${bens} Hello`]);
  });

  it("reads a text from the query alone, from a body alone, or from either, as it is set", async () => {
    const inBody = async () =>
      client.post("/messaging/send_message", { to: "5550199001", message: "Hi" }, await client.login());
    const inQuery = () => send("to=5550199001&message=Hi");
    expect([(await inBody()).status, (await inQuery()).status]).toEqual([200, 200]);
    await restart({ reads: "query" });
    expect([(await inBody()).status, (await inQuery()).status]).toEqual([400, 200]);
    await restart({ reads: "json" });
    expect([(await inBody()).status, (await inQuery()).status]).toEqual([200, 400]);
  });

  it.each([
    ["to=5550199001", 400],
    ["to=5550199001&message=", 400],
    ["message=Hi", 422],
    ["to=Maria&message=Hi", 422],
    ["to=123&message=Hi", 422],
    ["to=5550199001&message=Hi&media_url=https%3A%2F%2Fa.example", 400],
    [`to=5550199001&message=${"x".repeat(1601)}`, 413],
  ])("refuses %s", async (query, status) => {
    expect((await send(query)).status).toBe(status);
    expect(onPhone()).toEqual([]);
  });

  it("refuses a user without an outbound number", async () => {
    standIn.control.addUser({ username: "ben", extension: "102" });
    expect((await send("to=5550199001&message=Hi", await client.login("ben"))).status).toBe(403);
  });

  it.each([
    ["lets nobody in without a token", "/messaging/send_message", "POST", 401],
    ["knows no other way", "/messaging/send_message", "GET", 405],
    ["knows no other address", "/messages", "GET", 404],
    ["shows callbacks", "/pbxcallbacks", "GET", 200],
  ])("%s", async (_, path, method, status) => {
    const headers = status === 401 ? {} : await client.login();
    expect((await client.ask(path, { method, headers })).status).toBe(status);
  });

  it("shows callbacks to administrators alone, and no password of theirs", async () => {
    const shown = await client.ask("/pbxcallbacks", { headers: await client.login() });
    expect(JSON.stringify(shown.body)).toContain("/in/secret");
    expect(JSON.stringify(shown.body)).not.toContain('"p"');
    const hidden = await client.ask("/pbxcallbacks", { headers: await client.login("ben") });
    expect(hidden.status).toBe(403);
  });
});

describe("a callback", () => {
  it("is posted with Basic Auth, its tokens replaced; one that nobody knows stays", async () => {
    const id = await text('She said "yes"\n& left');
    const [received] = app.received;
    expect(received?.path).toBe("/in/secret");
    expect(received?.headers.authorization).toBe(`Basic ${Buffer.from("u:p").toString("base64")}`);
    expect(JSON.parse(received?.body ?? "")).toEqual({
      id,
      from: phone.slice(1),
      to: desk.slice(1),
      nothing: "{{no_such}}",
      text: 'She said "yes"\n& left',
    });
  });

  it("is no JSON any more where tokens are filled in as they are", async () => {
    await restart({ escapes: false });
    await text('She said "yes"');
    expect(app.received[0]?.body).toContain('"text":"She said "yes""}');
  });

  it("is posted for its own numbers and type alone", async () => {
    standIn.control.putCallback({ name: "Ben", url: `${app.url}/ben`, payload: "{}", numbers: [bens] });
    standIn.control.putCallback({ name: "Fax", type: "fax", url: `${app.url}/fax`, payload: "{}" });
    await text("Hi");
    await text("Hi", bens);
    await standIn.control.happen("fax", bens, phone);
    expect(app.received.map(({ path }) => path)).toEqual(["/in/secret", "/in/secret", "/ben", "/fax"]);
  });

  it("comes doubled, out of order, late, never, or again where it was not taken", async () => {
    const { control } = standIn;
    control.misbehave({ match: "callback", kind: "duplicate" });
    await text("twice");
    control.misbehave({ match: "callback", kind: "reorder" });
    await text("second");
    await text("first");
    control.misbehave({ match: "callback", kind: "hold" });
    await text("held");
    control.misbehave({ match: "callback", kind: "fail" });
    await text("never");
    const came = () => app.received.map(({ body }) => JSON.parse(body).text as string);
    expect(came()).toEqual(["twice", "twice", "first", "second"]);
    control.release();
    await control.idle();
    expect(came().at(-1)).toBe("held");
    expect(control.deliveries().map(({ state }) => state)).toEqual([
      ...["delivered", "delivered", "delivered", "delivered", "failed"],
    ]);

    await restart({ retries: 2 }, [500, 503]);
    await text("again");
    expect(app.received).toHaveLength(3);
    expect(standIn.control.deliveries()[0]?.attempts).toEqual([500, 503, 200]);

    await restart({ retries: Number.POSITIVE_INFINITY }, [503]);
    standIn.control.misbehave({ match: "callback", kind: "fail" });
    await text("without an end");
    expect(standIn.control.deliveries()[0]?.attempts).toEqual([null, 503, 200]);
  });

  it("of a number that is not the account's is refused with a sentence", async () => {
    await expect(text("Hi", "+15550100099")).rejects.toThrow("is not one of the account's numbers");
  });
});

describe("the auto-responder", () => {
  const isOn = { on: true, text: "I am away" };

  it("answers a text to a user's number, from the user's own, once in 30 seconds to a phone", async () => {
    standIn.control.setAutoResponder("ben", isOn);
    await text("Hi", bens);
    clock.ms += 29_000;
    await text("Hello?", bens);
    await standIn.control.idle();
    expect(onPhone()).toEqual([`${bens} I am away`]);
    clock.ms += 2_000;
    await text("Hello?", bens);
    await standIn.control.idle();
    expect(onPhone()).toHaveLength(2);
  });

  it("answers nothing to a group's number, without words, or while it is off", async () => {
    standIn.control.setAutoResponder("desk", isOn);
    await text("Hi");
    standIn.control.setAutoResponder("ben", { on: false, text: "I am away" });
    await text("Hi", bens);
    standIn.control.setAutoResponder("ben", { on: true, text: "" });
    await text("Hi", bens);
    await standIn.control.idle();
    expect(onPhone()).toEqual([]);
  });
});

describe("what it is told to do wrong", () => {
  const sendOnce = async () => send("to=5550199001&message=Hi");

  it("is done once, and the text is there where only its answer was lost", async () => {
    const auth = await client.login();
    standIn.control.misbehave({ match: "send", kind: "dropAnswer" });
    await expect(send("to=5550199001&message=Hi", auth)).rejects.toThrow();
    standIn.control.misbehave({ match: "send", kind: "fail", status: 429 });
    expect((await send("to=5550199001&message=Hi", auth)).status).toBe(429);
    await standIn.control.idle();
    expect(onPhone()).toHaveLength(1);
  });

  it("is forgotten when it is cleared", async () => {
    standIn.control.misbehave({ match: "send", kind: "fail" });
    standIn.control.setOutcome({ outcome: { kind: "reject" } });
    standIn.control.clearMisbehaviour();
    expect((await sendOnce()).status).toBe(200);
  });

  it("can be a text that is refused, or dropped on its way", async () => {
    standIn.control.setOutcome({ outcome: { kind: "reject", status: 400 } });
    expect((await sendOnce()).status).toBe(400);
    standIn.control.setOutcome({ outcome: { kind: "drop" }, to: phone });
    expect((await sendOnce()).status).toBe(200);
    await standIn.control.idle();
    expect(onPhone()).toEqual([]);
  });

  it("is refused with a sentence where it makes no sense", () => {
    expect(() => standIn.control.misbehave({ match: "send", kind: "duplicate" })).toThrow(
      "only callbacks can",
    );
    expect(() => standIn.control.misbehave({ match: "callback", kind: "garble" })).toThrow(
      "only API calls can",
    );
  });
});

describe("its controls over HTTP", () => {
  const control = (verb: string, body?: object) =>
    fetch(`${standIn.url}/_control/${verb}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });

  it("do the same: a phone texts, and shows what it got", async () => {
    const told = (await (await control("text", { from: phone, to: desk, body: "Hi" })).json()) as {
      id: string;
    };
    expect(app.received.map(({ body }) => JSON.parse(body).id)).toEqual([told.id]);
    const shown = (await (await control(`phones/${encodeURIComponent(phone)}`)).json()) as {
      messages: unknown[];
    };
    expect(shown.messages).toHaveLength(1);
  });

  it("say in a sentence what is wrong", async () => {
    const answer = await control("text", { from: phone, to: "+15550100099", body: "Hi" });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: expect.stringContaining("add it first") },
    ]);
    expect((await control("revoke/nobody", {})).status).toBe(400);
  });

  it("keep no text of a query in what they show of calls", async () => {
    await send("to=5550199001&message=a-secret-word");
    const calls = await (await control("calls")).text();
    expect(calls).toContain("send_message");
    expect(calls).not.toContain("a-secret-word");
  });
});
