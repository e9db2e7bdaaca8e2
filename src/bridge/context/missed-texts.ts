/**
 * Which carriers' accounts list texts that we may not have: a webhook that we could not acknowledge, a sleep, a look that came to nothing. It
 * belongs to this process: a start looks at every list.
 */
import { createSeldom, type Seldom } from "../../lib/seldom.ts";

export interface MissedTexts {
  /** By its key (`carrier-lines.ts`): its list is to be read at once. */
  note(account: string): void;
  noteAll(): void;
  /** The same for a text that was told, and that one list may hold: as soon as its news are looked at, or a look that failed is made again. */
  noteTold(account: string, now: number): void;
  /** Its list was not read since, whether or not it is to be read yet. */
  isOwed(account: string): boolean;
  /**
   * A look at its list for what is known to be missed came to nothing, and none came off since. One in between that failed holds nothing up, and
   * a list that stays so, perhaps for good, holds up nothing more.
   */
  isUnread(account: string): boolean;
  isDue(account: string, now: number): boolean;
  /** A look begins. What is noted while it lasts stays to be done. One that failed is made again when the carrier said, where it did. */
  begin(account: string): { done(now: number): void; failed(now: number, comeBackAfter?: number): void };
  /** Of which failures of a look the log is told, by account and kind of failure. */
  readonly seldom: Seldom;
  /** Whoever asks while it is under way waits for the same look. */
  once(account: string, look: () => Promise<void>): Promise<void>;
  /** A look for which the carrier's news were the reason ended now. */
  looked(account: string, now: number): void;
  /** When its next news are looked at: now, or a little after the last look, so that many at once cost few looks. */
  lookFrom(account: string, now: number): number;
}

/** A look that failed is made again after this long, then after twice that, and so on. Milliseconds. */
const soonest = 5_000;
const latest = 60_000;
/** After so many that came to nothing, a minute and more, nobody can say when one will come off. */
const mostWaited = 4;
/** Between the end of a look and the next news of the same account. Milliseconds. */
const lookApart = 2_000;
/** How often it is logged that a look failed, as long as it does. Milliseconds. */
const logEvery = 60_000;

interface Owed {
  /** Whether anything is known to be missed; not where only a look in between failed. */
  readonly isMissed: boolean;
  readonly failures: number;
  readonly notBefore: number;
  /** Another one each time that it is to be read at once. */
  readonly atOnce: symbol | null;
}

const nothing: Owed = { isMissed: false, failures: 0, notBefore: 0, atOnce: null };

export function createMissedTexts(accounts: () => Iterable<string>): MissedTexts {
  const owed = new Map<string, Owed>();
  const underWay = new Map<string, Promise<void>>();
  const lookedAt = new Map<string, number>();
  const note = (account: string) => {
    const { failures } = owed.get(account) ?? nothing;
    owed.set(account, { isMissed: true, failures, notBefore: 0, atOnce: Symbol() });
  };
  const lookFrom = (account: string, now: number): number => {
    const at = lookedAt.get(account);
    // A clock that was set back since holds up nothing.
    return at === undefined || at > now ? now : Math.max(now, at + lookApart);
  };

  return {
    seldom: createSeldom(logEvery),
    note,
    noteAll: () => {
      for (const account of accounts()) note(account);
    },
    // Also while it is owed it is noted anew: a look that is under way may not find it.
    noteTold: (account, now) =>
      void owed.set(account, {
        failures: 0,
        notBefore: lookFrom(account, now),
        atOnce: null,
        ...owed.get(account),
        isMissed: true,
      }),
    isOwed: (account) => owed.has(account),
    isUnread(account) {
      const { isMissed, failures } = owed.get(account) ?? nothing;
      return isMissed && failures > 0 && failures <= mostWaited;
    },
    isDue: (account, now) => (owed.get(account)?.notBefore ?? Number.POSITIVE_INFINITY) <= now,
    begin(account) {
      const before = owed.get(account);
      return {
        done: (now) => {
          const after = owed.get(account);
          if (after === before) owed.delete(account);
          // What was only told meanwhile may not have been on it, and is looked for with the next news.
          else if (after !== undefined && after.atOnce === (before?.atOnce ?? null))
            owed.set(account, { isMissed: true, failures: 0, notBefore: now + lookApart, atOnce: null });
          else if (after !== undefined) owed.set(account, { ...after, failures: 0 });
        },
        failed: (now, comeBackAfter) => {
          const { failures, atOnce } = before ?? nothing;
          const notBefore = now + (comeBackAfter ?? Math.min(latest, soonest * 2 ** failures));
          // What was only told meanwhile waits as well: the carrier was asked just now.
          const after = owed.get(account) ?? nothing;
          if (after.atOnce === atOnce) owed.set(account, { ...after, failures: failures + 1, notBefore });
        },
      };
    },
    once(account, look) {
      const running = underWay.get(account);
      if (running !== undefined) return running;
      const begun = look().finally(() => underWay.delete(account));
      underWay.set(account, begun);
      return begun;
    },
    looked: (account, now) => void lookedAt.set(account, now),
    lookFrom,
  };
}
