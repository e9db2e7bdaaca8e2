/** Our side of Twilio in tests: a stand-in, a receiver for its webhooks, and carriers between them. */
import { Agent } from "undici";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import { createTwilioCarrier } from "../../../src/carriers/twilio/twilio-carrier.ts";
import type { TwilioSettings } from "../../../src/carriers/twilio/twilio-settings.ts";
import type { Address, E164 } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import { createTwilioStandIn } from "../../../src/sandbox/twilio/twilio-stand-in.ts";
import type { TwilioStandIn, TwilioStandInOptions } from "../../../src/sandbox/twilio/types/stand-in.ts";
import { createReceiver, type Receiver } from "../receiver.ts";

export const line = "+15550100001" as E164;
export const strangeLine = "+15550100099" as E164;
export const phone = "+15550199001" as Address;

/** Straight to whoever is asked. */
export const call = createCall(new Agent());

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
