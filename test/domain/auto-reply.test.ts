import { describe, expect, it } from "vitest";
import {
  autoReplyInForce,
  directoryAutoReply,
  readAutoReply,
  type TypedAutoReply,
} from "../../src/domain/auto-reply.ts";
import type { AutoReply, Member } from "../../src/domain/directory.ts";
import type { SlackUserId, Username } from "../../src/domain/ids.ts";

const away: AutoReply = { text: "I am away.", on: true, hours: "always" };
const lunch: AutoReply = { text: "At lunch.", on: false, hours: "outside", atMostEveryMinutes: 30 };

function dee(autoReply?: AutoReply): Member {
  const slack = { kind: "id", id: "U0DEE" as SlackUserId } as const;
  return { username: "dee" as Username, slack, role: "agent", ...(autoReply ? { autoReply } : {}) };
}

describe("the auto-reply in force", () => {
  it("is the directory's start value while nothing was set at the desk", () => {
    expect(autoReplyInForce(dee(away), null)).toEqual(away);
    expect(autoReplyInForce(dee(), null)).toBeNull();
  });

  it("is what was set at the desk as long as the directory says the same as then", () => {
    const chosen = { reply: lunch, directoryWas: directoryAutoReply(dee(away)) };
    expect(autoReplyInForce(dee({ ...away }), chosen)).toEqual(lunch);
    expect(autoReplyInForce(dee(), { reply: lunch, directoryWas: null })).toEqual(lunch);
  });

  it.each<[string, AutoReply | undefined]>([
    ["another text", { ...away, text: "I am away until noon." }],
    ["another switch", { ...away, on: false }],
    ["other hours", { ...away, hours: "outside" }],
    ["another pause", { ...away, atMostEveryMinutes: 5 }],
    ["none any more", undefined],
  ])("is the directory's again once that has %s", (_, changed) => {
    const chosen = { reply: lunch, directoryWas: directoryAutoReply(dee(away)) };
    expect(autoReplyInForce(dee(changed), chosen)).toEqual(changed ?? null);
  });
});

const typed: TypedAutoReply = { text: "I am away.", on: true, hours: "always", every: "" };
const read = (change: Partial<TypedAutoReply>, { maxText = 1_600, hasHours = true } = {}) =>
  readAutoReply({ ...typed, ...change }, { maxText, hasHours });

describe("an auto-reply that somebody fills in", () => {
  it.each<[string, Partial<TypedAutoReply>, AutoReply]>([
    ["as it is", {}, away],
    ["without blanks around it", { text: "  I am away.\r\n" }, away],
    ["with a pause", { every: " 60 " }, { ...away, atMostEveryMinutes: 60 }],
    ["with the longest pause of the directory", { every: "43200" }, { ...away, atMostEveryMinutes: 43_200 }],
    ["with a pause of nothing", { every: "0" }, away],
    ["outside hours", { hours: "outside" }, { ...away, hours: "outside" }],
    ["blank, as it is off", { text: " \u200b ", on: false }, { text: "", on: false, hours: "always" }],
    ["as long as a text", { text: "x".repeat(1_600) }, { ...away, text: "x".repeat(1_600) }],
  ])("is taken %s", (_, change, reply) => {
    expect(read(change)).toEqual(reply);
  });

  it.each<[string, Partial<TypedAutoReply>, object]>([
    [
      "too long",
      { text: "x".repeat(1_601) },
      { text: "This has 1,601 characters, and a text holds 1,600. Please shorten it." },
    ],
    ["blank while on", { text: " \n" }, { text: "Write what it answers, or switch it off." }],
    [
      "every half hour in words",
      { every: "half an hour" },
      { every: "Write a whole number of minutes, at most 43,200 (30 days), or leave it empty." },
    ],
    ["every minus five minutes", { every: "-5" }, { every: expect.any(String) }],
    ["every 1.5 minutes", { every: "1.5" }, { every: expect.any(String) }],
    ["more seldom than the directory allows", { every: "43201" }, { every: expect.any(String) }],
    ["wrong twice", { text: "", every: "x" }, { text: expect.any(String), every: expect.any(String) }],
  ])("is refused when it is %s", (_, change, problems) => {
    expect(read(change)).toEqual({ problems });
  });

  it("is refused outside hours that nobody wrote down", () => {
    const refused = { problems: { hours: expect.stringContaining("has no hours of yours") } };
    expect(read({ hours: "outside" }, { hasHours: false })).toEqual(refused);
  });

  it("may be no longer than the carrier takes", () => {
    const refused = { problems: { text: expect.stringContaining("a text holds 160") } };
    expect(read({ text: "x".repeat(161) }, { maxText: 160 })).toEqual(refused);
  });
});
