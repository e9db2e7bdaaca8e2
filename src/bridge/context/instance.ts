/**
 * Who this process is among those that run on the same database, and what it can tell of the others by their rows. Hosts' clocks
 * differ: whether another one lives shows in that its row changes, and since when it does not is reckoned by our own clock.
 */
import type { InstanceRow } from "../contracts/store/instances.ts";
import { givenUpAfter } from "./connection.ts";

export interface Instance {
  readonly name: string;
  readonly version: string;
  readonly startedAt: number;
  /** Since when nobody has had the lead, as far as it was looked; null where somebody has. Milliseconds. */
  readonly leaderlessSince: number | null;
  /** @param rows as they stand now. */
  look(rows: readonly InstanceRow[]): Others;
  /** What it saw of that one when it looked last; null where it has not looked yet. */
  seen(row: InstanceRow): SeenInstance | null;
  /** @param isHeld whether somebody has the lead just now. */
  sawLead(isHeld: boolean): void;
}

export interface SeenInstance {
  /** Until when it is known to have lived, where it has given no sign of life for too long; null: it lives. Milliseconds since 1970. */
  readonly silentSince: number | null;
  /** How far its clock is ahead of ours, at least; negative: behind. 0: they may agree. Milliseconds. */
  readonly clockAhead: number;
}

export interface Others {
  /** Those that have fallen silent without a goodbye, and until when each is known to have lived. */
  readonly silent: readonly { readonly row: InstanceRow; readonly aliveAt: number }[];
  /** Until then the desk may tell something to one that can't hear it any more. 0: it does not. Milliseconds. */
  readonly doubtedUntil: number;
  /** Whether one of them hears the desk. */
  readonly hears: boolean;
}

/** Each gives a sign of life so often. Milliseconds. */
const beatEvery = 5_000;
/** Then one is probably gone, and what leaves is looked at before. Milliseconds. */
const lateAfter = beatEvery + 3_000;
/** Then it counts as gone. Milliseconds. */
export const silentAfter = 3 * beatEvery;
/** Whoever is late is looked at again by then. Milliseconds. */
const doubtFor = beatEvery + 1_000;

interface Seen {
  readonly beatAt: number;
  /** When its row was first seen so. */
  readonly noticedAt: number;
  readonly aliveAt: number;
  readonly isLate: boolean;
  readonly clockAhead: number;
}

export interface InstanceOptions {
  readonly name: string;
  readonly version: string;
  readonly now: () => number;
}

export function createInstance({ name, version, now }: InstanceOptions): Instance {
  let known: ReadonlyMap<string, Seen> = new Map();
  let lookedAt: number | null = null;
  let leaderlessSince: number | null = null;

  function see(row: InstanceRow, at: number): Seen {
    const before = known.get(row.name);
    if (before?.beatAt !== row.beatAt) {
      const aliveAt = before === undefined ? row.beatAt : (lookedAt ?? row.beatAt);
      const clockAhead = apart(row.beatAt, before === undefined ? null : lookedAt, at);
      return { beatAt: row.beatAt, noticedAt: at, aliveAt: Math.min(aliveAt, at), isLate: false, clockAhead };
    }
    // A clock that was set back since makes nobody wait longer.
    const noticedAt = Math.min(before.noticedAt, at);
    return { ...before, noticedAt, isLate: at - noticedAt > lateAfter };
  }

  return {
    name,
    version,
    startedAt: now(),
    get leaderlessSince() {
      return leaderlessSince;
    },
    seen(row) {
      const one = known.get(row.name);
      if (one === undefined) return null;
      const isSilent = one.beatAt === row.beatAt && now() - one.noticedAt > silentAfter;
      return { silentSince: isSilent ? one.aliveAt : null, clockAhead: one.clockAhead };
    },
    sawLead(isHeld) {
      leaderlessSince = isHeld ? null : (leaderlessSince ?? now());
    },
    look(rows) {
      const at = now();
      const others = rows.filter((row) => row.name !== name);
      const seen = new Map(others.map((row) => [row.name, see(row, at)]));
      const vanished = [...known].filter(([other, { isLate }]) => isLate && !seen.has(other));
      const silent = others.flatMap((row) => {
        const one = seen.get(row.name);
        return one !== undefined && at - one.noticedAt > silentAfter ? [{ row, aliveAt: one.aliveAt }] : [];
      });
      const late = [...seen.values()].some(({ isLate }) => isLate);
      const gone = [...vanished.map(([, one]) => one), ...silent].map(({ aliveAt }) => aliveAt);
      const deaf = others.flatMap(({ deafSince, startedAt }) =>
        deafSince !== null && deafSince > startedAt ? [deafSince] : [],
      );
      const doubts = [...gone, ...deaf].map((since) => since + givenUpAfter);
      known = seen;
      lookedAt = at;
      return {
        silent,
        doubtedUntil: Math.max(0, late ? at + doubtFor : 0, ...doubts.filter((until) => until > at)),
        hears: others.some((row) => row.deafSince === null && seen.get(row.name)?.isLate === false),
      };
    },
  };
}

/** A sign of life by its clock, which was given, by ours, between these two moments; null: nobody knows since when. */
function apart(beatAt: number, lookedAt: number | null, at: number): number {
  if (beatAt > at) return beatAt - at;
  return lookedAt === null ? 0 : Math.min(0, beatAt - lookedAt);
}
