import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { ANA, clientOf, FRONT, SECRET, startBolt, startStandIn, until } from "./stand-in-world.ts";

/** No socket is given up while a busy computer keeps both ends waiting. Milliseconds. */
const patience = 60_000;

async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (error) {
    const { code, statusCode, data, retryAfter } = error as Record<string, unknown> & {
      data?: { error?: string };
    };
    return data?.error ?? String(retryAfter ?? statusCode ?? code);
  }
}

describe("a misbehaving Web API", () => {
  it("fails with a status or an error word before it acts, as often as told, where told", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const post = (channel: string) => outcome(client.chat.postMessage({ channel, text: "x" }));
    standIn.control.misbehave({
      match: { method: "chat.postMessage", channel: FRONT },
      kind: "fail",
      times: 2,
    });
    expect([await post(SECRET), await post(FRONT), await post(FRONT), await post(FRONT)]).toEqual([
      "ok",
      "500",
      "500",
      "ok",
    ]);
    standIn.control.misbehave({ match: { method: "chat.*" }, kind: "fail", error: "fatal_error" });
    expect([await post(FRONT), await post(FRONT)]).toEqual(["fatal_error", "ok"]);
    expect(standIn.control.messages(FRONT)).toHaveLength(2);
  });

  it("acts and breaks the connection instead of answering", async () => {
    const standIn = await startStandIn();
    standIn.control.misbehave({ match: { method: "chat.postMessage" }, kind: "dropAnswer" });
    const lost = await outcome(clientOf(standIn).chat.postMessage({ channel: FRONT, text: "lost answer" }));
    expect(lost).not.toBe("ok");
    expect(standIn.control.messages(FRONT).map((post) => post.text)).toEqual(["lost answer"]);
    expect(standIn.control.calls("chat.postMessage")[0]).toMatchObject({
      answered: false,
      answer: { ok: true },
    });
  });

  it("acts and answers with something else", async () => {
    const standIn = await startStandIn();
    standIn.control.misbehave({ match: { method: "chat.postMessage" }, kind: "garble", body: "<html>" });
    const said = await outcome(clientOf(standIn).chat.postMessage({ channel: FRONT, text: "garbled" }));
    expect(said).not.toBe("ok");
    expect(standIn.control.messages(FRONT).map((post) => post.text)).toEqual(["garbled"]);
    expect(standIn.control.calls("chat.postMessage")[0]).toMatchObject({ answered: false });
  });

  it("answers 429 with the seconds it was given", async () => {
    const standIn = await startStandIn();
    standIn.control.misbehave({ kind: "rateLimit", retryAfter: 7 });
    expect(await outcome(clientOf(standIn).auth.test())).toBe("7");
    expect(await outcome(clientOf(standIn).auth.test())).toBe("ok");
  });

  it("goes on until it is told to stop", async () => {
    const standIn = await startStandIn();
    standIn.control.misbehave({ match: { method: "auth.test" }, kind: "fail", times: 0 });
    const client = clientOf(standIn);
    expect([await outcome(client.auth.test()), await outcome(client.auth.test())]).toEqual(["500", "500"]);
    standIn.control.clearMisbehaviour();
    expect(await outcome(client.auth.test())).toBe("ok");
  });

  it("refuses everything while it is down, and is back after", async () => {
    const standIn = await startStandIn();
    standIn.control.down(true);
    expect(await outcome(clientOf(standIn).auth.test())).not.toBe("ok");
    standIn.control.down(false);
    expect(await outcome(clientOf(standIn).auth.test())).toBe("ok");
  });
});

describe.each(["http", "socket"] as const)("misbehaving deliveries over %s", (mode) => {
  /** @param silence after it a socket is given up, and what it did not acknowledge comes again. Milliseconds. */
  async function listening(silence?: number) {
    const standIn = await startStandIn();
    const heard: { text: string; id: string; retry: number }[] = [];
    await startBolt(
      standIn,
      mode,
      (app) => {
        app.use(async ({ body, context, next }) => {
          const { event, event_id: id } = body as unknown as { event?: { text?: string }; event_id?: string };
          heard.push({ text: event?.text ?? "", id: id ?? "", retry: context.retryNum ?? 0 });
          await next();
        });
      },
      silence,
    );
    const say = (text: string) => standIn.control.post({ user: ANA, channel: FRONT, text });
    return { standIn, heard, say };
  }

  it("come twice, under the same id or under another", async () => {
    const { standIn, heard, say } = await listening(patience);
    standIn.control.misbehave({ match: { event: "message" }, kind: "duplicate" });
    standIn.control.misbehave({ match: { event: "message" }, kind: "duplicate", newEventId: true });
    say("first");
    await standIn.control.idle();
    say("second");
    await until(() => heard.length === 4);
    const ids = (text: string) =>
      new Set(heard.filter((event) => event.text === text).map((event) => event.id)).size;
    expect([ids("first"), ids("second")]).toEqual([1, 2]);
  });

  it("come after the next one, or when they are let go", async () => {
    const { standIn, heard, say } = await listening(patience);
    standIn.control.misbehave({ match: { event: "message" }, kind: "reorder" });
    say("first");
    say("second");
    await until(() => heard.length === 2);
    standIn.control.misbehave({ match: { event: "message" }, kind: "hold", times: 2 });
    say("third");
    say("fourth");
    say("fifth");
    await until(() => heard.length === 3);
    standIn.control.release();
    await until(() => heard.length === 5);
    expect(heard.map((event) => event.text).slice(0, 3)).toEqual(["second", "first", "fifth"]);
    expect(new Set(heard.slice(3).map((event) => event.text))).toEqual(new Set(["third", "fourth"]));
  });

  it("are tried again when an attempt does not arrive, and when its answer is lost", async () => {
    const { standIn, heard, say } = await listening();
    standIn.control.misbehave({ match: { event: "message" }, kind: "fail" });
    say("late");
    await until(() => heard.length === 1);
    expect(heard[0]).toMatchObject({ text: "late", retry: 1 });
    await standIn.control.idle();
    // A lost answer costs the client its socket; the retry comes when it has had the time for another one.
    const pause = mode === "socket" ? 2_500 : 100;
    standIn.control.configure({ retryDelaysMs: [pause, pause, pause] });
    standIn.control.misbehave({ match: { event: "message" }, kind: "dropAnswer" });
    say("twice");
    await until(() => heard.length === 3);
    expect(heard.slice(1).map((event) => [event.text, event.retry])).toEqual([
      ["twice", 0],
      ["twice", 1],
    ]);
    expect(heard[1]?.id).toBe(heard[2]?.id);
  });

  it("stop arriving while everything is down, and arrive by a retry when it is over", async () => {
    const { standIn, heard, say } = await listening();
    standIn.control.configure({ retryDelaysMs: [0, ...Array<number>(40).fill(300)] });
    standIn.control.down(true);
    say("hello?");
    await until(() => standIn.control.deliveries("message")[0]?.attempts.length === 2);
    expect(heard).toEqual([]);
    standIn.control.down(false);
    const event = await until(() => heard[0]);
    expect(event.text).toBe("hello?");
    expect(event.retry).toBeGreaterThan(1);
  });
});

describe("events the app doesn't get", () => {
  it("are those it has not subscribed to, has no scope for, or that happen where it isn't", async () => {
    const standIn = await startStandIn();
    const { control } = standIn;
    const types = () => control.deliveries().map((delivery) => delivery.type);
    control.addChannel({ id: "C0OTHER", name: "other", members: [ANA] });
    control.post({ user: ANA, channel: "C0OTHER", text: "unheard" });
    expect(types()).toEqual([]);
    control.configure({ botEvents: ["message.groups"] });
    control.post({ user: ANA, channel: FRONT, text: "unheard" });
    control.post({ user: ANA, channel: SECRET, text: "heard" });
    expect(types()).toEqual(["message"]);
    control.configure({ botEvents: null });
    control.setScopes(["chat:write"]);
    control.post({ user: ANA, channel: SECRET, text: "unheard" });
    expect(types()).toEqual(["message"]);
  });

  it("end when the app answers x-slack-no-retry", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(500, { "x-slack-no-retry": "1" });
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const standIn = await startStandIn({ eventsUrl: `http://127.0.0.1:${port}/` });
    standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    await standIn.control.idle();
    server.close();
    expect(standIn.control.deliveries("message")[0]).toMatchObject({
      state: "given_up",
      attempts: [{ status: 500 }],
    });
  });
});
