import { describe, expect, it } from "vitest";
import type { TemplateContent } from "../../src/domain/template.ts";
import { changesBetween } from "../../src/domain/template-changes.ts";
import { office } from "../bridge/front-desk.ts";

const then: TemplateContent = {
  scope: { kind: "company" },
  key: "hours",
  name: "Opening hours",
  text: "Until six.",
  literal: false,
};

describe("what changed in a template", () => {
  it.each<[Partial<TemplateContent>, string[]]>([
    [{}, []],
    [{ name: "Hours" }, ["The name was: “Opening hours”. Now: “Hours”."]],
    [{ key: "open" }, ["The key was: hours. Now: open."]],
    [{ literal: true }, ["Braces were: filled in. Now: kept as typed."]],
    [{ scope: { kind: "group", extension: "200" as never } }, ["It was: Company. Now: Front desk."]],
    [{ text: "Until\nseven." }, ["The text was: “Until six.”", "The text now: “Until\nseven.”"]],
  ])("is said: %j", (change, said) => {
    expect(changesBetween(office, then, { ...then, ...change })).toEqual(said);
  });

  it("is shown of a long text from where it begins to differ", () => {
    const long = "x".repeat(900);
    const said = changesBetween(office, { ...then, text: `${long}a` }, { ...then, text: `${long}b` });
    expect(said.map((line) => line.length < 120)).toEqual([true, true]);
    expect(said[1]).toMatch(/^The text now: “…x+b”$/);
  });
});
