import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TelnyxEvent } from "../../../src/sandbox/telnyx/types/activity.ts";
import type { TelnyxStandIn } from "../../../src/sandbox/telnyx/types/stand-in.ts";
import { createApp, createStandIn, line, phone, refused, vendorClient } from "./stand-in-world.ts";

let standIn: TelnyxStandIn;
let app: Awaited<ReturnType<typeof createApp>>;

beforeEach(async () => {
  app = await createApp();
  standIn = await createStandIn();
  standIn.setInboundUrl(`${app.url}/in`);
});
afterEach(async () => {
  await standIn.stop();
  await app.stop();
});

const send = () => vendorClient(standIn).messages.send({ from: line, to: phone, text: "yes" });

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
    expect(json).toEqual({ id: app.hooks[0]?.event.data.payload.id });
  });

  it("add profiles, numbers and phones, and show them, without the key", async () => {
    const { json: profile } = await control("POST", "profiles", { name: "Billing" });
    const { id } = profile as { id: string };
    await control("POST", "numbers", { number: "+15550100002", name: "Billing", profile: id });
    await control("POST", "phones", { number: "+15550199002", name: "Jo", kind: "landline" });
    const { json } = await control("GET", "state");
    expect(json).toMatchObject({
      down: false,
      publicKey: standIn.publicKey,
      profiles: [
        { id: standIn.profileId, webhookUrl: `${app.url}/in` },
        { id, name: "Billing" },
      ],
      numbers: [
        { number: line, profile: standIn.profileId, smsUrl: `${app.url}/in` },
        { number: "+15550100002", profile: id, smsUrl: null },
      ],
      phones: [{ number: phone }, { number: "+15550199002", name: "Jo", kind: "landline" }],
    });
    expect(JSON.stringify(json)).not.toContain(standIn.apiKey);
  });

  it("show a phone, its media, the messages, the calls and the deliveries", async () => {
    const media = [{ contentType: "image/png", base64: "AAAA" }];
    const id = await standIn.control.text({ from: phone, to: line, body: "hi", media });
    await send();
    await control("POST", "idle");
    expect((await control("GET", `phones/${encodeURIComponent(phone)}`)).json).toMatchObject({
      name: "Maria Lopez",
      messages: [
        { body: "hi", media: 1 },
        { body: "yes", status: "delivered" },
      ],
    });
    expect((await control("GET", `media/${id}`)).json).toEqual(media);
    expect((await control("GET", "messages")).json).toHaveLength(2);
    expect((await control("GET", "calls")).json).toMatchObject([
      { method: "POST", path: "/v2/messages", params: { text: "yes" }, status: 200, code: null },
    ]);
    expect((await control("GET", "deliveries")).json).toMatchObject([
      { kind: "inbound", type: "message.received", sid: id, status: "received", state: "delivered" },
      { kind: "status", type: "message.sent" },
      { kind: "status", type: "message.finalized" },
    ]);
  });

  it("set outcomes, misbehaviours and outages, turn the key, and let media go", async () => {
    await control("POST", "outcomes", { outcome: { kind: "reject", code: "40318" } });
    expect((await refused(send())).codes).toEqual(["40318"]);
    await control("POST", "misbehave", { match: "inbound", kind: "hold" });
    await control("POST", "text", { from: phone, to: line, body: "stop" });
    expect(app.hooks).toEqual([]);
    await control("POST", "release");
    await control("POST", "idle");
    expect(app.hooks).not.toEqual([]);
    expect((await control("GET", "optouts")).json).toMatchObject([
      { from: line, to: phone, keyword: "STOP" },
    ]);
    const { json } = await control("POST", "rotate");
    expect(json).toEqual({ publicKey: standIn.control.state().publicKey });
    expect(standIn.control.state().publicKey).not.toBe(standIn.publicKey);
    expect((await control("POST", "expire-media")).status).toBe(200);
    await control("POST", "misbehave", { match: "send", kind: "fail" });
    await control("POST", "clear");
    await control("POST", "down", { on: true });
    expect((await control("GET", "state")).json).toMatchObject({ down: true, held: 0 });
  });

  it.each([
    ["POST", "text", { from: phone }, 400, "to, body"],
    ["POST", "text", { from: phone, to: "+15550100009", body: "hi" }, 400, "add it first"],
    ["POST", "numbers", { number: "+15550100009", profile: "none" }, 400, "no messaging profile none"],
    ["POST", "misbehave", { match: "send", kind: "reissue" }, 400, "only webhooks"],
    ["POST", "misbehave", { match: "status", kind: "garble" }, 400, "only API calls"],
    ["GET", "nonsense", undefined, 404, "nonsense"],
  ] as const)("answer what is wrong with %s %s in words", async (method, path, body, status, words) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error: expect.stringContaining(words) });
  });

  it("tell everything that happens", async () => {
    const seen: TelnyxEvent[] = [];
    const stop = standIn.control.subscribe((event) => seen.push(event));
    await standIn.control.text({ from: phone, to: line, body: "hi" });
    await send();
    await standIn.control.idle();
    stop();
    await standIn.control.text({ from: phone, to: line, body: "later" });
    expect(new Set(seen.map(({ type }) => type))).toEqual(new Set(["message", "delivery", "call"]));
    expect(seen[0]).toMatchObject({ type: "message", message: { body: "hi", direction: "inbound" } });
    expect(JSON.stringify(seen)).not.toContain("later");
  });
});

describe("the stand-in's memory", () => {
  it("keeps the newest calls and deliveries only, or none", async () => {
    for (const [logSize, kept] of [
      [2, 2],
      [0, 0],
    ] as const) {
      const small = await createStandIn({ logSize, inboundUrl: `${app.url}/in` });
      for (const body of ["one", "two", "three"]) await small.control.text({ from: phone, to: line, body });
      expect(small.control.deliveries()).toHaveLength(kept);
      await small.stop();
    }
  });
});
