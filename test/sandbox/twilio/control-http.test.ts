import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StandInEvent } from "../../../src/sandbox/twilio/types/activity.ts";
import type { TwilioStandIn } from "../../../src/sandbox/twilio/types/stand-in.ts";
import { createApp, createStandIn, line, phone, vendorClient } from "./stand-in-world.ts";

let standIn: TwilioStandIn;
let app: Awaited<ReturnType<typeof createApp>>;

beforeEach(async () => {
  app = await createApp();
  standIn = await createStandIn({ inboundUrl: `${app.url}/in` });
});
afterEach(async () => {
  await standIn.stop();
  await app.stop();
});

async function control(method: "GET" | "POST", path: string, body?: object) {
  const response = await fetch(`${standIn.url}/_control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as unknown };
}

describe("the stand-in's controls over HTTP", () => {
  it("let a phone text", async () => {
    const { json } = await control("POST", "text", { from: phone, to: line, body: "hi" });
    expect(json).toEqual({ sid: app.hooks[0]?.params.MessageSid });
  });

  it("add numbers and phones, and show them", async () => {
    await control("POST", "numbers", { number: "+15550100002", name: "Billing" });
    await control("POST", "phones", { number: "+15550199002", name: "Jo", kind: "landline" });
    const { json } = await control("GET", "state");
    expect(json).toMatchObject({
      accountSid: standIn.accountSid,
      down: false,
      numbers: [{ number: line }, { number: "+15550100002", name: "Billing" }],
      phones: [{ number: phone }, { number: "+15550199002", name: "Jo", kind: "landline" }],
    });
    expect(JSON.stringify(json)).not.toContain(standIn.authToken);
  });

  it("show a phone, the messages, the calls and the deliveries", async () => {
    await control("POST", "text", { from: phone, to: line, body: "hi" });
    await vendorClient(standIn).messages.create({ from: line, to: phone, body: "yes" });
    await control("POST", "idle");
    expect((await control("GET", `phones/${encodeURIComponent(phone)}`)).json).toMatchObject({
      name: "Maria Lopez",
      messages: [{ body: "hi" }, { body: "yes", status: "delivered" }],
    });
    expect((await control("GET", "messages")).json).toHaveLength(2);
    expect((await control("GET", "calls")).json).toMatchObject([
      { method: "POST", params: { Body: "yes" }, status: 201 },
    ]);
    expect((await control("GET", "deliveries")).json).toMatchObject([
      { kind: "inbound", state: "delivered" },
    ]);
  });

  it("set outcomes, misbehaviours and outages", async () => {
    await control("POST", "outcomes", { outcome: { kind: "reject", code: 21612 } });
    const create = vendorClient(standIn).messages.create({ from: line, to: phone, body: "yes" });
    await expect(create).rejects.toMatchObject({ code: 21612 });
    await control("POST", "misbehave", { match: "inbound", kind: "hold" });
    await control("POST", "text", { from: phone, to: line, body: "hi" });
    expect(app.hooks).toEqual([]);
    await control("POST", "release");
    await control("POST", "idle");
    expect(app.hooks).toHaveLength(1);
    await control("POST", "down", { on: true });
    expect((await control("GET", "state")).json).toMatchObject({ down: true });
  });

  it.each([
    ["POST", "text", { from: phone }, 400, "to, body"],
    ["POST", "text", { from: phone, to: "+15550100009", body: "hi" }, 400, "add it first"],
    ["POST", "misbehave", { match: "send", kind: "reorder" }, 400, "only webhooks"],
    ["POST", "misbehave", { match: "status", kind: "garble" }, 400, "only API calls"],
    ["GET", "nonsense", undefined, 404, "nonsense"],
  ] as const)("answer what is wrong with %s %s in words", async (method, path, body, status, words) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error: expect.stringContaining(words) });
  });

  it("stream everything that happens", async () => {
    const abort = new AbortController();
    const response = await fetch(`${standIn.url}/_control/stream`, { signal: abort.signal });
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();
    await control("POST", "text", { from: phone, to: line, body: "hi" });
    await vendorClient(standIn).messages.create({ from: line, to: phone, body: "yes" });
    const seen: StandInEvent[] = [];
    const isDelivered = (event: StandInEvent) =>
      event.type === "message" && event.message.status === "delivered";
    while (!seen.some(isDelivered)) seen.push(...parseEvents((await reader.read()).value ?? ""));
    expect(new Set(seen.map(({ type }) => type))).toEqual(new Set(["message", "delivery", "call"]));
    expect(seen[0]).toMatchObject({ type: "message", message: { body: "hi", direction: "inbound" } });
    abort.abort();
  });
});

describe("the stand-in's memory", () => {
  it("keeps the newest calls and deliveries only, or none", async () => {
    for (const [logSize, kept] of [
      [2, ["two", "three"]],
      [0, []],
    ] as const) {
      const small = await createStandIn({ logSize, inboundUrl: `${app.url}/in` });
      for (const body of ["one", "two", "three"]) await small.control.text({ from: phone, to: line, body });
      expect(small.control.deliveries().map(({ params }) => params.Body)).toEqual(kept);
      await small.stop();
    }
  });
});

function parseEvents(chunk: string): StandInEvent[] {
  return chunk
    .split("\n\n")
    .filter((part) => part.startsWith("data: "))
    .map((part) => JSON.parse(part.slice("data: ".length)) as StandInEvent);
}
