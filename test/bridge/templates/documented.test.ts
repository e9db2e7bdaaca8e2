import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { factsOfContact } from "../../../src/bridge/template-library/template-facts.ts";
import type { Directory, Member } from "../../../src/domain/directory.ts";
import type { E164 } from "../../../src/domain/ids.ts";
import { textProblem } from "../../../src/domain/template-problem.ts";
import { fillTemplate } from "../../../src/domain/template-text.ts";
import { variableNames } from "../../../src/domain/template-variables.ts";
import { maria, office } from "../front-desk.ts";

const document = readFileSync(new URL("../../../docs/templates.md", import.meta.url), "utf8");
const rows = [...document.matchAll(/^\| `(\{\{[^`]*\}\})` +\|[^|]*\| `([^`]*)` +\|$/gm)].map(
  ([, written = "", example = ""]) => [written, example] as const,
);

const directory: Directory = {
  ...office,
  contacts: [{ number: maria as string as E164, name: "Maria Lopez", company: "Lopez Bakery" }],
  links: [{ name: "map", url: "https://example.com/map" }],
};
const [ana] = office.members as [Member];
const [line = null] = office.lines;
const facts = factsOfContact(directory, {
  member: { ...ana, name: "Ana Ruiz" },
  line,
  at: Date.parse("2026-11-27T04:30:00Z"),
  contact: null,
  address: maria,
});

it("the document names every variable", () => {
  const names = rows.map(([written]) => written.slice(2, -2));
  expect(names).toEqual([...variableNames, "link.map", "?appointment day"]);
});

it.each(rows)("%s becomes %s, as the document says", (text, example) => {
  const asked = new Map([...facts.values, ["?appointment day", "Monday"]]);
  expect(fillTemplate({ text, literal: false }, { ...facts, values: asked }).text).toBe(example);
});

it("the document's first template becomes what it says", () => {
  const [template = "", filled = ""] = [...document.matchAll(/^> (.*)$/gm)].map(([, words = ""]) => words);
  expect(textProblem({ text: template, literal: false }, ["map"])).toBeNull();
  expect(fillTemplate({ text: template, literal: false }, facts).text).toBe(filled);
});
