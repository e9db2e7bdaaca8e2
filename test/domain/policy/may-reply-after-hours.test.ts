import { describe, expect, it } from "vitest";
import type { AfterHoursReply } from "../../../src/domain/directory.ts";
import {
  type AfterHoursBar,
  type AfterHoursFacts,
  justWrote,
  mayReplyAfterHours,
} from "../../../src/domain/policy/may-reply-after-hours.ts";

const reply: AfterHoursReply = { text: "We are closed until Monday, 9 am.", on: true, everyHours: 4 };
/** A customer's first text in the night. */
const answered: AfterHoursFacts = {
  isShared: true,
  sender: "outside",
  accountOn: true,
  reply,
  isWord: false,
  optedOut: false,
  blocked: false,
  age: 0,
  answersWithin: 600_000,
  atWork: false,
  sinceReply: null,
  sinceMember: null,
  inLastHour: 0,
};

type Change = Partial<Omit<AfterHoursFacts, "reply">> & { readonly reply?: Partial<AfterHoursReply> | null };
interface Condition {
  readonly name: string;
  readonly broken: Change;
  readonly bar: AfterHoursBar;
}

const condition = (name: string, broken: Change, bar: AfterHoursBar): Condition => ({ name, broken, bar });

function factsWith(...changes: readonly Change[]): AfterHoursFacts {
  const texts = changes.map((change) => change.reply);
  const merged = Object.assign({}, answered, ...changes);
  return { ...merged, reply: texts.includes(null) ? null : Object.assign({}, reply, ...texts) };
}

const hour = 3_600_000;
const conditions: readonly Condition[] = [
  condition("it came to a group's line", { isShared: false }, "not_shared"),
  condition("the account is SMS enabled", { accountOn: false }, "account_off"),
  condition("the group has set one up", { reply: null }, "blank"),
  condition("it has a text", { reply: { text: "\u00a0" } }, "blank"),
  condition("it is switched on", { reply: { on: false } }, "switched_off"),
  condition("the group is away", { atWork: true }, "at_work"),
  condition("it was not sent by an internal user", { sender: "internal" }, "internal"),
  condition("it does not come from a short code", { sender: "short_code" }, "short_code"),
  condition("it does not come from a sender name", { sender: "sender_name" }, "sender_name"),
  condition("it is no word about being texted", { isWord: true }, "word"),
  condition("its sender has not opted out", { optedOut: true }, "opted_out"),
  condition("its number is not blocked", { blocked: true }, "blocked"),
  condition("it is not too old", { age: 600_001 }, "too_old"),
  condition("the contact got none for four hours", { sinceReply: 4 * hour - 1 }, "not_yet_again"),
  condition("the number got less than five in an hour", { inLastHour: 5 }, "too_many"),
  condition("no member wrote within five minutes", { sinceMember: justWrote }, "member_there"),
];

describe("an after-hours reply", () => {
  it("answers a text when everything holds", () => {
    expect(mayReplyAfterHours(answered)).toBeNull();
  });

  it.each(conditions)("stays away unless $name", ({ broken, bar }) => {
    expect(mayReplyAfterHours(factsWith(broken))).toBe(bar);
  });

  const pairs = conditions.flatMap((one, at) => conditions.slice(at + 1).map((other) => ({ one, other })));

  it.each(pairs)("stays away unless $one.name and $other.name", ({ one, other }) => {
    expect([one.bar, other.bar]).toContain(mayReplyAfterHours(factsWith(one.broken, other.broken)));
  });

  it("stays away where no hours say when the group is away", () => {
    expect(mayReplyAfterHours(factsWith({ atWork: null }))).toBe("at_work");
  });

  it.each([
    [4, 4 * hour - 1, "not_yet_again"],
    [4, 4 * hour, null],
    [12, 11 * hour, "not_yet_again"],
    [12, 12 * hour, null],
  ])("answers a contact once in %s hours: after %s ms %s", (everyHours, sinceReply, bar) => {
    expect(mayReplyAfterHours(factsWith({ reply: { everyHours }, sinceReply }))).toBe(bar);
  });

  it("answers again once a member has been silent for more than five minutes", () => {
    expect(mayReplyAfterHours(factsWith({ sinceMember: justWrote + 1 }))).toBeNull();
  });
});
