import { describe, expect, it } from "vitest";
import type { LogSettingsForm } from "../../../src/bridge/members/log-settings.ts";
import { chooseLogSettings } from "../../../src/domain/choose-log-settings.ts";
import type { E164 } from "../../../src/domain/ids.ts";
import {
  type LogRules,
  type OwnLogSettings,
  type RuledBy,
  ruledPolicies,
} from "../../../src/domain/log-policy.ts";
import type { Json } from "../../../src/lib/json.ts";
import { checkView } from "../../../src/sandbox/slack/block-rules.ts";
import { drawLogSettings, readLogSettings } from "../../../src/slack/views/log-settings.ts";

const locked = <T>(value: T) => ({ value, customizable: false });
const free = <T>(value: T) => ({ value, customizable: true });
const number = (index: number) => `+1555${String(2_000_000 + index)}` as E164;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => number(index));

function form(
  rules: LogRules = {},
  own: OwnLogSettings = {},
  by: RuledBy = { kind: "all" },
): LogSettingsForm {
  return {
    crm: "HubSpot",
    contactTypes: [
      { value: "contact", name: "Contact" },
      { value: "lead", name: "Lead" },
    ],
    policies: ruledPolicies([{ by, rules }], own),
    remindWeekly: true,
    isDirect: true,
  };
}

/** As Slack gives back what was drawn, when nothing is changed. */
function untouched(view: ReturnType<typeof drawLogSettings>): { values: Json; inputs: string[] } {
  const entries = view.blocks.flatMap((block) => {
    if (!("element" in block) || block.block_id === undefined) return [];
    const { action_id, initial_value, initial_option } = block.element as {
      action_id: string;
      initial_value?: string;
      initial_option?: object;
    };
    const value = { value: initial_value ?? null, selected_option: initial_option ?? null };
    return [[block.block_id, { [action_id]: value }] as const];
  });
  return { values: Object.fromEntries(entries), inputs: entries.map(([id]) => id) };
}

const read = (drawn: LogSettingsForm) => {
  const { values, inputs } = untouched(drawLogSettings(drawn));
  return readLogSettings(values, inputs);
};
const words = (drawn: LogSettingsForm) => JSON.stringify(drawLogSettings(drawn));

const everything: LogRules = {
  autoLog: locked(false),
  popupAfterFirst: locked(true),
  unknownContact: locked("placeholder"),
  namePrefix: locked("Texter"),
  contactType: locked("lead"),
  severalContacts: locked("earliest"),
  logNotes: locked(false),
  write: locked("once"),
  doNotLog: locked(numbers(2)),
};

describe("the form of the logging settings", () => {
  it.each<[string, LogSettingsForm]>([
    ["nothing set", form()],
    ["everything locked", form(everything, {}, { kind: "line", name: "<!here> *x* `y` ".repeat(5) })],
    [
      "much of everything",
      form(
        { doNotLog: free(numbers(500)), namePrefix: free("x".repeat(80)) },
        { doNotLog: numbers(700).slice(500) },
      ),
    ],
    [
      "many kinds of contact with long names",
      {
        ...form({ contactType: free("t-7") }),
        crm: "x".repeat(60),
        contactTypes: Array.from({ length: 150 }, (_, index) => ({
          value: `t-${index}`,
          name: "y".repeat(100),
        })),
      },
    ],
    ["a kind of contact that is not there", form({ contactType: free("patient") })],
    ["no kinds of contact, and no line", { ...form(), contactTypes: [], isDirect: false }],
  ])("fits into Slack's limits with %s", (_, state) => {
    expect(checkView({ ...drawLogSettings(state) }).messages).toEqual([]);
  });

  it("is read as it stood when nothing is changed", () => {
    expect(read(form({}, { autoLog: false, doNotLog: [number(1)] }))).toEqual({
      typed: {
        autoLog: false,
        popupAfterFirst: false,
        unknownContact: "ask",
        namePrefix: "SMS contact",
        contactType: "contact",
        severalContacts: "ask",
        logNotes: true,
        write: "as_it_grows",
        doNotLog: "+1 555 200 0001",
      },
      remindWeekly: true,
    });
  });

  it.each(["US", "GB", "DE"])("saved untouched in %s keeps every number that stood there", (country) => {
    const uk = Array.from({ length: 199 }, (_, index) => `+447700${900_000 + index}` as E164);
    for (const own of [[number(1)], [...uk, number(2)], numbers(200)]) {
      const policies = ruledPolicies([{ by: { kind: "all" }, rules: {} }], { doNotLog: own });
      const { typed } = read({ ...form(), policies });
      const chosen = chooseLogSettings(typed, policies, {}, { country, usualType: "contact" });
      expect(chosen).toEqual({ own: { doNotLog: own } });
    }
  });

  it("asks nothing that is locked, and says who locked it", () => {
    const drawn = form(everything, { autoLog: true }, { kind: "line", name: "Front desk" });
    expect(read(drawn)).toEqual({ typed: {}, remindWeekly: true });
    expect(words(drawn)).toContain(
      "*Log by itself*  ·  Off\\n:lock: Set by your admin for the line Front desk",
    );
    expect(words(drawn)).toContain("*When it is written*  ·  Once, when the day is over");
    expect(words(drawn)).toContain("*What kind of contact is made*  ·  Lead");
    expect(words(drawn)).toContain("*Numbers that are never logged*  ·  (555) 200-0000, (555) 200-0001");
    expect(words(form(everything))).toContain("Set by your admin for everyone");
  });

  it("names what the company has as the default", () => {
    const drawn = words(form({ write: free("once") }, { write: "as_it_grows" }));
    expect(drawn).toContain("Once, when the day is over (your company’s default)");
    expect(drawn).toContain("Ask me (default)");
    expect(drawn).toContain("Leave it empty for “SMS contact”.");
  });

  it("tells how shared conversations are logged, which is nobody's own to set", () => {
    expect(words(form())).toContain(
      "logged when they are resolved, and after 72 hours of silence in any case",
    );
    const first = { logShared: locked("from_first_message" as const), logOpenAfterHours: locked(0) };
    expect(words(form(first))).toContain("logged from their first message on. That is the same for everyone");
  });

  it("names the numbers that the company keeps out beside one's own", () => {
    const drawn = words(form({ doNotLog: free([number(3)]) }, { doNotLog: [number(4)] }));
    expect(drawn).toContain("Your company keeps out (555) 200-0003 as well.");
    expect(drawn).toContain('"initial_value":"+1 555 200 0004"');
  });
});
