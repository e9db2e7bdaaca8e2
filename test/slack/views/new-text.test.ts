import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostAsked } from "../../../src/bridge/new-text/template-in-form.ts";
import type { E164, MessageId, TemplateId } from "../../../src/domain/ids.ts";
import { checkView } from "../../../src/sandbox/slack/block-rules.ts";
import { drawEditText, readEditText } from "../../../src/slack/views/edit-text.ts";
import { blockId, errorAt, fieldIn, replaced } from "../../../src/slack/views/form-fields.ts";
import {
  drawNewText,
  type NewTextState,
  readFilled,
  readNewTextMetadata,
} from "../../../src/slack/views/new-text.ts";
import { noTemplate } from "../../../src/slack/views/template-field.ts";
import { hostileText } from "../text/hostile-text.ts";

const words = fc.oneof(hostileText, fc.string({ unit: "grapheme", maxLength: 4_000 }));
const option = fc.record({ value: fc.string({ minLength: 1, maxLength: 75 }), label: words });
const lineOption = fc.record({
  number: fc.integer({ min: 1, max: 999_999 }).map((digits) => `+1555${digits}` as E164),
  label: words,
});
const turns = fc.dictionary(fc.constantFrom("text", "when", "recipients"), fc.nat(9));
const check = fc.option(
  fc.record({
    count: fc.constant("3 characters, 1 segment."),
    warnings: fc.array(words, { maxLength: 5 }),
    plain: fc.option(words),
  }),
);
const state: fc.Arbitrary<NewTextState> = fc.record({
  form: fc.record({
    lines: fc.uniqueArray(lineOption, { maxLength: 5, selector: ({ number }) => number }),
  }),
  filled: fc.record({
    to: fc.uniqueArray(option, { maxLength: 12, selector: ({ value }) => value }),
    line: fc.constant(null),
    chosen: fc.option(option),
    typed: words,
    answers: fc.array(words, { maxLength: 3 }),
    at: fc.option(fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }).map((seconds) => seconds * 1000)),
    unlessTheyWrite: fc.boolean(),
  }),
  template: fc.record({
    standing: fc.option(
      fc.record({ id: fc.uuid().map((id) => id as TemplateId), version: fc.integer({ min: 1, max: 999 }) }),
    ),
    words: fc.option(words),
    isOffered: fc.boolean(),
    asks: fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[\w-]{10}$/), label: words }), {
      maxLength: mostAsked,
      selector: ({ id }) => id,
    }),
    reads: fc.option(words),
  }),
  check,
  turns,
  questions: fc.array(words, { maxLength: 4 }),
  asked: fc.option(fc.stringMatching(/^[\w-]{43}$/)),
});

const blocksOf = (view: { readonly blocks: unknown }) =>
  view.blocks as { block_id?: string; type: string; element?: object }[];
const idsOf = (view: { readonly blocks: unknown }) => blocksOf(view).flatMap(({ block_id: id }) => id ?? []);

describe("the form of a new text", () => {
  it("keeps Slack's limits whatever is in it", () => {
    fc.assert(
      fc.property(state, (given) => {
        const view = drawNewText(given);
        expect(checkView({ ...view }).messages).toEqual([]);
        expect(view.private_metadata?.length).toBeLessThan(3_000);
      }),
    );
  });

  it("says with what it was drawn", () => {
    fc.assert(
      fc.property(state, (given) => {
        const { turns, asked, form, template } = given;
        const [only, ...others] = form.lines;
        expect(readNewTextMetadata(drawNewText(given).private_metadata ?? "")).toEqual({
          turns: { ...turns },
          asked,
          standing: template.standing && { ...template.standing },
          asks: template.asks.map(({ id }) => id),
          onlyLine: others.length === 0 ? (only?.number ?? null) : null,
        });
      }),
    );
    for (const broken of ["", "null", "[1]", '{"turns":{"text":"x"}}', "{"])
      expect(readNewTextMetadata(broken)).toEqual({
        turns: {},
        asked: null,
        standing: null,
        asks: [],
        onlyLine: null,
      });
  });

  const plain: NewTextState = {
    form: { lines: [] },
    filled: {
      to: [],
      line: null,
      chosen: null,
      typed: "",
      answers: [],
      at: null,
      unlessTheyWrite: false,
    },
    template: noTemplate,
    check: null,
    turns: {},
    questions: [],
    asked: null,
  };
  const twoLines = [1, 2].map((digit) => ({ number: `+1555010000${digit}` as E164, label: `Line ${digit}` }));

  it("asks for the line only where there are several, and chooses the first where none was", () => {
    expect(idsOf(drawNewText(plain))).not.toContain("line");
    expect(idsOf(drawNewText({ ...plain, form: { lines: twoLines.slice(0, 1) } }))).not.toContain("line");
    const several = drawNewText({ ...plain, form: { lines: twoLines } });
    expect(idsOf(several)).toEqual(expect.arrayContaining(["recipients", "line", "text", "when"]));
    expect(JSON.stringify(several)).toContain('"initial_option":{"value":"+15550100001"');
  });

  it("has a field for each thing that its template asks, each anew where others are asked", () => {
    const asks = ["day", "place"].map((id) => ({ id, label: id }));
    const asking = { ...plain, template: { ...noTemplate, asks } };
    expect(idsOf(drawNewText(plain))).toContain("template");
    expect(idsOf(drawNewText(asking))).toEqual(expect.arrayContaining(["value.1", "value.2"]));
    const anew = drawNewText({ ...asking, turns: replaced({}, "value") });
    expect(idsOf(anew)).toEqual(expect.arrayContaining(["value.1:2", "value.2:2"]));
  });

  it("gives a field that is replaced another id, by which it is still found", () => {
    const turned = replaced(replaced({}, "text"), "text");
    expect(idsOf(drawNewText({ ...plain, turns: replaced({}, "text") }))).toContain("text:2");
    expect([blockId("text", {}), blockId("text", turned), blockId("when", turned)]).toEqual([
      "text",
      "text:3",
      "when",
    ]);
    expect(fieldIn({ "text:3": { text: { value: "Hi" } } }, "text")).toEqual({ value: "Hi" });
    expect(errorAt(["recipients", "text:3"], "text")).toBe("text:3");
    expect(errorAt(["recipients", "text"], "line")).toBe("recipients");
  });

  it("asks right below the words, above when they leave", () => {
    const drawn = drawNewText({ ...plain, questions: ["3 people get it."] });
    const places = drawn.blocks.map((block) => JSON.stringify(block));
    const asked = places.findIndex((block) => block.includes("3 people get it."));
    expect(places[asked - 1]).toContain('"Check"');
    expect(places[asked + 1]).toContain('"When"');
  });

  it("is read as Slack writes it", () => {
    const values = {
      recipients: {
        "text.recipients": {
          selected_options: [{ value: "number:+15550199001", text: { type: "plain_text", text: "Maria" } }],
        },
      },
      line: { line: { selected_option: { value: "+15550100002" } } },
      template: {
        "text.template": { selected_option: { value: "t1", text: { type: "plain_text", text: "Hours" } } },
      },
      "text:2": { text: { value: "Hi" } },
      "value.1:2": { value: { value: "Monday" } },
      "value.2:2": { value: { value: null } },
      when: { when: { selected_date_time: 1_800_000_000 } },
      unless: { unless: { selected_options: [{ value: "unless" }] } },
    };
    expect(readFilled(values)).toEqual({
      to: [{ value: "number:+15550199001", label: "Maria" }],
      line: "+15550100002",
      chosen: { value: "t1", label: "Hours" },
      typed: "Hi",
      answers: ["Monday", ""],
      at: 1_800_000_000_000,
      unlessTheyWrite: true,
    });
    expect(readFilled({})).toEqual(plain.filled);
  });
});

describe("the form that changes a text", () => {
  it("keeps Slack's limits, and says with what it was drawn", () => {
    fc.assert(
      fc.property(words, check, turns, fc.array(words), (typed, found, turned, questions) => {
        const drawn = {
          message: "m1" as MessageId,
          line: null,
          turns: { ...turned },
          asked: null,
        };
        const view = drawEditText(drawn, typed, {
          to: "Maria",
          questions,
          ...(found === null ? {} : { check: found }),
        });
        expect(checkView({ ...view }).messages).toEqual([]);
        expect(readEditText(view.private_metadata ?? "")).toEqual(drawn);
      }),
    );
  });
});
