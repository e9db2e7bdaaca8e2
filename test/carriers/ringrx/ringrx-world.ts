/** Our side of RingRx in tests: a stand-in with two lines, each of its own user, a receiver for its callbacks, and carriers between them. */
import { Agent } from "undici";
import type { Carrier, WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createRingRxCarrier } from "../../../src/carriers/ringrx/ringrx-carrier.ts";
import type { ApiKey, RingRxSettings } from "../../../src/carriers/ringrx/ringrx-settings.ts";
import type { Address, E164, LoginName } from "../../../src/domain/ids.ts";
import { type Call, createCall } from "../../../src/lib/call.ts";
import { createRingRxStandIn } from "../../../src/sandbox/ringrx/ringrx-stand-in.ts";
import { callbackPayload } from "../../../src/sandbox/ringrx/scene.ts";
import type { CallbackSpec } from "../../../src/sandbox/ringrx/types/account.ts";
import type { RingRxStandIn, RingRxStandInOptions } from "../../../src/sandbox/ringrx/types/stand-in.ts";
import { createReceiver } from "../receiver.ts";

export const line = "+15550100001" as E164;
export const bensLine = "+15550100002" as E164;
export const strangeLine = "+15550100099" as E164;
export const phone = "+15550199001" as Address;
export const office = "office" as LoginName;
export const ben = "ben" as LoginName;

export const paths = ["first-secret-path-0001", "second-secret-path-002"] as const;
export const users = ["threadline", "threadline-2"] as const;
export const passwords = ["first-password-1", "second-password-2"] as const;

/** Straight to whoever is asked. */
export const call = createCall(new Agent());

export interface RingRxSide {
  readonly standIn: RingRxStandIn;
  readonly carrier: Carrier;
  readonly clock: { ms: number };
  /** What came in, oldest first. */
  readonly requests: readonly WebhookRequest[];
  /** Where callbacks come in, without a slash at its end. */
  readonly url: string;
  carrierWith(change?: Partial<RingRxSettings>): Carrier;
  /** The administrator changes the callback. */
  putCallback(change: Partial<CallbackSpec> & { readonly path?: string }): void;
  /** The customer texts the line; resolves with the request that reached us. */
  text(body: string, from?: string, to?: string): Promise<WebhookRequest>;
  stop(): Promise<void>;
}

/** The clock stands still unless it is moved. */
export async function createRingRxSide(options: RingRxStandInOptions = {}): Promise<RingRxSide> {
  const clock = { ms: Date.parse("2026-03-02T12:00:00Z") };
  const receiver = await createReceiver(() => carrier);
  const standIn = await createRingRxStandIn({
    now: () => new Date(clock.ms),
    deliveryDelayMs: 0,
    retryDelayMs: 0,
    ...options,
  });
  const { control } = standIn;
  for (const [name, extension, number] of [
    [office, "109", line],
    [ben, "102", bensLine],
  ] as const) {
    control.addUser({ username: name, extension, outboundNumber: number, isAdmin: name === office });
    control.addNumber({ number, smsExtension: name });
    control.addKey({ name, username: name });
  }
  control.addPhone({ number: phone, name: "Maria Lopez" });
  const keys = Object.fromEntries(control.keys().map(({ name, ...key }) => [name, key])) as Record<
    LoginName,
    ApiKey
  >;
  const carrierWith = (change: Partial<RingRxSettings> = {}) =>
    createRingRxCarrier({
      keys,
      callbackPaths: paths,
      callbackUsers: users,
      callbackPasswords: passwords,
      apiUrl: standIn.url,
      publicUrl: receiver.url,
      call,
      now: () => clock.ms,
      ...change,
    });
  const putCallback: RingRxSide["putCallback"] = ({ path = paths[0], ...change }) =>
    control.putCallback({
      name: "Threadline",
      url: `${receiver.url}/webhooks/ringrx/inbound/${path}`,
      basicAuth: { username: users[0], password: passwords[0] },
      payload: callbackPayload,
      ...change,
    });
  putCallback({});
  const carrier = carrierWith();
  return {
    standIn,
    carrier,
    clock,
    requests: receiver.requests,
    url: receiver.url,
    carrierWith,
    putCallback,
    async text(body, from = phone, to = line) {
      await control.text({ from, to, body });
      const request = receiver.requests.at(-1);
      if (request === undefined) throw new Error("the text did not reach us");
      return request;
    },
    async stop() {
      await standIn.stop();
      await receiver.stop();
    },
  };
}

/** The way out, with what went over it written down. */
export function watched(): { readonly call: Call; readonly urls: string[]; readonly bodies: string[] } {
  const [urls, bodies]: [string[], string[]] = [[], []];
  return {
    urls,
    bodies,
    call: (url, request) => {
      urls.push(url);
      bodies.push(String(request.body ?? ""));
      return call(url, request);
    },
  };
}
