import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { E164, Username } from "../../src/domain/ids.ts";
import { barWords, type Candidate, type ListBar, planOf, recipientName } from "../../src/domain/list-plan.ts";
import type { Recipient } from "../../src/domain/recipients.ts";

const contact = (number: string): Recipient => ({ kind: "outside", number: number as E164 });
const member = (username: string): Recipient => ({ kind: "member", username: username as Username });
const candidate = (recipient: Recipient, rest: Partial<Candidate> = {}): Candidate => ({
  recipient,
  who: recipientName(recipient),
  bar: null,
  quietUntil: null,
  ...rest,
});

const [maria, noel] = [contact("+15550199001"), contact("+15550199002")];
const bars: readonly ListBar[] = [
  "own_line",
  "cannot_receive",
  "blocked",
  "opted_out",
  "review",
  "unknown_member",
  "not_in_slack",
  "yourself",
];
const anyCandidate = fc
  .record({
    recipient: fc.oneof(
      fc.integer({ min: 1, max: 30 }).map((n) => contact(`+1555019${String(n).padStart(4, "0")}`)),
      fc.constantFrom("ana", "ben", "cy").map(member),
    ),
    bar: fc.option(fc.constantFrom(...bars), { nil: null }),
    quietUntil: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  })
  .map(({ recipient, ...rest }) => candidate(recipient, rest));

describe("the plan of a list", () => {
  it("says how many leave at once, how many only when quiet hours end, and who is left out", () => {
    const plan = planOf([
      candidate(maria),
      candidate(noel, { quietUntil: 2_000 }),
      candidate(contact("+15550199003"), { quietUntil: 1_000 }),
      candidate(contact("+15550199004"), { quietUntil: 2_000 }),
      candidate(contact("+15550199005"), { bar: "opted_out", quietUntil: 2_000 }),
      candidate(member("ana"), { bar: "yourself" }),
      candidate(member("ben")),
    ]);
    expect(plan).toMatchObject({
      outside: 5,
      now: 2,
      later: [
        { at: 1_000, count: 1 },
        { at: 2_000, count: 2 },
      ],
      leftOut: [
        { who: "+15550199005", bar: "opted_out" },
        { who: "ana", bar: "yourself" },
      ],
    });
  });

  it("counts everyone exactly once: now, later, or left out", () => {
    fc.assert(
      fc.property(fc.array(anyCandidate, { maxLength: 40 }), (each) => {
        const { now, later, leftOut } = planOf(each);
        const counted = now + later.reduce((sum, { count }) => sum + count, 0) + leftOut.length;
        expect(counted).toBe(each.length);
        expect(later.map(({ at }) => at)).toEqual([...new Set(later.map(({ at }) => at))].sort());
      }),
    );
  });

  it.each(bars)("has words for whoever is left out: %s", (bar) => {
    expect(barWords(bar)).toMatch(/^[a-z]/);
    expect(barWords(bar)).not.toMatch(/\.$/);
  });
});
