/** One app alone: it is killed with SIGKILL at random moments, some of them while it starts, and started anew. */
import type { AppProcess } from "./app-process.ts";
import type { Misbehaving } from "./crash-carrier.ts";
import { pause } from "./pause.ts";
import type { Random } from "./random.ts";

export interface KillOptions {
  readonly seed: number;
  readonly kills: number;
  /** About how long the app lives between two kills. Milliseconds. */
  readonly life: number;
}

export interface Killing {
  /** How many kills came before the app listened. */
  readonly killedAtStart: number;
  /** How many replies may have been brought into doubt by something else than kills. */
  readonly doubtful: number;
}

export async function killAgain(app: AppProcess, random: Random, options: KillOptions): Promise<Killing> {
  let killedAtStart = 0;
  for (let kill = 0; kill < options.kills; kill += 1) {
    if (random.next() < 0.25) {
      await pause(random.between(0, 900));
    } else {
      await listening(app);
      await pause(random.between(20, options.life * 2 - 1000));
    }
    if (!(await app.listens())) killedAtStart += 1;
    await app.kill();
    await pause(random.between(0, 400));
    app.start();
  }
  return { killedAtStart, doubtful: 0 };
}

/**
 * The same while a carrier can't be relied on that is asked at a start for what it could not tell. The last kill comes once it behaves
 * again: else that would be asked for in minutes.
 * @param disturb what befalls the app meanwhile.
 */
export async function lastOnceItBehaves(
  app: AppProcess,
  carrier: Misbehaving,
  options: KillOptions,
  disturb: (options: KillOptions) => Promise<Killing>,
): Promise<Killing> {
  const killing = await disturb({ ...options, kills: options.kills - 1 });
  await listening(app);
  const doubtful = await carrier.end();
  await app.kill();
  app.start();
  return { ...killing, doubtful: killing.doubtful + doubtful };
}

export async function listening(app: AppProcess): Promise<void> {
  const end = Date.now() + comesUpWithin;
  while (!(await app.listens())) {
    if (Date.now() > end) throw new Error(`the app does not come up:\n${app.lastWords().join("\n")}`);
    await pause(50);
  }
}

/** Seconds, unless the machine is full of other work. Milliseconds. */
const comesUpWithin = 60_000;
