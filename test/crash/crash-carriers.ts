/** The carriers of the crash test: the only place that knows them all. A new one is a file beside this one, and a line here. */
import type { CarrierName } from "../../src/sandbox/carriers.ts";
import { badHttp } from "./bad-http.ts";
import { badRingCentral } from "./bad-ringcentral.ts";
import { badRingRx } from "./bad-ringrx.ts";
import { badTelnyx } from "./bad-telnyx.ts";
import { type CrashCarrier, perSecond } from "./crash-carrier.ts";

const twilio: CrashCarrier = {
  environment: { TWILIO_TEXTS_PER_SECOND: String(perSecond) },
  isHeardSoon: true,
};

export const crashCarriers: Readonly<Record<CarrierName, CrashCarrier>> = {
  twilio,
  ringcentral: badRingCentral,
  ringrx: badRingRx,
  telnyx: badTelnyx,
  http: badHttp,
};
