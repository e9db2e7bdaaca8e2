import { expect, it } from "vitest";
import { type DueFacts, recordDue } from "../../src/domain/record-due.ts";

const hour = 3_600_000;
const now = Date.UTC(2026, 2, 7, 18);
const growing = { write: "as_it_grows", logOpenAfterHours: 72 } as const;
const once = { write: "once", logOpenAfterHours: 72 } as const;
const day: DueFacts = {
  kind: "day",
  localDay: "2026-03-07",
  writtenAt: null,
  askedAt: null,
  zone: "America/New_York",
  openSince: null,
};
const episode: DueFacts = { ...day, kind: "episode", localDay: null };

it.each<[string, DueFacts, typeof growing | typeof once, number]>([
  ["a new one", day, growing, now],
  ["one that was written lately", { ...day, writtenAt: now - 20_000 }, growing, now + 40_000],
  ["one that was written long ago", { ...day, writtenAt: now - hour }, growing, now],
  [
    "one that was written in a time that is yet to come",
    { ...day, writtenAt: now + hour },
    growing,
    now + 60_000,
  ],
  ["one that somebody waits for", { ...day, writtenAt: now - 1, askedAt: now }, growing, now],
  ["a day that is written once", day, once, Date.UTC(2026, 2, 8, 5)],
  ["a day that is 23 hours long", { ...day, localDay: "2026-03-08" }, once, Date.UTC(2026, 2, 9, 4)],
  ["a day that is 25 hours long", { ...day, localDay: "2026-11-01" }, once, Date.UTC(2026, 10, 2, 5)],
  [
    "a day without a midnight",
    { ...day, localDay: "2026-09-05", zone: "America/Santiago" },
    once,
    Date.UTC(2026, 8, 6, 4),
  ],
  [
    "a day far ahead of ours",
    { ...day, zone: "Pacific/Kiritimati", localDay: "2026-03-08" },
    once,
    Date.UTC(2026, 2, 8, 10),
  ],
  ["a day that is over", { ...day, localDay: "2026-03-06" }, once, now],
  ["one that is over, written once", episode, once, now],
  ["one that is open, written once", { ...episode, openSince: now - hour }, once, now + 71 * hour],
  ["one that has been silent for so long", { ...episode, openSince: now - 72 * hour }, once, now],
  ["one that grows, and is open", { ...episode, openSince: now }, growing, now],
  [
    "one that somebody waits for, although it is written once",
    { ...episode, openSince: now, askedAt: now },
    once,
    now,
  ],
])("%s is due then", (_, facts, policy, due) => {
  expect(new Date(recordDue(facts, policy, now)).toISOString()).toBe(new Date(due).toISOString());
});

it("one that is written only when it is over is looked at again, however long it is open", () => {
  const never = { write: "once", logOpenAfterHours: 0 } as const;
  expect(recordDue({ ...episode, openSince: 0 }, never, now)).toBeGreaterThan(now + hour);
});
