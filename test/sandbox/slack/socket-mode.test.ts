import { WebSocket } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { ANA, clientOf, FRONT, startBolt, startStandIn, until } from "./stand-in-world.ts";

interface Client {
  frames: Record<string, unknown>[];
  closed: boolean;
  ack: (envelopeId: unknown, payload?: unknown) => void;
  close: () => void;
}

async function connect(standIn: SlackStandIn, given?: string): Promise<Client> {
  const opened = given ?? (await clientOf(standIn, standIn.appToken).apps.connections.open()).url ?? "";
  const socket = new WebSocket(opened);
  const client: Client = {
    frames: [],
    closed: false,
    ack: (envelopeId, payload) => socket.send(JSON.stringify({ envelope_id: envelopeId, payload })),
    close: () => socket.close(),
  };
  socket.addEventListener("message", (event) => client.frames.push(JSON.parse(String(event.data))));
  socket.addEventListener("close", () => {
    client.closed = true;
  });
  onTestFinished(() => socket.close());
  return client;
}

const typesOf = (client: Client) => client.frames.map((frame) => frame.type);

describe("Socket Mode", () => {
  it("says hello with the number of connections", async () => {
    const standIn = await startStandIn({ mode: "socket" });
    const first = await connect(standIn);
    await until(() => first.frames.length === 1);
    const second = await connect(standIn);
    await until(() => second.frames.length === 1);
    expect(second.frames[0]).toMatchObject({
      type: "hello",
      num_connections: 2,
      connection_info: { app_id: standIn.appId },
    });
  });

  it("gives each envelope to one of several sockets, as its seed has it", async () => {
    const share = async (seed: number) => {
      const standIn = await startStandIn({ mode: "socket", retryDelaysMs: [], seed });
      const clients = [await connect(standIn), await connect(standIn), await connect(standIn)];
      await until(() => standIn.control.sockets() === 3);
      const got: number[] = [];
      const heard = () =>
        clients.map(({ frames }) => frames.filter(({ type }) => type === "events_api").length);
      for (let i = 0; i < 20; i += 1) {
        const before = heard();
        standIn.control.post({ user: ANA, channel: FRONT, text: `${i}` });
        await until(() => heard().some((count, index) => count > (before[index] ?? 0)));
        got.push(heard().findIndex((count, index) => count > (before[index] ?? 0)));
      }
      expect(heard().reduce((sum, count) => sum + count)).toBe(20);
      return got;
    };
    const [first, again, other] = [await share(7), await share(7), await share(8)];
    expect(new Set(first).size).toBe(3);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it("gives to another socket what one did not acknowledge", async () => {
    const standIn = await startStandIn({ mode: "socket", answerWithinMs: 50, retryDelaysMs: [0] });
    const clients = [await connect(standIn), await connect(standIn)];
    await until(() => standIn.control.sockets() === 2);
    for (let i = 0; i < 6; i += 1) standIn.control.post({ user: ANA, channel: FRONT, text: `${i}` });
    await standIn.control.idle();
    for (const { attempts } of standIn.control.deliveries("message")) {
      const [first, second] = attempts.map(({ socket }) => socket);
      expect(second).not.toBe(first);
    }
    const events = clients.map(({ frames }) => frames.filter(({ type }) => type === "events_api"));
    expect(events.map(({ length }) => length)).toEqual([6, 6]);
    expect(events.flat().filter(({ retry_attempt }) => retry_attempt === 1)).toHaveLength(6);
  });

  it("gives to another socket what one had when it broke", async () => {
    const standIn = await startStandIn({ mode: "socket", retryDelaysMs: [0] });
    const silent = await connect(standIn);
    await until(() => standIn.control.sockets() === 1);
    standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    await until(() => silent.frames.length === 2);
    const other = await connect(standIn);
    await until(() => standIn.control.sockets() === 2);
    silent.close();
    const envelope = await until(() => other.frames[1]);
    expect(envelope).toMatchObject({ retry_attempt: 1, retry_reason: "connection_failed" });
    other.ack(envelope.envelope_id);
    await standIn.control.idle();
    expect(standIn.control.deliveries("message")[0]?.state).toBe("delivered");
  });

  it("sends again what is not acknowledged, with the number of the retry", async () => {
    const standIn = await startStandIn({ mode: "socket", answerWithinMs: 50, retryDelaysMs: [0, 1] });
    const client = await connect(standIn);
    await until(() => client.frames.length === 1);
    standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    await until(() => client.frames.length === 3);
    const [, first, second] = client.frames;
    expect(first).toMatchObject({
      type: "events_api",
      retry_attempt: 0,
      retry_reason: "",
      accepts_response_payload: false,
    });
    expect(second).toMatchObject({ retry_attempt: 1, retry_reason: "timeout" });
    client.ack(second?.envelope_id);
    await standIn.control.idle();
    expect(standIn.control.deliveries("message")[0]?.state).toBe("delivered");
  });

  it("takes the answer to an interaction from its ack", async () => {
    const standIn = await startStandIn({ mode: "socket" });
    const client = await connect(standIn);
    await until(() => client.frames.length === 1);
    const running = standIn.control.slashCommand({ user: ANA, channel: FRONT, command: "/x", text: "y" });
    const envelope = await until(() => client.frames[1]);
    expect(envelope).toMatchObject({
      type: "slash_commands",
      accepts_response_payload: true,
      payload: { command: "/x" },
    });
    client.ack(envelope.envelope_id, { text: "done" });
    expect(await running).toMatchObject({ acked: true, answer: { text: "done" } });
    expect(standIn.control.ephemerals(ANA)[0]?.text).toBe("done");
  });

  it("fails an interaction at once when no socket is open", async () => {
    const standIn = await startStandIn({ mode: "socket" });
    const outcome = await standIn.control.globalShortcut({ user: ANA, callbackId: "x" });
    expect(outcome).toMatchObject({ sent: true, acked: false, error: "dispatch_failed" });
  });

  it("refuses an eleventh socket", async () => {
    const standIn = await startStandIn({ mode: "socket" });
    for (let i = 0; i < 10; i += 1) await connect(standIn);
    await until(() => standIn.control.sockets() === 10);
    const eleventh = await connect(standIn);
    await until(() => eleventh.closed);
    expect(eleventh.frames[0]).toMatchObject({ type: "disconnect", reason: "too_many_websockets" });
  });

  it("refuses a ticket that was used, and any while sockets are refused", async () => {
    const standIn = await startStandIn({ mode: "socket" });
    const { url = "" } = await clientOf(standIn, standIn.appToken).apps.connections.open();
    await connect(standIn, url);
    await until(() => standIn.control.sockets() === 1);
    const again = await connect(standIn, url);
    await until(() => again.closed);
    standIn.control.refuseSockets(true);
    const refused = await connect(standIn);
    await until(() => refused.closed);
    expect(standIn.control.sockets()).toBe(1);
  });

  it("announces a disconnect with a warning, and sends nothing new to a socket that it asked to leave", async () => {
    const standIn = await startStandIn({ mode: "socket", retryDelaysMs: [] });
    const client = await connect(standIn);
    await until(() => client.frames.length === 1);
    standIn.control.refreshSockets("warning");
    standIn.control.refreshSockets();
    standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    await standIn.control.idle();
    await until(() => client.frames.length === 3);
    expect(client.frames.slice(1)).toMatchObject([
      { type: "disconnect", reason: "warning" },
      { type: "disconnect", reason: "refresh_requested" },
    ]);
    expect(typesOf(client)).not.toContain("events_api");
    expect(standIn.control.deliveries("message")[0]?.attempts[0]?.reason).toBe("no_socket");
  });

  it("is found again by a real client after a cut and after a refresh", async () => {
    const standIn = await startStandIn();
    const heard: string[] = [];
    await startBolt(standIn, "socket", (app) => {
      app.message(async ({ message }) => {
        if (message.subtype === undefined) heard.push(message.text ?? "");
      });
    });
    const opened = () => standIn.control.requestCount("apps.connections.open");
    standIn.control.refreshSockets();
    await until(() => opened() === 2 && standIn.control.sockets() === 1);
    standIn.control.cutSockets();
    await until(() => opened() === 3 && standIn.control.sockets() === 1);
    standIn.control.post({ user: ANA, channel: FRONT, text: "still there?" });
    await until(() => heard.includes("still there?"));
  });
});
