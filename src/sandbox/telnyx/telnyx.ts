/** Telnyx as a carrier of the sandbox. */
import { defineCarrier } from "../define-carrier.ts";
import { tellTelnyx } from "./tell-strip.ts";
import { createTelnyxStandIn } from "./telnyx-stand-in.ts";
import type { TelnyxStandIn, TelnyxStandInOptions } from "./types/stand-in.ts";

export const telnyx = defineCarrier<TelnyxStandInOptions, TelnyxStandIn>({
  title: "Telnyx",
  start: ({ now = Date.now, ...common }, own) =>
    createTelnyxStandIn({ ...common, now: () => new Date(now()), ...own }),
  furnish({ control }, { line, directLine }) {
    if (line !== null) control.addNumber({ number: line, name: "Front desk" });
    if (directLine !== null) control.addNumber({ number: directLine, name: "Ben's number" });
  },
  environment: ({ apiKey, publicKey, url }) => ({
    TELNYX_API_KEY: apiKey,
    TELNYX_PUBLIC_KEY: publicKey,
    TELNYX_API_URL: url,
  }),
  directory: (directory) => directory.replaceAll("carrier: twilio", "carrier: telnyx"),
  pointAt: (standIn, appUrl) => standIn.setInboundUrl(`${appUrl}/webhooks/telnyx/inbound`),
  // A country that the profile does not allow: trying again does not cure it.
  refused: { kind: "reject", code: "40309" },
  optedOut: { kind: "reject", code: "40300" },
  tell: tellTelnyx,
});
