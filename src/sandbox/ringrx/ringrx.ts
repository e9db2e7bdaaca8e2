/** RingRx as a carrier of the sandbox. */
import { defineCarrier } from "../define-carrier.ts";
import { createRingRxStandIn } from "./ringrx-stand-in.ts";
import { furnishRingRx, onRingRx, pointRingRxAt, ringRxEnvironment } from "./scene.ts";
import { tellRingRx } from "./tell-strip.ts";
import type { RingRxStandIn, RingRxStandInOptions } from "./types/stand-in.ts";

export const ringrx = defineCarrier<RingRxStandInOptions, RingRxStandIn>({
  title: "RingRx",
  start: ({ now = Date.now, limits: _, ...common }, own) =>
    createRingRxStandIn({ ...common, now: () => new Date(now()), ...own }),
  furnish: furnishRingRx,
  environment: ringRxEnvironment,
  directory: (directory, _, directLine) => onRingRx(directory, directLine),
  pointAt: pointRingRxAt,
  refused: { kind: "reject" },
  reports: false,
  tell: tellRingRx,
});
