import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapMark, gapsLeft } from "../../src/domain/filled-template.ts";
import { normalizeText, textLength } from "../../src/domain/plain-text.ts";
import { segmentsOf } from "../../src/domain/segments.ts";
import { askedIn, fillTemplate, type TemplateFacts, withAnswers } from "../../src/domain/template-text.ts";
import { variableNames } from "../../src/domain/template-variables.ts";

const known = {
  "contact.name": "Maria Lopez",
  "contact.first_name": "Maria",
  "agent.name": "Ana Ruiz",
  "line.name": "Front desk",
  today: "November 26, 2026",
  "link.booking": "https://example.com/book",
};

function factsOf(values: Readonly<Record<string, string>>, why: Record<string, string> = {}): TemplateFacts {
  return { values: new Map(Object.entries(values)), why: new Map(Object.entries(why)) };
}

const fill = (text: string, values: Readonly<Record<string, string>> = known, literal = false) =>
  fillTemplate({ text, literal }, factsOf(values));

describe("a template", () => {
  it.each<[string, string]>([
    ["Hi {{contact.first_name}}, this is {{agent.name}}.", "Hi Maria, this is Ana Ruiz."],
    ["{{ Contact . First_Name }}{{TODAY}}", "MariaNovember 26, 2026"],
    ["{{\ncontact.name\n}}", "Maria Lopez"],
    ["Book: {{link.booking}}", "Book: https://example.com/book"],
    ["Book: {{Link.Booking}}", "Book: https://example.com/book"],
    ["{{contact.company|}}.", "."],
    ["{{contact.company| your  company }}.", "your company."],
    ["{{contact.company|a|b}}", "a|b"],
    ["{{contact.first_name|there}}", "Maria"],
    ["{{?day|tomorrow}}", "tomorrow"],
    ["\\{{today}}", "{{today}}"],
    ["\\{{today}} {{today}}", "{{today}} November 26, 2026"],
    ["\\\\{{today}}", "\\{{today}}"],
    ["{{{today}}}", "{November 26, 2026}"],
    // What is refused when it is saved is words where it stands nevertheless.
    ["{{today", "{{today"],
    ["today}}", "today}}"],
    ["{{}} {{ }} {{|x}} {{?}} {{ ? |x}}", "{{}} {{ }} {{|x}} {{?}} {{ ? |x}}"],
    ["{{a{{today}}b}}", "{{aNovember 26, 2026b}}"],
    ["⟦Name⟧", "[Name]"],
  ])("%j becomes %j", (text, expected) => {
    expect(fill(text)).toEqual({ text: expected, gaps: [] });
  });

  it("shows what is missing in plain words, each once", () => {
    const { text, gaps } = fillTemplate(
      {
        text: "{{contact.first_name}}, {{?appointment day}}? {{? Appointment  DAY }}! {{link.map}} {{odd}}",
        literal: false,
      },
      factsOf({}, { "contact.first_name": "Several people use this number." }),
    );
    expect(text).toBe("⟦Contact’s first name⟧, ⟦Appointment day⟧? ⟦Appointment day⟧! ⟦Link map⟧ ⟦odd⟧");
    expect(gaps).toEqual([
      {
        name: "contact.first_name",
        label: "Contact’s first name",
        why: "Several people use this number.",
      },
      { name: "?appointment day", label: "Appointment day", why: null },
      { name: "link.map", label: "Link map", why: "The directory has no link of this name." },
      { name: "odd", label: "odd", why: "There is no variable of this name." },
    ]);
  });

  it("has a gap of its own words for every variable", () => {
    const { gaps } = fill(variableNames.map((name) => `{{${name}}}`).join(" "), {});
    expect(gaps.map(({ name }) => name)).toEqual(variableNames);
    expect(new Set(gaps.map(({ label }) => label)).size).toBe(variableNames.length);
    for (const { label, why } of gaps) {
      expect(label).toMatch(/^[A-Z][a-z’ ]+$/);
      expect(why).toBeNull();
    }
  });

  it("fills in what it asks for by the name of its gap", () => {
    const text = "On {{?Appointment day}}, {{?appointment day}}.";
    expect(askedIn({ text: `${text} {{contact.name}} {{?room|1}}`, literal: false })).toEqual([
      { name: "?appointment day", label: "Appointment day", why: null },
    ]);
    expect(fill(text, { "?appointment day": "Monday" })).toEqual({ text: "On Monday, Monday.", gaps: [] });
  });

  it("calls two gaps by two labels, whatever is asked for", () => {
    const text = "{{contact.name}} {{?contact’s name}} {{link.map}} {{?Link map}} {{?contact’s name}}";
    const { text: filled, gaps } = fill(text, {});
    expect(filled).toBe("⟦Contact’s name⟧ ⟦Contact’s name?⟧ ⟦Link map⟧ ⟦Link map?⟧ ⟦Contact’s name?⟧");
    expect(gaps).toHaveLength(4);
    expect(askedIn({ text, literal: false }).map(({ name }) => name)).toEqual([
      "?contact’s name",
      "?link map",
    ]);
  });

  it("takes a value that shows nothing for none", () => {
    expect(fill("{{contact.name}}", { "contact.name": " \u200b\n" }).gaps).toHaveLength(1);
    expect(fill("{{contact.name|you}}", { "contact.name": "\u202e" }).text).toBe("you");
  });

  it("puts a value in as one line that shows what it is", () => {
    expect(fill("{{contact.name}}!", { "contact.name": " Ma\u202eria\r\n Lo\u0000pez ⟦x⟧ " }).text).toBe(
      "Maria Lopez [x]!",
    );
  });

  it("that is literal stays as typed", () => {
    const text = "{{today}} \\{{ {{?day}} }} {{";
    expect(fill(text, known, true)).toEqual({ text, gaps: [] });
    expect(askedIn({ text, literal: true })).toEqual([]);
  });
});

const pieces = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "{{",
      "}}",
      "{",
      "}",
      "\\",
      "\\{{",
      "|",
      "?",
      "⟦",
      "⟧",
      "\n",
      "e",
      "\u0301",
      "\ud83d",
      "{{today}}",
      "{{contact.name}}",
      "{{contact.first_name|there}}",
      "{{contact.company|}}",
      "{{?day}}",
      "{{?contact’s name}}",
      "{{link.booking}}",
      "{{odd}}",
      "⟦Contact’s name⟧",
      "$&",
      "$1",
    ),
  },
);
const anyText = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));
const names = [...variableNames, "link.booking", "?day", "odd"];
const anyValues = fc.dictionary(fc.constantFrom(...names), anyText, { noNullPrototype: true });

describe("a text with what was said to what it asks", () => {
  it("says that, and all else as it was written", () => {
    const text = "Hi {{ contact.name|you }}, {{?When}}, {{? who }} {{?why|never}} \\{{?when}} {{}}";
    expect(withAnswers(text, { "?when": "today", "?who": " ", "?why": "{{today}}" })).toBe(
      "Hi {{ contact.name|you }}, today, {{? who }} {{today}} \\{{?when}} {{}}",
    );
  });
});

describe("any template with any values", () => {
  it("is filled in without failing, and the length that is counted is the length that is sent", () => {
    fc.assert(
      fc.property(anyText, anyValues, fc.boolean(), (text, values, literal) => {
        const filled = fill(text, values, literal);
        const sent = normalizeText(filled.text);
        expect(textLength(filled.text)).toBe(sent.length);
        expect(textLength(sent)).toBe(sent.length);
        expect(segmentsOf(filled.text).characters).toBe(sent.length);
      }),
      { numRuns: 500 },
    );
  });

  it("has the gaps that it names, and no value makes one", () => {
    fc.assert(
      fc.property(anyText, anyValues, (text, values) => {
        const { text: filled, gaps } = fill(text, values);
        expect(gapsLeft(filled)).toEqual(gaps.map((gap) => gapMark(gap)));
        const all = Object.fromEntries(gaps.map(({ name }) => [name, "⟦Contact’s name⟧ {{today}}"]));
        expect(gapsLeft(fill(text, { ...values, ...all }).text)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("has nothing filled in that stands in a value", () => {
    fc.assert(
      fc.property(anyText, anyValues, (text, values) => {
        const braces = Object.fromEntries(names.map((name) => [name, `{{${name}}}{{?x}}`]));
        const marked = fill(text, { ...values, ...braces, today: "THE DAY" });
        const expected = fill(
          text,
          Object.fromEntries([...Object.keys(braces).map((name) => [name, "VALUE"]), ["today", "THE DAY"]]),
        );
        expect(marked.text.split("THE DAY").length).toBe(expected.text.split("THE DAY").length);
        expect(marked.gaps).toEqual(expected.gaps);
      }),
    );
  });

  it("changes nothing where there is no variable, however often it is filled in", () => {
    const plain = anyText.map((text) => text.replace(/[⟦⟧]/gu, "").replaceAll("{{", "{ "));
    fc.assert(
      fc.property(plain, anyValues, (text, values) => {
        expect(fill(text, values)).toEqual({ text, gaps: [] });
      }),
    );
  });

  it("stays as typed where it is literal", () => {
    const unmarked = anyText.map((text) => text.replace(/[⟦⟧]/gu, ""));
    fc.assert(
      fc.property(unmarked, anyValues, (text, values) => {
        expect(fill(text, values, true)).toEqual({ text, gaps: [] });
      }),
    );
  });
});
