/** Twilio as a carrier of the sandbox. */
import { defineCarrier } from "../define-carrier.ts";
import { tellTwilio } from "./tell-strip.ts";
import { createTwilioStandIn } from "./twilio-stand-in.ts";
import type { TwilioStandIn, TwilioStandInOptions } from "./types/stand-in.ts";

export const twilio = defineCarrier<TwilioStandInOptions, TwilioStandIn>({
  title: "Twilio",
  start: ({ now = Date.now, ...common }, own) =>
    createTwilioStandIn({ ...common, now: () => new Date(now()), ...own }),
  furnish({ control }, { line, directLine }) {
    if (line !== null) control.addNumber({ number: line, name: "Front desk" });
    if (directLine !== null) control.addNumber({ number: directLine, name: "Ben's number" });
  },
  environment: ({ accountSid, authToken, url }) => ({
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: url,
  }),
  directory: (directory) => directory,
  pointAt: (standIn, appUrl) => standIn.setInboundUrl(`${appUrl}/webhooks/twilio/inbound`),
  // A country that is not switched on: trying again does not cure it.
  refused: { kind: "reject", code: 21408 },
  optedOut: { kind: "reject", code: 21610 },
  tell: tellTwilio,
});
