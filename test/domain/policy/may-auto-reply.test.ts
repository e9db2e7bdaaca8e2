import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AutoReply } from "../../../src/domain/directory.ts";
import { mostPerHour } from "../../../src/domain/policy/may-answer.ts";
import {
  type AutoReplyBar,
  type AutoReplyFacts,
  autoReplyWindow,
  mayAutoReply,
} from "../../../src/domain/policy/may-auto-reply.ts";

const reply: AutoReply = { text: "I am with somebody. I answer by 5 pm.", on: true, hours: "always" };
/** A customer's first text to a member's own line. */
const answered: AutoReplyFacts = {
  isDirect: true,
  isGone: false,
  sender: "outside",
  accountOn: true,
  hasOutboundLine: true,
  reply,
  isWord: false,
  optedOut: false,
  blocked: false,
  age: 0,
  answersWithin: 600_000,
  atWork: null,
  sinceAny: null,
  sinceTheirs: null,
  inLastHour: 0,
};

type Change = Partial<Omit<AutoReplyFacts, "reply">> & { readonly reply?: Partial<AutoReply> | null };
interface Condition {
  readonly name: string;
  readonly broken: Change;
  readonly bar: AutoReplyBar;
}

const condition = (name: string, broken: Change, bar: AutoReplyBar): Condition => ({ name, broken, bar });

function factsWith(...changes: readonly Change[]): AutoReplyFacts {
  const texts = changes.map((change) => change.reply);
  const merged = Object.assign({}, answered, ...changes);
  return { ...merged, reply: texts.includes(null) ? null : Object.assign({}, reply, ...texts) };
}

/** What has to hold for a text to be answered. */
const seven: readonly Condition[] = [
  condition("it was not sent to a group", { isDirect: false }, "not_direct"),
  condition("it was not sent by an internal user", { sender: "internal" }, "internal"),
  condition("the account is SMS enabled", { accountOn: false }, "account_off"),
  condition("there is an outbound line", { hasOutboundLine: false }, "no_outbound_line"),
  condition("the auto-reply has a text", { reply: { text: " \n\u200b" } }, "blank"),
  condition("the auto-reply is switched on", { reply: { on: false } }, "switched_off"),
  condition("none was sent in the last 30 seconds", { sinceAny: 12_000, sinceTheirs: 12_000 }, "too_soon"),
];

const further: readonly Condition[] = [
  condition("the member is still there", { isGone: true }, "gone"),
  condition("one was ever set up", { reply: null }, "blank"),
  condition("it does not come from a short code", { sender: "short_code" }, "short_code"),
  condition("it does not come from a sender name", { sender: "sender_name" }, "sender_name"),
  condition("it is no word about being texted", { isWord: true }, "word"),
  condition("its sender has not opted out", { optedOut: true }, "opted_out"),
  condition("its number is not blocked", { blocked: true }, "blocked"),
  condition("it is not too old", { age: 600_001 }, "too_old"),
  condition(
    "the member is away, where that is wanted",
    { reply: { hours: "outside" }, atWork: true },
    "at_work",
  ),
  condition("the number got less than five in an hour", { inLastHour: 5, sinceAny: 60_000 }, "too_many"),
  condition(
    "the member's own pause is over",
    { reply: { atMostEveryMinutes: 60 }, sinceAny: 3_599_999, sinceTheirs: 3_599_999, inLastHour: 1 },
    "not_yet_again",
  ),
];

describe("an auto-reply", () => {
  it("answers a text when all seven conditions hold", () => {
    expect(mayAutoReply(answered)).toBeNull();
  });

  it.each([...seven, ...further])("stays away unless $name", ({ broken, bar }) => {
    expect(mayAutoReply(factsWith(broken))).toBe(bar);
  });

  const pairs = seven.flatMap((one, at) => seven.slice(at + 1).map((other) => ({ one, other })));

  it.each(pairs)("stays away unless $one.name and $other.name", ({ one, other }) => {
    expect([one.bar, other.bar]).toContain(mayAutoReply(factsWith(one.broken, other.broken)));
  });

  it("answers only when every condition holds, whichever are broken", () => {
    fc.assert(
      fc.property(fc.subarray([...seven, ...further]), (broken) => {
        const bar = mayAutoReply(factsWith(...broken.map((one) => one.broken)));
        if (broken.length === 0) expect(bar).toBeNull();
        else expect(bar).not.toBeNull();
      }),
    );
  });
});

describe("the 30 seconds", () => {
  it.each([
    [null, null],
    [0, "too_soon"],
    [29_999, "too_soon"],
    [30_000, "too_soon"],
    [30_001, null],
  ])("after %s ms: %s", (sinceAny, bar) => {
    expect(mayAutoReply(factsWith({ sinceAny, sinceTheirs: sinceAny }))).toBe(bar);
  });

  it("count what the number got from anybody", () => {
    expect(mayAutoReply(factsWith({ sinceAny: 5_000, sinceTheirs: null }))).toBe("too_soon");
  });

  it("hold even when the clock was set back meanwhile", () => {
    expect(mayAutoReply(factsWith({ sinceAny: -5_000 }))).toBe("too_soon");
  });

  it("leave no two answers to one number inside them, whatever comes when", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 60 }), (pauses) => {
        const sent: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          const last = sent.at(-1);
          const sinceAny = last === undefined ? null : now - last;
          const inLastHour = sent.filter((at) => now - at < 3_600_000).length;
          if (mayAutoReply(factsWith({ sinceAny, sinceTheirs: sinceAny, inLastHour })) === null)
            sent.push(now);
        }
        expect(sent[0]).toBe(pauses[0]);
        for (const [index, at] of sent.slice(1).entries())
          expect(at - (sent[index] ?? 0)).toBeGreaterThan(autoReplyWindow);
        expect(sent.length).toBeLessThanOrEqual(mostPerHour);
      }),
    );
  });
});

describe("what a member may add", () => {
  it.each([
    [59, "not_yet_again"],
    [60, null],
    [61, null],
  ])("at most every 60 minutes: after %s minutes %s", (minutes, bar) => {
    const since = minutes * 60_000;
    const facts = factsWith({ reply: { atMostEveryMinutes: 60 }, sinceAny: since, sinceTheirs: since });
    expect(mayAutoReply(facts)).toBe(bar);
  });

  it("counts only their own answers for their own pause", () => {
    const facts = factsWith({ reply: { atMostEveryMinutes: 60 }, sinceAny: 40_000, sinceTheirs: null });
    expect(mayAutoReply(facts)).toBeNull();
  });

  it.each([
    ["always", true, null],
    ["always", false, null],
    ["always", null, null],
    ["outside", true, "at_work"],
    ["outside", false, null],
    ["outside", null, "at_work"],
  ] as const)("hours: %s, at work: %s: %s", (hours, atWork, bar) => {
    expect(mayAutoReply(factsWith({ reply: { hours }, atWork }))).toBe(bar);
  });
});

describe("other limits", () => {
  it("a text of exactly the oldest age is answered", () => {
    expect(mayAutoReply(factsWith({ age: 600_000 }))).toBeNull();
  });

  it("the fifth answer in an hour leaves, the sixth does not", () => {
    const later = { sinceAny: 31_000, sinceTheirs: 31_000 };
    expect(mayAutoReply(factsWith({ ...later, inLastHour: 4 }))).toBeNull();
    expect(mayAutoReply(factsWith({ ...later, inLastHour: 5 }))).toBe("too_many");
  });
});
