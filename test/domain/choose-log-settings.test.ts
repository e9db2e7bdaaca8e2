import { describe, expect, it } from "vitest";
import { chooseLogSettings, forWhom, type TypedLogSettings } from "../../src/domain/choose-log-settings.ts";
import type { E164 } from "../../src/domain/ids.ts";
import { type LogRules, type OwnLogSettings, ruledPolicies } from "../../src/domain/log-policy.ts";

const maria = "+15550199001" as E164;
const joe = "+15550199002" as E164;
const locked = <T>(value: T) => ({ value, customizable: false });
const free = <T>(value: T) => ({ value, customizable: true });

function choose(typed: TypedLogSettings, rules: LogRules = {}, own: OwnLogSettings = {}) {
  const policies = ruledPolicies([{ by: { kind: "line", name: "Dee" }, rules }], own);
  return chooseLogSettings(typed, policies, own, { country: "US", usualType: "contact" });
}

describe("what a member fills in about logging", () => {
  it.each<[string, TypedLogSettings, LogRules, OwnLogSettings, OwnLogSettings]>([
    ["what differs", { autoLog: false, logNotes: true }, {}, {}, { autoLog: false }],
    ["nothing where it is as the company has it", { write: "once" }, { write: free("once") }, {}, {}],
    ["nothing any more where it is the company's again", { autoLog: true }, {}, { autoLog: false }, {}],
    [
      "what was set before and was not asked",
      { autoLog: false },
      {},
      { write: "once" },
      { autoLog: false, write: "once" },
    ],
    [
      "a name's beginning without blanks around it",
      { namePrefix: " Texter\n " },
      {},
      {},
      { namePrefix: "Texter" },
    ],
    ["the company's beginning where it is left empty", { namePrefix: " " }, {}, { namePrefix: "Texter" }, {}],
    [
      "no kind of contact where it is the usual one",
      { contactType: "contact" },
      {},
      { contactType: "lead" },
      {},
    ],
    [
      "another kind of contact",
      { contactType: "lead" },
      { contactType: free("patient") },
      {},
      { contactType: "lead" },
    ],
    [
      "numbers in any form, each once",
      { doNotLog: "(555) 019-9001, +1 555 019 9002\n\n5550199001" },
      {},
      {},
      { doNotLog: [maria, joe] },
    ],
    [
      "no number that the company keeps out anyway",
      { doNotLog: "555 019 9001" },
      { doNotLog: free([maria]) },
      {},
      {},
    ],
    ["no numbers any more", { doNotLog: " " }, {}, { doNotLog: [joe] }, {}],
    [
      "nothing of what is locked, where it is as locked",
      { autoLog: true },
      { autoLog: locked(true) },
      {},
      {},
    ],
  ])("is kept as %s", (_, typed, rules, own, kept) => {
    expect(choose(typed, rules, own)).toEqual({ own: kept });
  });

  it.each<[string, TypedLogSettings, LogRules, object]>([
    [
      "became locked meanwhile",
      { autoLog: false, write: "once" },
      { autoLog: locked(true), write: locked("as_it_grows") },
      {
        autoLog:
          "Your admin has set this for the line Dee meanwhile. Close this and open it again to see how it is.",
        write: expect.stringContaining("for the line Dee meanwhile"),
      },
    ],
    [
      "holds a number that is locked",
      { doNotLog: "555 019 9002" },
      { doNotLog: locked([maria]) },
      { doNotLog: expect.stringContaining("meanwhile") },
    ],
    [
      "is too long",
      { namePrefix: "x".repeat(81) },
      {},
      { namePrefix: "Please shorten it: a name begins with at most 80 characters of it." },
    ],
    [
      "is no number",
      { doNotLog: "555 019 9001\nMaria" },
      {},
      { doNotLog: "Maria is not a phone number. Write one a line, such as +1 555 010 0123." },
    ],
    [
      "is more than anybody keeps out by hand",
      {
        doNotLog: Array.from({ length: 201 }, (_, index) => `+1555019${String(index).padStart(4, "0")}`).join(
          "\n",
        ),
      },
      {},
      { doNotLog: "These are 201 numbers; keep it to 200." },
    ],
  ])("is refused in words where it %s", (_, typed, rules, problems) => {
    expect(choose(typed, rules)).toEqual({ problems });
  });
});

it.each([
  [null, "for everyone"],
  [{ kind: "all" }, "for everyone"],
  [{ kind: "line", name: "Front desk" }, "for the line Front desk"],
  [{ kind: "group", name: "Sales" }, "for the group Sales"],
] as const)("says for whom %j is set", (by, words) => {
  expect(forWhom(by)).toBe(words);
});
