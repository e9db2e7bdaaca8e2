/** A carrier that the scene's directory describes, as a carrier of the sandbox. */
import { defineCarrier } from "../define-carrier.ts";
import { titleOf } from "./description.ts";
import { createHttpStandIn } from "./http-stand-in.ts";
import { tellHttp } from "./tell-strip.ts";
import type { HttpStandIn, HttpStandInOptions } from "./types/stand-in.ts";

export const http = defineCarrier<HttpStandInOptions, HttpStandIn>({
  title: titleOf("acme"),
  start: (common, own) => createHttpStandIn({ ...common, ...own }),
  furnish({ control }, { line, directLine }) {
    if (line !== null) control.addLine({ number: line, name: "Front desk" });
    if (directLine !== null) control.addLine({ number: directLine, name: "Ben's number" });
  },
  environment: ({ environment }) => environment,
  directory: (directory, { name, description }) =>
    `http_carriers:\n${description}${directory.replaceAll("carrier: twilio", `carrier: ${name}`)}`,
  pointAt: (standIn, appUrl) =>
    standIn.setCallbacks({
      inbound: `${appUrl}/webhooks/${standIn.name}/inbound`,
      status: `${appUrl}/webhooks/${standIn.name}/status`,
    }),
  refused: { kind: "reject", code: "country_off", status: 403 },
  optedOut: { kind: "reject", code: "opted_out" },
  tell: tellHttp,
});
