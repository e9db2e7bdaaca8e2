/** Our side of Telnyx in tests: a stand-in, a receiver for its webhooks, and carriers between them. */
import type { Carrier, WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createTelnyxCarrier } from "../../../src/carriers/telnyx/telnyx-carrier.ts";
import type { TelnyxSettings } from "../../../src/carriers/telnyx/telnyx-settings.ts";
import { createTelnyxStandIn } from "../../../src/sandbox/telnyx/telnyx-stand-in.ts";
import type { TelnyxTextSpec } from "../../../src/sandbox/telnyx/types/messages.ts";
import type { TelnyxStandIn, TelnyxStandInOptions } from "../../../src/sandbox/telnyx/types/stand-in.ts";
import { createReceiver, type Receiver } from "../receiver.ts";
import { call, line, phone } from "../twilio/twilio-world.ts";

export interface TelnyxSide {
  readonly standIn: TelnyxStandIn;
  readonly receiver: Receiver;
  readonly carrier: Carrier;
  readonly clock: { ms: number };
  carrierWith(change: Partial<TelnyxSettings>): Carrier;
  /** The customer texts the line; resolves with the request that reached us. */
  text(spec: Partial<TelnyxTextSpec>): Promise<WebhookRequest>;
  stop(): Promise<void>;
}

/** A stand-in whose clock stands still, with one line and one phone. */
export async function createTelnyxSide(options: TelnyxStandInOptions = {}): Promise<TelnyxSide> {
  const clock = { ms: Date.parse("2026-03-02T12:00:00Z") };
  const receiver = await createReceiver(() => carrier);
  const standIn = await createTelnyxStandIn({
    now: () => new Date(clock.ms),
    deliveryDelayMs: 0,
    retryDelayMs: 0,
    inboundUrl: `${receiver.url}/webhooks/telnyx/inbound`,
    ...options,
  });
  const carrierWith = (change: Partial<TelnyxSettings>) =>
    createTelnyxCarrier({
      apiKey: standIn.apiKey,
      publicKeys: [standIn.publicKey],
      apiUrl: standIn.url,
      call,
      publicUrl: receiver.url,
      now: () => clock.ms,
      ...change,
    });
  const carrier = carrierWith({});
  standIn.control.addNumber({ number: line, name: "Front desk" });
  standIn.control.addPhone({ number: phone, name: "Maria Lopez" });
  return {
    standIn,
    receiver,
    carrier,
    clock,
    carrierWith,
    async text(spec) {
      await standIn.control.text({ from: phone, to: line, body: "", ...spec });
      const request = receiver.requests.filter(({ kind }) => kind === "inbound").at(-1);
      if (request === undefined) throw new Error("the text did not reach us");
      return request;
    },
    async stop() {
      await standIn.stop();
      await receiver.stop();
    },
  };
}
