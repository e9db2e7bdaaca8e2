/** The carrier against a Twilio that nobody here wrote: the one of the `emulate` package. */
import { createEmulator, type Emulator } from "emulate";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import type { CarrierEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import { createTwilioCarrier } from "../../../src/carriers/twilio/twilio-carrier.ts";
import type { MessageId } from "../../../src/domain/ids.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import { call, createReceiver, line, phone, type Receiver } from "./twilio-world.ts";

const account = { sid: "AC11111111111111111111111111111111", auth_token: "emulated" };
let emulator: Emulator;
let receiver: Receiver;
let carrier: Carrier;
let url: string;

beforeEach(async () => {
  receiver = await createReceiver(() => carrier);
  const port = await freePort();
  const numbers = [{ phone_number: line, sms_url: `${receiver.url}/webhooks/twilio/inbound` }];
  emulator = await createEmulator({
    service: "twilio",
    port,
    seed: { twilio: { account, phone_numbers: numbers } },
  });
  url = `http://127.0.0.1:${port}`;
  carrier = createTwilioCarrier({
    accountSid: account.sid,
    authTokens: [account.auth_token],
    apiUrl: url,
    call,
    publicUrl: receiver.url,
    now: Date.now,
  });
});
afterEach(async () => {
  await emulator.close();
  await receiver.stop();
});

const sms = { messageId: "m-1" as MessageId, from: line, to: phone, body: "Yes, until 6. 🌷" };

async function simulate(what: string, form: Record<string, string>): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${account.sid}:${account.auth_token}`).toString("base64")}`;
  const body = new URLSearchParams(form);
  const response = await fetch(`${url}/_twilio/simulate/${what}`, {
    method: "POST",
    headers: { authorization },
    body,
  });
  expect(response.status).toBeLessThan(300);
}

function received(): CarrierEvent[] {
  return receiver.requests.flatMap(({ kind, ...request }) => carrier.readWebhook(kind, request).events);
}

describe("with the emulated Twilio, the carrier", () => {
  it("sends, is told of the state and finds the send again", async () => {
    const outcome = await carrier.send(sms);
    expect(outcome).toMatchObject({ kind: "accepted", state: "accepted" });
    const carrierMessageId = outcome.kind === "accepted" ? outcome.carrierMessageId : "";
    await simulate("message-status", { MessageSid: carrierMessageId, Status: "delivered" });
    await vi.waitFor(() => {
      expect(received().at(-1)).toMatchObject({ messageId: "m-1", carrierMessageId, state: "delivered" });
    });
    expect(await carrier.findSent?.({ ...sms, sendingSince: new Date() })).toMatchObject({
      kind: "found",
      carrierMessageId,
      state: "delivered",
    });
  });

  it("takes a text in, and finds the same one in the list", async () => {
    const begun = await carrier.catchUp?.({ cursor: null, unsettledSince: null });
    await simulate("inbound-message", { From: phone, To: line, Body: "hey 🌷 & co." });
    const text = await vi.waitFor(() => {
      const [first] = received();
      expect(first).toBeDefined();
      return first;
    });
    expect(text).toMatchObject({ kind: "text", from: phone, to: line, body: "hey 🌷 & co." });
    const caughtUp = await carrier.catchUp?.({ cursor: begun?.next ?? null, unsettledSince: null });
    const [listed] = caughtUp?.events ?? [];
    expect(listed).toEqual({ ...text, receivedAt: expect.any(Date) });
  });

  it("finds the account and the number in order", async () => {
    const findings = await carrier.verify([{ number: line }]);
    expect(findings.map(({ level }) => level)).toEqual(["ok", "ok", "ok"]);
  });
});
