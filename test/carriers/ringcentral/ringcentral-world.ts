/** Our side of RingCentral in tests: a stand-in, a receiver for its webhooks, and carriers between them. */
import { Agent } from "undici";
import type { Carrier, WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createRingCentralCarrier } from "../../../src/carriers/ringcentral/ringcentral-carrier.ts";
import type { RingCentralSettings } from "../../../src/carriers/ringcentral/ringcentral-settings.ts";
import type { Address, E164, LoginName } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import type { RingCentralStandIn } from "../../../src/sandbox/ringcentral/types/stand-in.ts";
import {
  ben,
  createStandIn,
  direct,
  logIn,
  phone as maria,
  shared,
} from "../../sandbox/ringcentral/stand-in-world.ts";
import { createReceiver } from "../receiver.ts";

/** Ben's own. */
export const line = direct as E164;
/** The front desk's, in the shared inbox. */
export const sharedLine = shared as E164;
export const strangeLine = "+12125550099" as E164;
export const phone = maria as Address;
export const otherPhone = "+12125550102" as Address;
export const login = "ben" as LoginName;
export const verificationToken = "the-token-of-ours";
export const secondToken = "the-token-of-before";

const call = createCall(new Agent());
const path = "/webhooks/ringcentral/inbound";

export interface RingCentralWorld {
  readonly standIn: RingCentralStandIn;
  readonly carrier: Carrier;
  readonly clock: { ms: number };
  /** What came in with words of its own, oldest first: handshakes are answered, and left out. */
  readonly requests: readonly WebhookRequest[];
  carrierWith(change: Partial<RingCentralSettings>): Carrier;
  /** RingCentral posts to us from now on. */
  subscribe(): Promise<void>;
  stop(): Promise<void>;
}

/** A stand-in without limits whose clock stands still. */
export async function createRingCentralWorld(): Promise<RingCentralWorld> {
  const clock = { ms: Date.parse("2026-03-02T12:00:00Z") };
  const standIn = await createStandIn({ now: () => clock.ms });
  standIn.control.addPhone({ number: otherPhone, name: "Sam Ode" });
  const receiver = await createReceiver(() => carrier);
  const carrierWith = (change: Partial<RingCentralSettings>) =>
    createRingCentralCarrier({
      clientId: standIn.clientId,
      clientSecret: standIn.clientSecret,
      jwts: { [login]: "jwt-ben" },
      apiUrl: standIn.url,
      receive: "webhook",
      verificationTokens: [verificationToken, secondToken],
      publicUrl: receiver.url,
      call,
      now: () => clock.ms,
      ...change,
    });
  const carrier = carrierWith({});
  return {
    standIn,
    carrier,
    clock,
    get requests() {
      return receiver.requests.filter(({ body }) => body.length > 0);
    },
    carrierWith,
    async subscribe() {
      const ask = await logIn(standIn, "jwt-ben");
      const { status, text } = await ask("POST", "/restapi/v1.0/subscription", {
        eventFilters: [
          `/restapi/v1.0/account/~/extension/${ben}/message-store/instant?type=SMS`,
          "/restapi/v1.0/account/~/message-threads/entries/sync",
        ],
        deliveryMode: { transportType: "WebHook", address: receiver.url + path, verificationToken },
        expiresIn: 3600,
      });
      if (status !== 200) throw new Error(`no subscription: ${text}`);
    },
    async stop() {
      await carrier.stop?.();
      await standIn.stop();
      await receiver.stop();
    },
  };
}
