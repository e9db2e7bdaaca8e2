/**
 * Whether the desk tells us what happens (law 3): while the connection is lost, an edit or a deletion can't reach us, and such
 * time does not count towards a hold. It belongs to this process; what must outlive it is in the database (`gaps.ts`,
 * `heartbeat.ts`).
 */
import type { Log } from "../contracts/log.ts";

export interface Connection {
  /** Since when it is lost; null while it stands. Milliseconds. */
  readonly lostSince: number | null;
  /** When it was regained last; null before the first time. Milliseconds. */
  readonly regainedAt: number | null;
  /** How often it was lost, so that a loss is noticed by whoever looked at the desk meanwhile. */
  readonly losses: number;
  /** Replies written before this moment and found later wait for their author: we were away for too long. Milliseconds. */
  readonly awayUntil: number;
  /** While what we missed is being fetched: until when at most texts wait for it, so that none overtakes an earlier one (law 4). Milliseconds. */
  readonly fetchingUntil: number;

  /** After a start: lost since the last heartbeat. Milliseconds. */
  begin(lostSince: number, awayUntil: number): void;
  /** @param since now, unless the desk says that it told us nothing since then. Milliseconds. */
  lose(since?: number): void;
  regain(): void;
  fetching(until: number): void;
  fetched(): void;
  /** The clock's tick came by: whoever moves the clock and means no sleep by it says so, too. */
  beat(): void;
  /** The clock was set back by so much. Milliseconds. */
  setBack(by: number): void;
  /** Who sleeps loses the connection, and learns of it only afterwards. */
  noticeSleep(): void;
}

/** The tick comes every five seconds: later than this, the process or its whole machine was asleep. Milliseconds. */
const overdue = 20_000;

export function createConnection({
  now,
  log,
  slept = () => {},
}: {
  readonly now: () => number;
  readonly log: Log;
  /** Carriers may have told something meanwhile, too. */
  readonly slept?: () => void;
}): Connection {
  let lostSince: number | null = null;
  let regainedAt: number | null = null;
  let losses = 0;
  let awayUntil = 0;
  let fetchingUntil = 0;
  /** When the clock's tick last came by. */
  let beatAt: number | null = null;

  function lose(since: number): void {
    losses += 1;
    lostSince = Math.min(since, lostSince ?? since);
  }

  return {
    get lostSince() {
      return lostSince;
    },
    get regainedAt() {
      return regainedAt;
    },
    get losses() {
      return losses;
    },
    get awayUntil() {
      return awayUntil;
    },
    get fetchingUntil() {
      return fetchingUntil;
    },
    begin(since, away) {
      lostSince = since;
      awayUntil = away;
    },
    lose: (since = now()) => lose(since),
    regain() {
      lostSince = null;
      regainedAt = now();
    },
    fetching(until) {
      fetchingUntil = until;
    },
    fetched() {
      fetchingUntil = 0;
    },
    beat() {
      beatAt = now();
    },
    setBack(by) {
      const earlier = (moment: number | null) => (moment === null ? null : moment - by);
      [lostSince, regainedAt, beatAt] = [earlier(lostSince), earlier(regainedAt), earlier(beatAt)];
      [awayUntil, fetchingUntil] = [awayUntil - by, fetchingUntil - by];
    },
    noticeSleep() {
      if (beatAt === null || now() - beatAt <= overdue) return;
      log.warn({ ms: now() - beatAt }, "time went by in which nothing ran; what was missed is fetched");
      lose(beatAt);
      beatAt = now();
      slept();
    },
  };
}
