/**
 * Loaded before everything else (`node --import`): this process's clock and its timers run CLOCK_SPEED times as fast. All
 * processes of a measurement get it, so that a minute of Slack's limits passes in seconds for everyone alike.
 */
import { createRequire, syncBuiltinESMExports } from "node:module";

const speed = Number(process.env.CLOCK_SPEED ?? "1");
const RealDate = Date;
const began = RealDate.now();
const fastNow = () => began + (RealDate.now() - began) * speed;

class FastDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(fastNow());
    else super(...(given as [number]));
  }
  static override now(): number {
    return Math.round(fastNow());
  }
}

type Timer = (act: () => void, ms?: number, ...rest: unknown[]) => NodeJS.Timeout;
const faster =
  (timer: Timer): Timer =>
  (act, ms = 0, ...rest) =>
    timer(act, ms / speed, ...rest);

if (speed !== 1) {
  const require = createRequire(import.meta.url);
  const timers = require("node:timers") as { setTimeout: Timer; setInterval: Timer };
  const promises = require("node:timers/promises") as {
    setTimeout: (ms: number, ...rest: unknown[]) => Promise<unknown>;
  };
  const fastTimeout = faster(timers.setTimeout);
  const fastInterval = faster(timers.setInterval);
  const realPause = promises.setTimeout;
  promises.setTimeout = (ms, ...rest) => realPause(ms / speed, ...rest);
  Object.assign(timers, { setTimeout: fastTimeout, setInterval: fastInterval });
  Object.assign(globalThis, { Date: FastDate, setTimeout: fastTimeout, setInterval: fastInterval });
  syncBuiltinESMExports();
}
