import { describe, expect, it } from "vitest";
import type { Directory, Member } from "../../src/domain/directory.ts";
import { exampleFacts } from "../../src/domain/example-facts.ts";
import type { E164, Extension, SlackUserId, Username } from "../../src/domain/ids.ts";
import { fillTemplate } from "../../src/domain/template-text.ts";
import { variableNames } from "../../src/domain/template-variables.ts";

const empty: Directory = {
  timeZone: "America/New_York",
  customerWord: "customer",
  lines: [],
  members: [],
  groups: [],
  contacts: [],
};
const ana: Member = {
  username: "ana" as Username,
  extension: "102" as Extension,
  slack: { kind: "id", id: "U0ANA" as SlackUserId },
  role: "manager",
  name: "Ana Ruiz",
};
const line = {
  number: "+15550100001" as E164,
  name: "Front desk",
  carrier: "twilio",
  preview: "full",
} as const;
const at = Date.parse("2026-11-27T03:05:00Z");

describe("an example", () => {
  it("has something for every variable, in any directory", () => {
    const text = variableNames.map((name) => `{{${name}}}`).join("; ");
    const { gaps } = fillTemplate({ text, literal: false }, exampleFacts(empty, { member: null, at }));
    expect(gaps).toEqual([]);
  });

  it("is of who would send it, from where, by the clock there", () => {
    const text =
      "{{contact.first_name}}: {{agent.first_name}}, {{agent.extension}}, {{line.name}}, {{today}}, {{time}}";
    const facts = exampleFacts({ ...empty, lines: [line] }, { member: ana, at });
    expect(fillTemplate({ text, literal: false }, facts).text).toBe(
      "Maria: Ana, 102, Front desk, November 26, 2026, 10:05 PM",
    );
  });
});
