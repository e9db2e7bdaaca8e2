import { describe, expect, it } from "vitest";
import type { TemplateId, Username } from "../../src/domain/ids.ts";
import type { Template } from "../../src/domain/template.ts";
import {
  owedThere,
  type Sides,
  stepsHere,
  type TemplateLink,
  type TheirTemplate,
} from "../../src/domain/template-sync.ts";

const ours = (change: Partial<Template> = {}): Template => ({
  ...{ id: "t" as TemplateId, scope: { kind: "company" }, key: "hours", name: "Hours", text: "Until six" },
  ...{ literal: false, origin: "own", remoteId: null, version: 1, createdAt: 1, changedAt: 100 },
  ...{ changedBy: "ana" as Username, deletedAt: null, ...change },
});
const theirs = (change: Partial<TheirTemplate> = {}): TheirTemplate => {
  const one = { id: "7", name: "Hours", text: "Until six", changedAt: null, ...change };
  return { digest: `${one.name} ${one.text}`, ...one };
};
const link = (change: Partial<TemplateLink> = {}): TemplateLink => ({
  ...{ theirs: "7", templateId: "t" as TemplateId, version: 1, digest: "Hours Until six" },
  ...change,
});

const changed = { version: 2, text: "Until seven" };
const elsewhere = { text: "Until eight" };
const variable = { version: 2, text: "Until {{time}}" };
const deleted = { version: 2, deletedAt: 200 };
const moved = { version: 2, scope: { kind: "group", extension: "200" as never } } as const;

type Case = readonly [what: string, sides: Partial<Sides>, here: readonly string[], there: readonly string[]];

describe("of one on both sides", () => {
  const linked = (one: Partial<Template>, other: Partial<TheirTemplate> | null, lookedAt = 50) => ({
    ours: [ours(one)],
    theirs: other === null ? [] : [theirs(other)],
    links: [link()],
    lookedAt,
  });
  it.each<Case>([
    ["nothing is new", linked({}, {}), [], []],
    ["ours is changed", linked(changed, {}), [], ["update"]],
    ["of ours only the key is another", linked({ version: 2, key: "open" }, {}), ["link"], ["update"]],
    ["theirs is changed", linked({}, elsewhere), ["take"], []],
    ["both are, to the same", linked(changed, { text: "Until seven" }), ["link"], ["update"]],
    ["both are, ours since the last look", linked(changed, elsewhere, 50), ["keep"], ["update"]],
    ["both are, ours before the last look", linked(changed, elsewhere, 150), ["take"], ["update"]],
    ["both are, theirs later", linked(changed, { ...elsewhere, changedAt: 101 }), ["take"], ["update"]],
    ["both are, theirs earlier", linked(changed, { ...elsewhere, changedAt: 99 }, 150), ["keep"], ["update"]],
    ["ours got variables", linked(variable, {}), [], []],
    ["ours got variables, theirs is changed", linked(variable, elsewhere), ["bring"], []],
    ["ours is deleted", linked(deleted, {}), [], ["remove"]],
    ["ours is deleted, theirs is changed", linked(deleted, elsewhere), ["take"], []],
    ["ours is a group's now", linked(moved, {}), [], ["remove"]],
    ["ours is a group's now, theirs is changed", linked(moved, elsewhere), ["bring"], []],
    ["theirs is deleted", linked({}, null), ["delete"], []],
    ["theirs is deleted, ours is changed", linked(changed, null), ["forget"], []],
    ["both are deleted", linked(deleted, null), ["forget"], []],
    ["theirs says nothing any more", linked({}, { text: " " }), [], []],
    ["theirs says nothing, ours is changed", linked(changed, { text: " " }), [], ["update"]],
    ["theirs is there anew under another id", linked({}, { id: "8" }), ["forget", "link"], []],
  ])("where %s", (_, change, here, there) => {
    const sides = { ...linked({}, {}), ...change };
    expect(stepsHere(sides).map(({ kind }) => kind)).toEqual(here);
    // As it would be without the steps here: what these leave is owed after them.
    expect(owedThere(sides).map(({ kind }) => kind)).toEqual(there);
  });
});

describe("of one on one side", () => {
  const alone = (change: Partial<Sides>): Sides => ({
    ...{ ours: [], theirs: [], links: [], lookedAt: null },
    ...change,
  });
  it.each<Case>([
    ["ours goes there", { ours: [ours()] }, [], ["create"]],
    ["ours with variables does not", { ours: [ours(variable)] }, [], []],
    ["a file's does as well", { ours: [ours({ changedBy: null })] }, [], ["create"]],
    ["a deleted one does not", { ours: [ours(deleted)] }, [], []],
    ["theirs comes here", { theirs: [theirs()] }, ["bring"], []],
    ["what says nothing does not", { theirs: [theirs({ text: "" })] }, [], []],
    ["the same on both is joined", { ours: [ours()], theirs: [theirs()] }, ["link"], ["create"]],
    [
      "of one name, other words: ours stands",
      { ours: [ours(changed)], theirs: [theirs()] },
      ["keep"],
      ["create"],
    ],
    [
      "of one name, theirs is known to be newer",
      { ours: [ours(changed)], theirs: [theirs({ changedAt: 101 })] },
      ["take"],
      ["create"],
    ],
    [
      "of one name at a glance, the very name is meant first",
      { ours: [ours()], theirs: [theirs({ id: "8", name: "HOURS" }), theirs()] },
      ["link", "bring"],
      ["create"],
    ],
    ["one with variables is not joined", { ours: [ours(variable)], theirs: [theirs()] }, ["bring"], []],
  ])("%s", (_, change, here, there) => {
    const sides = alone(change);
    expect(stepsHere(sides).map(({ kind }) => kind)).toEqual(here);
    expect(owedThere(sides).map(({ kind }) => kind)).toEqual(there);
  });
});
