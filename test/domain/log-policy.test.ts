import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory, Group, Line, Member } from "../../src/domain/directory.ts";
import type { E164, Extension, SlackChannelId, SlackUserId, Username } from "../../src/domain/ids.ts";
import {
  defaultLogPolicy,
  LOG_SHARED,
  type LogPolicy,
  type LogRules,
  logPolicy,
  OWN_POLICIES,
  type OwnLogSettings,
  type RulesOf,
  ruledPolicies,
  SEVERAL_CONTACTS,
  UNKNOWN_CONTACT,
  WRITE_LOG,
} from "../../src/domain/log-policy.ts";
import { logRulesOf } from "../../src/domain/log-rules-of.ts";
import { readOwnLogSettings } from "../../src/domain/own-log-settings.ts";

const locked = <T>(value: T) => ({ value, customizable: false });
const free = <T>(value: T) => ({ value, customizable: true });
const all = (rules: LogRules): RulesOf => ({ by: { kind: "all" }, rules });
const group = (rules: LogRules): RulesOf => ({ by: { kind: "group", name: "Front desk" }, rules });
const line = (rules: LogRules): RulesOf => ({ by: { kind: "line", name: "Main" }, rules });
const maria = "+15550199001" as E164;
const joe = "+15550199002" as E164;

describe("what is logged, and how", () => {
  it.each<[string, RulesOf[], OwnLogSettings | null, Partial<LogPolicy>]>([
    ["what nobody says", [], null, {}],
    ["what is said of all", [all({ autoLog: locked(false) })], null, { autoLog: false }],
    [
      "what the group says, before what is said of all",
      [group({ write: locked("once") }), all({ write: locked("as_it_grows") })],
      null,
      { write: "once" },
    ],
    [
      "what the line says, before its group",
      [line({ unknownContact: locked("skip") }), group({ unknownContact: locked("placeholder") })],
      null,
      { unknownContact: "skip" },
    ],
    [
      "of each policy the narrowest that says it",
      [
        line({ logNotes: locked(false) }),
        group({ autoLog: locked(false) }),
        all({ namePrefix: locked("Texter") }),
      ],
      null,
      { logNotes: false, autoLog: false, namePrefix: "Texter" },
    ],
    [
      "a member's own where nobody says it",
      [],
      { severalContacts: "earliest" },
      { severalContacts: "earliest" },
    ],
    [
      "a member's own where it is left to them",
      [all({ contactType: free("lead") })],
      { contactType: "patient" },
      { contactType: "patient" },
    ],
    ["what is left to a member who sets nothing", [all({ write: free("once") })], {}, { write: "once" }],
    ["what is locked, whatever the member sets", [all({ autoLog: locked(true) })], { autoLog: false }, {}],
    [
      "what the line leaves to them, though it is locked for all",
      [line({ autoLog: free(true) }), all({ autoLog: locked(true) })],
      { autoLog: false },
      { autoLog: false },
    ],
    [
      "what the line locks, though it is left to them by all",
      [line({ autoLog: locked(true) }), all({ autoLog: free(true) })],
      { autoLog: false },
      {},
    ],
    [
      "the logging page beside auto-log",
      [all({ popupAfterFirst: locked(true) })],
      null,
      { popupAfterFirst: true },
    ],
    [
      "no logging page without auto-log",
      [all({ popupAfterFirst: locked(true), autoLog: locked(false) })],
      null,
      { autoLog: false },
    ],
    [
      "no logging page for a member who switched auto-log off",
      [all({ popupAfterFirst: locked(true) })],
      { autoLog: false },
      { autoLog: false },
    ],
    [
      "a member's numbers beside the company's",
      [all({ doNotLog: free([maria]) })],
      { doNotLog: [joe, maria] },
      { doNotLog: [maria, joe] },
    ],
    [
      "the company's numbers alone",
      [all({ doNotLog: locked([maria]) })],
      { doNotLog: [joe] },
      { doNotLog: [maria] },
    ],
    [
      "the line's numbers, instead of the company's",
      [line({ doNotLog: locked([joe]) }), all({ doNotLog: locked([maria]) })],
      null,
      { doNotLog: [joe] },
    ],
  ])("is %s", (_, rules, own, differs) => {
    expect(logPolicy(rules, own)).toEqual({ ...defaultLogPolicy, ...differs });
  });

  it("is of shared conversations nobody's own, though it is left to members", () => {
    const { logShared, logOpenAfterHours } = ruledPolicies(
      [all({ logShared: free("from_first_message") })],
      {},
    );
    expect(logShared).toMatchObject({ value: "from_first_message", locked: true });
    expect(logOpenAfterHours).toMatchObject({ value: 72, locked: true, by: null });
  });

  it("tells who says it, and what holds for who sets nothing", () => {
    const rules = [line({ write: free("once") }), all({ write: locked("as_it_grows") })];
    expect(ruledPolicies(rules, { write: "as_it_grows" }).write).toEqual({
      value: "as_it_grows",
      ruled: "once",
      by: { kind: "line", name: "Main" },
      locked: false,
    });
  });
});

const number = fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map((digits) => `+1${digits}` as E164);
const values: { readonly [Name in keyof LogPolicy]: fc.Arbitrary<LogPolicy[Name]> } = {
  autoLog: fc.boolean(),
  popupAfterFirst: fc.boolean(),
  unknownContact: fc.constantFrom(...UNKNOWN_CONTACT),
  namePrefix: fc.string(),
  contactType: fc.option(fc.string()),
  severalContacts: fc.constantFrom(...SEVERAL_CONTACTS),
  logShared: fc.constantFrom(...LOG_SHARED),
  logOpenAfterHours: fc.nat(720),
  logNotes: fc.boolean(),
  write: fc.constantFrom(...WRITE_LOG),
  doNotLog: fc.array(number, { maxLength: 3 }),
};
const rulesOf = fc.record(
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, fc.record({ value, customizable: fc.boolean() })]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<LogRules>;
const own = fc.record(Object.fromEntries(OWN_POLICIES.map((name) => [name, values[name]])), {
  requiredKeys: [],
}) as fc.Arbitrary<OwnLogSettings>;

describe("any rules", () => {
  const anyRules = fc
    .tuple(rulesOf, rulesOf, rulesOf)
    .map(([narrow, wide, widest]) => [line(narrow), group(wide), all(widest)]);

  it("leave what is locked as it is, whatever a member sets", () => {
    fc.assert(
      fc.property(anyRules, own, (rules, chosen) => {
        const without = ruledPolicies(rules, null);
        const policy = ruledPolicies(rules, chosen);
        for (const name of Object.keys(without) as (keyof LogPolicy)[]) {
          const isLocked = without[name].locked;
          expect(policy[name].locked).toBe(isLocked);
          expect(policy[name].ruled).toEqual(without[name].ruled);
          if (isLocked) expect(policy[name].value).toEqual(without[name].value);
        }
      }),
    );
  });

  it("give a member what they set where it is left to them", () => {
    fc.assert(
      fc.property(anyRules, own, (rules, chosen) => {
        const policy = ruledPolicies(rules, chosen);
        for (const name of OWN_POLICIES) {
          if (policy[name].locked || chosen[name] === undefined || name === "doNotLog") continue;
          expect(policy[name].value).toEqual(chosen[name]);
        }
        for (const kept of policy.doNotLog.ruled) expect(policy.doNotLog.value).toContain(kept);
      }),
    );
  });

  it("open no logging page where nothing is logged by itself", () => {
    fc.assert(
      fc.property(anyRules, own, (rules, chosen) => {
        const { autoLog, popupAfterFirst } = logPolicy(rules, chosen);
        expect(popupAfterFirst && !autoLog).toBe(false);
      }),
    );
  });

  it("read what a member set as it was stored", () => {
    fc.assert(
      fc.property(own, (chosen) => {
        expect(readOwnLogSettings(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
      }),
    );
  });
});

it("reads nothing of what can't be a setting", () => {
  const odd = {
    autoLog: "on",
    write: "twice",
    namePrefix: 3,
    doNotLog: "all",
    logShared: "at_resolve",
    x: 1,
  };
  expect(readOwnLogSettings(odd)).toEqual({});
});

const frontLine: Line = {
  number: "+15550100001" as E164,
  name: "Front desk line",
  carrier: "twilio",
  smsExtension: "200" as Extension,
  preview: "full",
};
const front: Group = {
  name: "Front desk",
  extension: "200" as Extension,
  channel: "C0FRONT" as SlackChannelId,
  members: ["dee" as Username],
  outboundLine: frontLine.number,
  notify: "none",
  reopenWithinMinutes: 0,
};
const dee: Member = {
  username: "dee" as Username,
  slack: { kind: "id", id: "U0DEE" as SlackUserId },
  role: "agent",
  outboundLine: "+15550100003" as E164,
};
const deesLine = (digit: number, name: string): Line => ({
  ...frontLine,
  number: `+1555010000${digit}` as E164,
  name,
  smsExtension: "dee" as Username,
});
const office: Directory = {
  timeZone: "UTC",
  customerWord: "customer",
  lines: [frontLine, deesLine(2, "Dee's other"), deesLine(3, "Dee")],
  members: [dee],
  groups: [front],
  contacts: [],
};
const everywhere = { autoLog: locked(false) };
const withRules: Directory = {
  ...office,
  crm: everywhere,
  lines: office.lines.map((one) => ({ ...one, crm: everywhere })),
  groups: [{ ...front, crm: everywhere }],
};
const names = (rules: readonly RulesOf[]) => rules.map(({ by }) => (by.kind === "all" ? "all" : by.name));

describe("whose rules hold", () => {
  const shared = { kind: "line", number: frontLine.number } as const;
  const direct = { kind: "member", username: dee.username } as const;

  it("are of a shared conversation the line's, its group's, and those of all", () => {
    expect(names(logRulesOf(withRules, shared))).toEqual(["Front desk line", "Front desk", "all"]);
  });

  it("are of a direct one those of its member's lines, first the one that answers leave from, and no group's", () => {
    expect(names(logRulesOf(withRules, direct))).toEqual(["Dee", "Dee's other", "all"]);
  });

  it("are those that say something", () => {
    expect(names(logRulesOf({ ...withRules, lines: office.lines }, shared))).toEqual(["Front desk", "all"]);
    expect(names(logRulesOf(office, direct))).toEqual([]);
  });

  it("are those of all where the line or the member is gone", () => {
    const gone = { ...withRules, lines: [], members: [] };
    expect(names(logRulesOf(gone, shared))).toEqual(["all"]);
    expect(names(logRulesOf(gone, direct))).toEqual(["all"]);
  });

  it("are still the group's where its line leads to a member now, and the conversation stands in its channel", () => {
    const moved = { ...withRules, lines: [{ ...frontLine, smsExtension: "dee" as Username }] };
    expect(names(logRulesOf(moved, shared, front.channel))).toEqual(["Front desk", "all"]);
  });
});
