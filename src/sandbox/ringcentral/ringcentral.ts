/** RingCentral as a carrier of the sandbox. */
import { defineCarrier } from "../define-carrier.ts";
import { createRingCentralStandIn } from "./ringcentral-stand-in.ts";
import { furnishRingCentral, onRingCentral, ringCentralEnvironment } from "./scene.ts";
import { tellRingCentral } from "./tell-strip.ts";
import type { RingCentralStandIn, RingCentralStandInOptions } from "./types/stand-in.ts";

export const ringcentral = defineCarrier<RingCentralStandInOptions, RingCentralStandIn>({
  title: "RingCentral",
  start: (common, own) => createRingCentralStandIn({ ...common, ...own }),
  furnish: furnishRingCentral,
  environment: ringCentralEnvironment,
  directory: (directory, _, directLine) => onRingCentral(directory, directLine),
  // A country that is not switched on: trying again does not cure it.
  refused: { kind: "reject", code: "MSG-240", status: 403 },
  optedOut: { kind: "fail", code: "SMS-RC-413", status: "SendingFailed" },
  tell: tellRingCentral,
});
