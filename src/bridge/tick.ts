/** What the clock (`jobs/`) wakes again and again. The database says what is due: missed or doubled, it changes nothing (law 10). */
import type { Bridge } from "./bridge.ts";

export type Tick = Woken & (AtTimes | Every);

interface Woken {
  /** Its own: a tick that is still at work swallows the next one of its name. */
  readonly name: string;
  readonly run: (bridge: Bridge) => Promise<void>;
  /** It happens wherever the app runs; absent: only where it has the lead. */
  readonly everywhere?: true;
}

interface AtTimes {
  /** In cron's six fields, seconds first. */
  readonly at: string;
}

interface Every {
  /** Milliseconds. */
  readonly every: number;
  /** Once more when the clock starts. */
  readonly atStart?: true;
}
