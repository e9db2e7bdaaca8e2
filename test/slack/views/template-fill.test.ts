import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapMark, gapsLeft } from "../../../src/domain/filled-template.ts";
import type { DraftId, EpisodeId, TemplateId, Username } from "../../../src/domain/ids.ts";
import { checkView } from "../../../src/sandbox/slack/block-rules.ts";
import {
  askedFor,
  bodyOf,
  drawTemplateFill,
  errorAtGap,
  type FillState,
  fillState,
  readFill,
} from "../../../src/slack/views/template-fill.ts";
import { hostileText } from "../text/hostile-text.ts";

const words = fc.oneof(hostileText, fc.string({ unit: "grapheme", maxLength: 4_000 }));
const id = fc.stringMatching(/^[\w-]{36}$/);
const gap = fc.record({ name: words, label: words, why: fc.option(words) });
const state: fc.Arbitrary<FillState> = fc.record({
  ids: fc.record({
    episode: id.map((one) => one as EpisodeId),
    template: fc.option(id.map((one) => one as TemplateId)),
    version: fc.option(fc.nat(99)),
    draft: fc.option(id.map((one) => one as DraftId)),
    assignee: fc.option(fc.stringMatching(/^[a-z]{1,60}$/).map((one) => one as Username)),
  }),
  head: fc.option(fc.record({ contact: words, line: fc.constant(null), name: fc.option(words) })),
  filled: fc.record({
    text: words,
    values: fc.array(words, { maxLength: 200 }),
    at: fc.option(fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }).map((seconds) => seconds * 1000)),
    unlessTheyWrite: fc.boolean(),
  }),
  gaps: fc.array(fc.option(gap), { maxLength: 80 }),
  check: fc.record({
    count: fc.constant("3 characters, 1 segment."),
    warnings: fc.array(words, { maxLength: 5 }),
    plain: fc.option(words),
  }),
  turns: fc.dictionary(
    fc.oneof(
      fc.constantFrom("text", "when"),
      fc.integer({ min: 1, max: 80 }).map((index) => `value.${index}`),
    ),
    fc.nat(9),
    { maxKeys: 82 },
  ),
  questions: fc.array(words, { maxLength: 4 }),
  asked: fc.option(fc.stringMatching(/^[\w-]{43}$/)),
});

const form = {
  kind: "form" as const,
  episode: "e" as EpisodeId,
  template: "t" as TemplateId,
  version: 3,
  draft: null,
  assignee: null,
  contact: "Maria Lopez (…9001)",
  line: null,
  name: "Appointment",
  text: `See you ${gapMark({ label: "Day" })} at ${gapMark({ label: "Hour" })}.`,
  gaps: ["Day", "Hour"].map((label) => ({ name: `?${label}`, label, why: null })),
  check: { count: "10 characters, 1 segment.", warnings: [], plain: null },
  at: null,
  unlessTheyWrite: false,
};

type Field = readonly [string, string];
const valuesOf = (fields: readonly Field[]) =>
  Object.fromEntries(fields.map(([block, value]) => [block, { any: { type: "plain_text_input", value } }]));
const readBack = (drawn: FillState, fields: readonly Field[]) =>
  readFill(drawTemplateFill(drawn).private_metadata ?? "", valuesOf(fields));

describe("the form of a filled-in text", () => {
  it("keeps Slack's limits whatever is in it, and carries ids alone", () => {
    fc.assert(
      fc.property(state, (given) => {
        const view = drawTemplateFill(given);
        expect(checkView({ ...view }).messages).toEqual([]);
        expect(view.private_metadata?.length).toBeLessThan(3_000);
      }),
    );
  });

  it("says with what it was drawn", () => {
    fc.assert(
      fc.property(state, (given) => {
        const { ids, turns, asked } = given;
        const read = readFill(drawTemplateFill(given).private_metadata ?? "", {});
        expect({ ...read, filled: null, gapIds: null }).toEqual({
          ids,
          turns: { ...turns },
          asked,
          filled: null,
          gapIds: null,
        });
        expect(read.gapIds).toHaveLength(given.gaps.length);
      }),
    );
    for (const broken of ["", "null", "[1]", '{"gaps":7}', "{"])
      expect(readFill(broken, {})).toMatchObject({ ids: { episode: "", draft: null }, gapIds: [] });
  });

  it("asks for each thing that is missing once, in a field of its own", () => {
    const view = drawTemplateFill(fillState(form));
    const fields = (view.blocks as { block_id?: string; label?: { text: string } }[]).flatMap(
      ({ block_id: block, label }) => (block?.startsWith("value.") ? [[block, label?.text]] : []),
    );
    expect(fields).toEqual([
      ["value.1", "Day"],
      ["value.2", "Hour"],
    ]);
  });

  it("asks right below the words, above when they leave", () => {
    const drawn = drawTemplateFill({ ...fillState(form), questions: ["Ana Reyes has it by now."] });
    const places = drawn.blocks.map((block) => JSON.stringify(block));
    const asked = places.findIndex((block) => block.includes("Ana Reyes has it by now."));
    expect(places[asked - 1]).toContain('"Check"');
    expect(places[asked + 1]).toContain('"When"');
  });

  it("fills what was typed into the text as it stands, in one pass", () => {
    const fields: Field[] = [
      [
        "text:2",
        `Hello! ${gapMark({ label: "Hour" })}, ${gapMark({ label: "Day" })}, ${gapMark({ label: "Hour" })}`,
      ],
      ["value.1", "{{contact.name}}"],
      ["value.2:3", "⟦Day⟧ :tada:"],
    ];
    expect(bodyOf(readBack(fillState(form), fields))).toBe("Hello! [Day] 🎉, {{contact.name}}, [Day] 🎉");
  });

  it("leaves marked what nothing was typed for, and never more than stood there", () => {
    fc.assert(
      fc.property(state, words, (given, typed) => {
        const text = given.gaps.map((one) => gapMark({ label: one?.label ?? "" })).join(" ");
        const read = readBack(given, [
          ["text", text],
          ...given.gaps.map((_, index): Field => [`value.${index + 1}`, typed]),
        ]);
        const left = gapsLeft(bodyOf(read)).length;
        expect(left).toBeLessThanOrEqual(gapsLeft(text).length);
        if (typed.trim() === "") expect(left).toBe(gapsLeft(bodyOf({ ...read, gapIds: [] })).length);
      }),
    );
  });

  it("names its errors at the field of what is missing, and at the text where that has none", () => {
    const read = readBack(fillState(form), [["text", form.text]]);
    const inputs = ["value.1", "value.2:2", "text:2", "when"];
    expect(errorAtGap(inputs, read, "Hour")).toBe("value.2:2");
    expect(errorAtGap(inputs, read, "Day")).toBe("value.1");
    expect(errorAtGap(inputs, read, "Place")).toBe("text:2");
  });

  it("keeps its fields in their places when it is drawn anew, and asks for what came into the text", () => {
    const read = readBack(fillState(form), [
      ["text", `${gapMark({ label: "Hour" })} ${gapMark({ label: "Place" })}`],
    ]);
    const known = [{ name: "?hour", label: "Hour", why: "Why not" }];
    expect(askedFor(read, known)).toEqual([
      null,
      { name: "?hour", label: "Hour", why: "Why not" },
      { name: "Place", label: "Place", why: null },
    ]);
  });
});
