/**
 * What befalls several instances on one database: any is killed, or the one that leads; it is frozen for longer than the others'
 * patience with it, and wakes as if nothing had been; another one is frozen for a moment; the database is restarted, gently or not;
 * connections to it are cut; all are stopped and started one after the other, as for an update.
 */
import type { AppProcess } from "./app-process.ts";
import type { ServedDatabase } from "./database.ts";
import type { Instances } from "./instances.ts";
import { type Killing, type KillOptions, listening } from "./kill-again.ts";
import { pause } from "./pause.ts";
import type { Random } from "./random.ts";

const kinds = [
  "kill any",
  "kill any",
  "kill the leader",
  "kill the leader",
  "freeze the leader",
  "freeze another",
  "restart fast",
  "restart immediate",
  "cut connections",
  "cut connections",
  "stop and start in turn",
] as const;

export type Disturbance = (typeof kinds)[number];

export interface DisturbOptions extends KillOptions {
  /** How long a leader may show no sign of life. Milliseconds. */
  readonly patience: number;
  /** What comes first, in this order; the rest by chance. */
  readonly first?: readonly Disturbance[];
  /** Hears of each as it begins. */
  readonly tell?: (disturbance: Disturbance) => void;
}

/** The last one ends with all of them awake and started. */
export async function disturb(
  instances: Instances,
  database: ServedDatabase,
  random: Random,
  options: DisturbOptions,
): Promise<Killing> {
  let killedAtStart = 0;
  for (let count = 0; count < options.kills; count += 1) {
    const kind = options.first?.[count] ?? random.pick(kinds) ?? "kill any";
    // Whoever starts on a database that goes away ends, and says why: that is no crash.
    const mayStart = kind === "kill any" && random.next() < 0.25;
    if (mayStart) await pause(random.between(0, 900));
    else {
      await listening(instances);
      await pause(random.between(20, options.life * 2 - 1000));
    }
    options.tell?.(kind);
    if (!(await instances.listens())) killedAtStart += 1;
    await befall(kind, instances, database, random, options.patience);
  }
  return { killedAtStart, doubtful: 0 };
}

async function befall(
  kind: Disturbance,
  { each }: Instances,
  database: ServedDatabase,
  random: Random,
  patience: number,
): Promise<void> {
  const any = random.pick(each);
  const leads = async () => {
    const leader = await database.leader();
    return each.find((one) => one.process() === leader) ?? any;
  };
  if (kind === "kill any") await killed(any, random);
  else if (kind === "kill the leader") await killed(await leads(), random);
  else if (kind === "freeze the leader")
    await frozen(await leads(), random.between(patience + 500, patience + 2_500));
  else if (kind === "freeze another") {
    const leader = await leads();
    await frozen(random.pick(each.filter((one) => one !== leader)), random.between(500, 3_000));
  } else if (kind === "restart fast") await database.restart("fast");
  else if (kind === "restart immediate") await database.restart("immediate");
  else if (kind === "cut connections") {
    const backends = await database.backends();
    await database.cut(backends.filter(() => random.next() < 0.5));
  } else
    for (const one of each) {
      await one.stop();
      one.start();
      await listening(one);
    }
}

async function killed(one: AppProcess | undefined, random: Random): Promise<void> {
  await one?.kill();
  await pause(random.between(0, 400));
  one?.start();
}

async function frozen(one: AppProcess | undefined, during: number): Promise<void> {
  one?.freeze();
  await pause(during);
  one?.thaw();
}
