/** Our side of Twilio in tests: a stand-in, a receiver for its webhooks, and carriers between them. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import type { Carrier, WebhookKind, WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createTwilioCarrier } from "../../../src/carriers/twilio/twilio-carrier.ts";
import type { TwilioSettings } from "../../../src/carriers/twilio/twilio-settings.ts";
import type { Address, E164 } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import { createTwilioStandIn } from "../../../src/sandbox/twilio/twilio-stand-in.ts";
import type { TwilioStandIn, TwilioStandInOptions } from "../../../src/sandbox/twilio/types/stand-in.ts";

export const line = "+15550100001" as E164;
export const strangeLine = "+15550100099" as E164;
export const phone = "+15550199001" as Address;

/** Straight to whoever is asked. */
export const call = createCall(new Agent());

export interface Offered {
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Receiver {
  readonly url: string;
  /** What came in, oldest first. */
  readonly requests: (WebhookRequest & { kind: WebhookKind })[];
  /** How many answers with 500 come first. */
  failures: number;
  /** Has something there to be fetched; its address. */
  offer(file: Offered): string;
  stop(): Promise<void>;
}

/** Takes webhooks in, verifies them with the carrier once there is one, and answers what it says. */
export async function createReceiver(carrier: () => Carrier): Promise<Receiver> {
  const requests: Receiver["requests"] = [];
  const receiver = { requests, failures: 0 };
  const offered: Offered[] = [];
  const server = createServer((incoming, response) => {
    const file = offered[Number(/^\/media\/(\d+)$/.exec(incoming.url ?? "")?.[1] ?? -1)];
    if (file !== undefined) {
      const headers = { "content-type": file.contentType, "content-length": file.bytes.length };
      response.writeHead(200, headers).end(incoming.method === "HEAD" ? undefined : file.bytes);
      return;
    }
    void readRequest(incoming).then((request) => {
      const kind = /^\/webhooks\/[a-z]+\/status/.test(request.rawUrl) ? "status" : "inbound";
      requests.push({ ...request, kind });
      if (receiver.failures > 0) {
        receiver.failures -= 1;
        response.writeHead(500).end();
        return;
      }
      const { reply } = carrier().readWebhook(kind, request);
      response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${port}`,
    offer: (file: Offered) => `http://127.0.0.1:${port}/media/${offered.push(file) - 1}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

export interface TwilioSide {
  readonly standIn: TwilioStandIn;
  readonly receiver: Receiver;
  readonly carrier: Carrier;
  readonly clock: { ms: number };
  carrierWith(change: Partial<TwilioSettings>): Carrier;
  stop(): Promise<void>;
}

/** A stand-in without limits whose clock stands still, with one line and one phone. */
export async function createTwilioSide(options: TwilioStandInOptions = {}): Promise<TwilioSide> {
  const clock = { ms: Date.parse("2026-03-02T12:00:00Z") };
  const receiver = await createReceiver(() => carrier);
  const standIn = await createTwilioStandIn({
    now: () => new Date(clock.ms),
    limits: "off",
    deliveryDelayMs: 0,
    retryDelayMs: 0,
    inboundUrl: `${receiver.url}/webhooks/twilio/inbound`,
    ...options,
  });
  const carrierWith = (change: Partial<TwilioSettings>) =>
    createTwilioCarrier({
      accountSid: standIn.accountSid,
      authTokens: [standIn.authToken],
      apiUrl: standIn.url,
      call,
      publicUrl: receiver.url,
      now: () => clock.ms,
      ...change,
    });
  const carrier = carrierWith({ authTokens: [standIn.authToken, "the-second-token"] });
  standIn.control.addNumber({ number: line, smsUrl: `${receiver.url}/webhooks/twilio/inbound` });
  standIn.control.addPhone({ number: phone, name: "Maria Lopez" });
  return {
    standIn,
    receiver,
    carrier,
    clock,
    carrierWith,
    async stop() {
      await standIn.stop();
      await receiver.stop();
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<WebhookRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? "",
    rawUrl: incoming.url ?? "",
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}
