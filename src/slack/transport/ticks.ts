/** What Slack's side does again and again; `jobs/` wakes it. */

import type { Bridge } from "../../bridge/bridge.ts";
import type { Tick } from "../../bridge/tick.ts";
import type { Watch } from "./watch.ts";

export interface SlackTicksOptions {
  /** Takes up stored deliveries that failed. */
  readonly replay: () => Promise<void>;
  readonly watch: Watch;
  /** Whether events come by HTTP: what never came through leaves no trace, so what was written is looked at. */
  readonly looksBack: boolean;
}

const seconds = 1_000;
const minutes = 60 * seconds;

export function createSlackTicks({ replay, watch, looksBack }: SlackTicksOptions): readonly Tick[] {
  return [
    { name: "Slack: failed deliveries", every: 5 * seconds, everywhere: true, run: replay },
    { name: "Slack: the token", every: minutes, atStart: true, everywhere: true, run: watch.check },
    { name: "Slack: the token, in trouble", every: 5 * seconds, everywhere: true, run: watch.checkAgain },
    ...(looksBack ? looks : []),
  ];
}

/** Slack repeats an event by HTTP for about six minutes. Threads that are too old to be listed cost a call each: once an hour. */
const looks: readonly Tick[] = [
  { name: "Slack: a look back", every: 5 * minutes, run: (bridge) => look(bridge, 5 * minutes, false) },
  { name: "Slack: a look at all", every: 60 * minutes, run: (bridge) => look(bridge, 60 * minutes, true) },
];

/** Each reaches back over the one before, which may have failed. */
function look(bridge: Bridge, every: number, whole: boolean): Promise<void> {
  return bridge.lookBack(bridge.now() - 2 * every, whole);
}
