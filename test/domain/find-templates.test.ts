import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findTemplates,
  nearestTemplates,
  templateByKey,
  templatesMeant,
} from "../../src/domain/find-templates.ts";

const one = (key: string, name: string, text: string, uses = 0) => ({ key, name, text, uses });

const offered = [
  one("hours", "Opening hours", "We are open until six."),
  one("opening-hours-cafe", "Café", "The café is open until ten.", 3),
  one("late", "Running late", "We are late: our hours are full.", 9),
  one("way", "How to find us", "Second floor. Our café is downstairs.", 1),
  one("parking", "Parking", "Behind the house."),
];
const keys = (words: string) => findTemplates(offered, words).map(({ key }) => key);

describe("templates that are looked for", () => {
  it.each([
    ["hours", ["hours", "opening-hours-cafe", "late"]],
    ["HOURS", ["hours", "opening-hours-cafe", "late"]],
    ["!hours", ["hours", "opening-hours-cafe", "late"]],
    ["hou", ["opening-hours-cafe", "hours", "late", "parking"]],
    ["opening hours", ["hours", "opening-hours-cafe"]],
    ["opening-hours", ["hours", "opening-hours-cafe"]],
    ["cafe", ["opening-hours-cafe", "way"]],
    ["Café", ["opening-hours-cafe", "way"]],
    ["CAFÉ downstairs", ["way"]],
    ["late hours", ["late"]],
    ["arking", ["parking"]],
    ["nothing", []],
  ])("%j are in key, name and text, in this order", (words, expected) => {
    expect(keys(words)).toEqual(expected);
  });

  it.each(["", "  ", "!", "?"])(
    "are all of them where no word is typed: %j, the most used first, then by name",
    (words) => {
      expect(keys(words)).toEqual(["late", "opening-hours-cafe", "way", "hours", "parking"]);
    },
  );

  const anyTemplate = fc.record({
    key: fc.stringMatching(/^[a-z0-9-]{2,32}$/),
    name: fc.string({ unit: "grapheme", maxLength: 30 }),
    text: fc.string({ unit: "grapheme", maxLength: 60 }),
    uses: fc.nat(3),
  });
  const anyTemplates = fc.uniqueArray(anyTemplate, { selector: ({ key }) => key, maxLength: 20 });

  it("are some of those that are offered, each once, whatever is typed and in whatever order they come", () => {
    fc.assert(
      fc.property(anyTemplates, fc.string({ unit: "binary", maxLength: 20 }), (templates, words) => {
        const found = findTemplates(templates, words);
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((template) => templates.includes(template))).toBe(true);
        const namesOf = (list: readonly { readonly key: string }[]) => list.map(({ key }) => key);
        expect(namesOf(findTemplates([...templates].reverse(), words))).toEqual(namesOf(found));
      }),
    );
  });

  it("include each one by its key, first, and by its name", () => {
    fc.assert(
      fc.property(anyTemplates, (templates) => {
        for (const template of templates) {
          expect(findTemplates(templates, template.name)).toContain(template);
          const isPlain = /[a-z0-9]/.test(template.key);
          if (isPlain) expect(findTemplates(templates, template.key)).toContain(template);
        }
      }),
    );
  });
});

describe("one that is called by its key", () => {
  it.each([
    ["hours", "hours"],
    [" Hours ", "hours"],
    ["!hours", "hours"],
    ["opening hours cafe", "opening-hours-cafe"],
    ["hour", null],
    ["", null],
  ])("%j is %j", (typed, key) => {
    expect(templateByKey(offered, typed)?.key ?? null).toBe(key);
  });
});

describe("what is meant by words", () => {
  it.each([
    ["hours", ["hours"]],
    ["!Hours", ["hours"]],
    ["parking", ["parking"]],
    ["park", ["parking"]],
    ["find us", ["way"]],
    ["running late", ["late"]],
  ])("%j is one template", (words, [key]) => {
    expect(templatesMeant(offered, words)).toEqual({
      kind: "one",
      template: offered.find((one) => one.key === key),
    });
  });

  it.each([
    ["opening", ["opening-hours-cafe", "hours"]],
    ["downstairs", ["way"]],
    ["open until", ["opening-hours-cafe", "hours"]],
  ])("%j are some", (words, expected) => {
    const meant = templatesMeant(offered, words);
    expect(meant.kind === "some" && meant.templates.map(({ key }) => key)).toEqual(expected);
  });

  it("is nothing where no template has them", () => {
    expect(templatesMeant(offered, "huors")).toEqual({ kind: "none" });
    expect(templatesMeant([], "hours")).toEqual({ kind: "none" });
  });
});

describe("those nearest to a word that fits none", () => {
  it.each([
    ["huors", ["hours", "opening-hours-cafe"]],
    ["!parkign", ["parking"]],
    ["lte", ["late"]],
    ["runing", ["late"]],
  ])("%j", (word, expected) => {
    expect(nearestTemplates(offered, word, 3).map(({ key }) => key)).toEqual(expected);
  });

  it("are there, whatever was typed, as many as are asked for at most", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 4 }), (word, count) => {
        const near = nearestTemplates(offered, word, count);
        expect(near.length).toBeGreaterThan(0);
        expect(near.length).toBeLessThanOrEqual(count);
      }),
    );
    expect(nearestTemplates([], "hours", 3)).toEqual([]);
  });
});
