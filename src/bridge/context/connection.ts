/**
 * Whether the desk tells us what happens (law 3): while the connection is lost, an edit or a deletion can't reach us, and such
 * time does not count towards a hold. It belongs to this process; what must outlive it, and what others have to know, is in the
 * database (`gaps.ts`, `heartbeat.ts`, `note-instance.ts`).
 */
import { createGate } from "../../lib/gate.ts";
import type { Log } from "../contracts/log.ts";

/** What was so when the work of this process began, on a database that an app had run on before. */
export interface Began {
  readonly at: number;
  /** The last heartbeat before. Milliseconds. */
  readonly heard: number;
  /** The newest job that this database knew, done or not. */
  readonly lastJob: number;
  /** Another app has gone on with what this database thinks is due. */
  readonly isCopy: boolean;
}

export interface Connection {
  /** Null on a new database. */
  readonly began: Began | null;
  /** Once what was missed before the work began was fetched for the first time, as far as it could be. */
  readonly fetchedOnce: Promise<void>;
  /** Since when nobody hears the desk, as far as this process knows; null while somebody does. Milliseconds. */
  readonly lostSince: number | null;
  /** The same of this process alone. */
  readonly deafSince: number | null;
  /** Since when this process alone does not hear, where others may go on for it; null where they can't, or do. */
  readonly lostAlone: number | null;
  /** What was written until then may have been changed without our knowing, since it was told to another instance that is gone. Milliseconds. */
  readonly doubtedUntil: number;
  /** What others missed is to be fetched. */
  readonly owesFetching: boolean;
  /** When it was regained last; null before the first time. Milliseconds. */
  readonly regainedAt: number | null;
  /** How often it was lost, so that a loss is noticed by whoever looked at the desk meanwhile. */
  readonly losses: number;
  /** Replies written before this moment and found later wait for their author: we were away for too long. Milliseconds. */
  readonly awayUntil: number;
  /** Whether another app may have gone on, unknown to us, from where this database stands: only a new one, or one that is known for a copy, is beyond that. */
  readonly mayBeCopy: boolean;
  /** Whether another app has gone on, until then, with what this database thinks is due. */
  readonly isCopy: boolean;
  /** While what we missed is being fetched: until when at most texts wait for it, so that none overtakes an earlier one (law 4). Milliseconds. */
  readonly fetchingUntil: number;

  /** After a start, and where the lead was taken over meanwhile: lost since the last heartbeat. Milliseconds. */
  begin(lostSince: number, awayUntil: number, began: Began | null): void;
  /** It turns out that this database is an older copy. */
  goOnAsCopy(): void;
  /**
   * @param since now, unless the desk says that it told us nothing since then. Milliseconds.
   * @param whose `everybody's` where the desk tells none of our instances anything.
   */
  lose(since?: number, whose?: "ours" | "everybody's"): void;
  regain(): void;
  /** Others hear in its place, and what was missed is written down. */
  coverBy(): void;
  /** None of the others hears. */
  standAlone(): void;
  /** Something was missed by another instance: whoever looked at the desk meanwhile looks again. */
  noteMissed(): void;
  doubt(until: number): void;
  oweFetching(until: number): void;
  fetching(until: number): void;
  fetched(): void;
  /** The clock's tick came by: whoever moves the clock and means no sleep by it says so, too. */
  beat(): void;
  /** The clock was set back by so much. Milliseconds. */
  setBack(by: number): void;
  /** Who sleeps loses the connection, and learns of it only afterwards. */
  noticeSleep(): void;
}

/** Slack gives up a socket that nobody answers on within that time, and hands it events until then. Milliseconds. */
export const givenUpAfter = 2 * 60_000;

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
  let began: Began | null = null;
  let deafSince: number | null = null;
  let isCovered = false;
  let mayBeCovered = true;
  let doubtedUntil = 0;
  let owesFetching = false;
  let regainedAt: number | null = null;
  let losses = 0;
  let awayUntil = 0;
  let fetchingUntil = 0;
  let first = createGate();
  /** When the clock's tick last came by. */
  let beatAt: number | null = null;

  const lostSince = () => (isCovered ? null : deafSince);
  const doubt = (until: number) => {
    doubtedUntil = Math.max(doubtedUntil, until);
  };

  function lose(since: number): void {
    losses += 1;
    deafSince = Math.min(since, deafSince ?? since);
    isCovered = false;
  }

  return {
    get began() {
      return began;
    },
    get fetchedOnce() {
      return first.pass();
    },
    get lostSince() {
      return lostSince();
    },
    get deafSince() {
      return deafSince;
    },
    get lostAlone() {
      return mayBeCovered ? lostSince() : null;
    },
    get doubtedUntil() {
      return doubtedUntil;
    },
    get owesFetching() {
      return owesFetching;
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
    get mayBeCopy() {
      return began !== null && awayUntil < began.at;
    },
    get isCopy() {
      return began?.isCopy ?? false;
    },
    get fetchingUntil() {
      return fetchingUntil;
    },
    begin(since, away, known) {
      // Whoever was about to regain it knew less.
      losses += 1;
      first = createGate();
      deafSince = since;
      [isCovered, mayBeCovered] = [false, true];
      awayUntil = away;
      began = known;
    },
    goOnAsCopy() {
      if (began === null) return;
      awayUntil = Math.max(awayUntil, began.at);
      began = { ...began, isCopy: true };
    },
    lose(since = now(), whose = "ours") {
      if (whose !== "ours") mayBeCovered = false;
      lose(since);
    },
    regain() {
      deafSince = null;
      [isCovered, mayBeCovered] = [false, true];
      regainedAt = now();
    },
    coverBy() {
      if (deafSince === null) return;
      isCovered = true;
      // Until the desk has given up our connection, it may tell us what we can't hear.
      doubt(deafSince + givenUpAfter);
    },
    standAlone() {
      isCovered = false;
    },
    noteMissed() {
      losses += 1;
      doubt(now());
    },
    doubt,
    oweFetching(until) {
      owesFetching = true;
      fetchingUntil = until;
    },
    fetching(until) {
      owesFetching = false;
      fetchingUntil = until;
    },
    fetched() {
      fetchingUntil = 0;
      first.open();
    },
    beat() {
      beatAt = now();
    },
    setBack(by) {
      const earlier = (moment: number | null) => (moment === null ? null : moment - by);
      [deafSince, regainedAt, beatAt] = [earlier(deafSince), earlier(regainedAt), earlier(beatAt)];
      [awayUntil, fetchingUntil, doubtedUntil] = [awayUntil - by, fetchingUntil - by, doubtedUntil - by];
      if (began !== null) began = { ...began, at: began.at - by, heard: began.heard - by };
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
