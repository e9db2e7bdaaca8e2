import { describe, expect, it } from "vitest";
import {
  type FilledFor,
  fillingProblem,
  fillingProblemOfOne,
  notFilledWords,
} from "../../src/domain/list-filling.ts";
import { fillTemplate } from "../../src/domain/template-text.ts";

const filled = (text: string, values: Record<string, string>, why: Record<string, string> = {}) =>
  fillTemplate(
    { text, literal: false },
    { values: new Map(Object.entries(values)), why: new Map(Object.entries(why)) },
  );
const of = (who: string, template: string, values: Record<string, string> = {}, more = {}): FilledFor => ({
  who,
  filled: filled(template, values),
  most: 20,
  leaves: true,
  ...more,
});
const hi = "Hi {{contact.first_name}}";
const maria = of("Maria Lopez (…9001)", hi, { "contact.first_name": "Maria" });

describe("a template that goes to many", () => {
  it("is right where each gets it whole", () => {
    expect(fillingProblem([maria, of("Noel", "Hi {{contact.first_name|there}}")])).toBeNull();
    expect(fillingProblem([])).toBeNull();
  });

  it("names those for whom something of theirs is not known, and what helps", () => {
    expect(fillingProblem([maria, of("Noel Park", hi), of("(555) 019-9002", hi)])).toEqual({
      field: "recipients",
      sentence:
        "The template needs their first name, which is not known for: Noel Park, (555) 019-9002. Give it a fallback, {{contact.first_name|there}}, or take them out.",
    });
  });

  it("names what is missing one by one, and why where that is so for all", () => {
    const shared = (who: string, why = "Several people use this number.") => ({
      ...of(who, hi),
      filled: filled(hi, {}, { "contact.first_name": why }),
    });
    const both = fillingProblem([shared("Front door"), shared("Gate"), of("Noel", "{{contact.company}}")]);
    expect(both?.sentence).toBe(
      "The template needs their first name, which is not known for: Front door, Gate. Several people use this number. The template needs their company, which is not known for: Noel. Give it a fallback, {{contact.first_name|there}}, or take them out.",
    );
    const others = fillingProblem([shared("Front door"), shared("Bakery", "“Bakery” does not say it.")]);
    expect(others?.sentence).toContain("for: Front door, Bakery. Give it");
  });

  it("names no more people than fit", () => {
    const many = Array.from({ length: 13 }, (_, index) => of(`No ${index}`, hi));
    expect(fillingProblem(many)?.sentence).toContain("No 9 and 3 more.");
  });

  it.each([
    ["{{agent.extension}}", "your extension, which is not known"],
    ["{{line.name}}", "the line’s name, which is not known"],
    ["{{link.map}}", "“Link map”, which is not known. The directory has no link of this name."],
    ["{{?day}}", "“Day” is missing"],
  ])("says at its text what is missing for all of them: %s", (text, words) => {
    const found = fillingProblem([of("Maria", text), of("Noel", text)]);
    expect(found).toMatchObject({ field: "text", sentence: expect.stringContaining(words) });
    expect(found?.sentence).not.toContain("Maria");
  });

  it("names for whom it is too long once it is filled in, by their own limit", () => {
    const long = of("Maximiliana", hi, { "contact.first_name": "x".repeat(30) });
    expect(fillingProblem([maria, long])).toEqual({
      field: "text",
      sentence:
        "Filled in, it is too long for: Maximiliana (33 characters). It can have 20 characters. Make it shorter.",
    });
    expect(fillingProblem([maria, { ...long, most: 3_000 }])).toBeNull();
  });

  it("never becomes a note, or nothing, by what is filled in", () => {
    const note = of("Noel", "{{?how}} call her", { "?how": "--" });
    expect(fillingProblem([note])?.sentence).toContain("like a note to the team");
    expect(fillingProblem([{ ...note, leaves: false }])).toBeNull();
    expect(fillingProblem([of("Noel", "{{contact.company|}}")])?.sentence).toContain("Nothing is left");
  });
});

describe("a template that goes to one", () => {
  it("says what is missing, and that it can be written by hand", () => {
    expect(fillingProblemOfOne(filled(hi, {}))).toBe(
      "The template needs their first name, which is not known. Give it a fallback, {{contact.first_name|there}}, or write it yourself.",
    );
    expect(fillingProblemOfOne(filled("{{agent.extension}}", {}))).toContain("your extension");
    expect(fillingProblemOfOne(maria.filled)).toBeNull();
  });

  it("that misses something only by the time it is written says so in a few words", () => {
    expect(notFilledWords(filled(hi, {}))).toBe(
      "the template needs their first name, which is not known any more",
    );
    expect(notFilledWords(maria.filled)).toBeNull();
  });
});
