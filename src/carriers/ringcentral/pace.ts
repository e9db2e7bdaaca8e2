/**
 * How much may be asked. RingCentral counts per user and app, in groups of questions, over the last minute; whoever asks too much is shut
 * out of the group for a while, and that while begins anew with each question. So nobody waits in here, and nothing is asked in vain: who
 * has to come back is told when. Memory only: after a start its own answers correct us.
 */
import type { LoginName } from "../../domain/ids.ts";

export type Group = "light" | "medium" | "heavy" | "auth";

export interface Pace {
  /** 0: it may be asked now, and is counted. Else nothing is counted, and it may be asked after so many milliseconds. */
  enter(login: LoginName, group: Group, use?: Use): number;
  /** What its answer says of the group. */
  heard(login: LoginName, group: Group, told: RateHeaders): void;
  /** It is shut for so long. Milliseconds. */
  close(login: LoginName, group: Group, ms: number): void;
}

/** A text of ours counts as one of its group, and has a limit of its own beside it; so has a look for what came, which leaves room for texts. */
export type Use = "send" | "look";

export interface RateHeaders {
  readonly group: string | null;
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly windowMs: number | null;
}

const minute = 60_000;
const usual: Readonly<Record<Group, number>> = { light: 50, medium: 40, heavy: 10, auth: 5 };
/** Texts a minute from one user, whatever the group still has. */
const sendsPerMinute = 40;
/** The part of a group that looks may always use, and the part up to which they may use one that is quiet. */
const looks = { always: 1 / 4, quiet: 1 / 2 };
/** Of texts to many, so that replies, and questions about what came, find room beside them. */
export const listedPerMinute = 30;

interface Book {
  limit: number;
  windowMs: number;
  closedUntil: number;
  /** When it was asked, oldest first. */
  readonly asked: number[];
}

/** @param steady milliseconds since whenever; nobody sets it. */
export function createPace(steady: () => number): Pace {
  const books = new Map<string, Book>();
  const bookOf = (login: LoginName, name: Group | "send" | `look ${Group}`): Book => {
    const key = `${name} ${login}`;
    const known = books.get(key);
    if (known !== undefined) return known;
    const limit = isGroup(name) ? usual[name] : sendsPerMinute;
    const book = { limit, windowMs: minute, closedUntil: Number.NEGATIVE_INFINITY, asked: [] };
    books.set(key, book);
    return book;
  };

  return {
    enter(login, group, use) {
      const now = steady();
      const whole = bookOf(login, group);
      const part = use === undefined ? null : bookOf(login, use === "look" ? `look ${group}` : use);
      const partsWait = part === null ? 0 : use === "look" ? lookWait(whole, part, now) : waitOf(part, now);
      const wait = Math.max(waitOf(whole, now), partsWait);
      if (wait > 0) return Math.ceil(wait);
      whole.asked.push(now);
      part?.asked.push(now);
      return 0;
    },
    heard(login, group, { group: named, limit, remaining, windowMs }) {
      const told = groupNamed(named);
      const book = bookOf(login, told ?? group);
      // It belongs to another group than we thought.
      if (told !== null && told !== group) book.asked.push(steady());
      if (limit !== null && limit > 0) book.limit = limit;
      if (windowMs !== null && windowMs > 0) book.windowMs = windowMs;
      const now = steady();
      // Others use what is this user's and app's, too: nobody knows since when.
      if (remaining === 0 && waitOf(book, now) === 0) book.closedUntil = now + book.windowMs;
    },
    close(login, group, ms) {
      const book = bookOf(login, group);
      book.closedUntil = Math.max(book.closedUntil, steady() + ms);
    },
  };
}

/** How much RingCentral lets be asked in the group is the same for both. */
function lookWait(whole: Book, part: Book, now: number): number {
  const { limit, windowMs } = whole;
  const within = (book: Book, share: number) =>
    waitOf({ ...book, limit: Math.max(1, Math.floor(limit * share)), windowMs }, now);
  return Math.min(within(part, looks.always), within(whole, looks.quiet));
}

/** 0: none. */
function waitOf({ asked, limit, windowMs, closedUntil }: Book, now: number): number {
  while (asked[0] !== undefined && asked[0] + windowMs <= now) asked.shift();
  const freed = asked.length < limit ? now : (asked[asked.length - limit] ?? now) + windowMs;
  return Math.max(0, freed - now, closedUntil - now);
}

function isGroup(name: string): name is Group {
  return Object.hasOwn(usual, name);
}

function groupNamed(name: string | null): Group | null {
  const group = name?.trim().toLowerCase();
  return group !== undefined && isGroup(group) ? group : null;
}
