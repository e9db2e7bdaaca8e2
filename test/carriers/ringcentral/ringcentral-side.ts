/** RingCentral as a test plays it, below a token that it gives to whoever has the right JWT; and carriers that ask it. */
import { Agent } from "undici";
import { createRingCentralApi } from "../../../src/carriers/ringcentral/ringcentral-api.ts";
import { createRingCentralCarrier } from "../../../src/carriers/ringcentral/ringcentral-carrier.ts";
import {
  type RingCentralSettings,
  resolveRingCentralSettings,
} from "../../../src/carriers/ringcentral/ringcentral-settings.ts";
import type { Address, E164, LoginName, MessageId } from "../../../src/domain/ids.ts";
import { type Call, createCall } from "../../../src/lib/call.ts";
import { createHttpFake, type FakeAnswer, type FakeRequest } from "../../crm/http-fake.ts";

export const line = "+15550100001" as E164;
export const phone = "+15550199001" as Address;
export const frontDesk = "front-desk" as LoginName;
export const tokenPath = "/restapi/oauth/token";
const call = createCall(new Agent());

/** Waits for the answer to a send no longer than that: what is asked before it may take its time. */
export function hasty(timeoutMs: number): Call {
  return (url, request) => call(url, /\/(sms|mms|messages)$/.test(url) ? { ...request, timeoutMs } : request);
}

export interface Clock {
  ms: number;
  /** Goes on with it, unless it is set by itself. */
  steady: number;
}

export type RingCentralSide = Awaited<ReturnType<typeof createRingCentralSide>>;

/** @param answer to what is asked with a token of ours. */
export async function createRingCentralSide(
  answer: (request: FakeRequest) => FakeAnswer = () => ({ status: 404, body: error("CMN-102") }),
) {
  const clock: Clock = { ms: Date.UTC(2026, 2, 3, 10), steady: 0 };
  let tokens = 0;
  const app = { scope: "SMS ReadAccounts ReadMessages" };
  const fake = await createHttpFake((request) => {
    if (request.path !== tokenPath) return answer(request);
    tokens += 1;
    return {
      status: 200,
      body: {
        access_token: `token ${tokens}`,
        token_type: "bearer",
        expires_in: 3600,
        owner_id: "230919004",
        scope: app.scope,
      },
    };
  });
  const settings: RingCentralSettings = {
    clientId: "app",
    clientSecret: "secret",
    jwts: { [frontDesk]: "a.b.c" },
    apiUrl: fake.url,
    publicUrl: null,
    call,
    now: () => clock.ms,
    steady: () => clock.steady,
  };
  return {
    /** What the app may do. */
    get scope() {
      return app.scope;
    },
    set scope(scope) {
      app.scope = scope;
    },
    fake,
    settings,
    clock,
    advance(ms: number) {
      clock.ms += ms;
      clock.steady += ms;
    },
    carrierWith: (other: Partial<RingCentralSettings> = {}) =>
      createRingCentralCarrier({ ...settings, ...other }),
    apiWith: (other: Partial<RingCentralSettings> = {}) =>
      createRingCentralApi(resolveRingCentralSettings({ ...settings, ...other })),
    /** What was asked of a path. */
    asked: (path: string) => fake.requests.filter((request) => request.path === path),
    stop: fake.stop,
  };
}

export function error(errorCode: string, more: Readonly<Record<string, unknown>> = {}) {
  return { errorCode, message: "What it says about it.", errors: [{ errorCode, ...more }] };
}

export const sms = { messageId: "m-1" as MessageId, from: line, to: phone, body: "See you at 3" };
