/** `threadline start`: the app until it is told to stop. The first signal ends it in order, a second one at once. */
import { setTimeout as pause } from "node:timers/promises";
import { type App, createApp } from "../app.ts";
import type { Log } from "../bridge/contracts/log.ts";
import { createLog } from "../log.ts";
import type { Site } from "./load-site.ts";

/** A stop that takes longer is cut short: whatever was under way is settled by the next start. Milliseconds. */
const stopMs = 10_000;

/** Resolves with the exit code. @throws AppError when it can't start. */
export async function start({ config, carriers }: Site): Promise<number> {
  const log = createLog(config.logLevel);
  const app = createApp(config, { log, carriers });
  const stop = nextSignal();
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      log.error(
        { err: error },
        "an unexpected failure: ending, so that a fresh start settles what is under way",
      );
      process.exit(1);
    });
  }
  await app.start();
  const signal = await stop;
  log.info({ signal }, "stopping");
  process.once("SIGTERM", endAtOnce);
  process.once("SIGINT", endAtOnce);
  return await stopWithin(stopMs, app, log);
}

/** Resolves with the exit code: when it has stopped, or after so many milliseconds, whichever is first. */
export async function stopWithin(ms: number, app: Pick<App, "stop">, log: Log): Promise<number> {
  const inTime = await Promise.race([app.stop().then(() => true), pause(ms, false, { ref: false })]);
  if (!inTime) log.warn({}, "stopping took too long; what was under way is settled by the next start");
  else log.info({}, "stopped");
  return inTime ? 0 : 1;
}

/** Resolves with the name of the first signal that asks us to end. */
export function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGINT", resolve);
  });
}

function endAtOnce(): void {
  process.exit(1);
}
