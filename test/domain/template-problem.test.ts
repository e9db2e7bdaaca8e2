import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textProblem } from "../../src/domain/template-problem.ts";
import { fillTemplate } from "../../src/domain/template-text.ts";
import { variableNames } from "../../src/domain/template-variables.ts";

const links = ["booking", "map"];
const problemOf = (text: string, literal = false, linkNames = links) =>
  textProblem({ text, literal }, linkNames);

describe("a template's text", () => {
  it.each([
    "",
    "Hi {{contact.first_name|there}}, {{?appointment day}}? {{ Link.Map }} {{contact.company|}}",
    variableNames.map((name) => `{{${name}}}`).join(""),
    "\\{{today}} and { one } {brace}",
    "\\{{a}} \\{{b}}",
    "{{{today}}}",
    "{x}",
  ])("%j is good", (text) => {
    expect(problemOf(text)).toBeNull();
  });

  it.each<[string, string]>([
    ["{{contact.frist_name}}", "{{contact.frist_name}} is not known. Did you mean {{contact.first_name}}?"],
    ["{{first_name}}", "{{first_name}} is not known. Did you mean {{contact.first_name}}?"],
    ["{{contact.first name}}", "{{contact.firstname}} is not known. Did you mean {{contact.first_name}}?"],
    ["{{customer.name}}", "{{customer.name}} is not known. Did you mean {{contact.name}}?"],
    ["{{my.extension}}", "{{my.extension}} is not known. Did you mean {{agent.extension}}?"],
    ["{{date}}", "{{date}} is not known. Did you mean {{today}}?"],
    ["{{Booking}}", "{{booking}} is not known. Did you mean {{link.booking}}?"],
    ["{{link.bokking}}", "{{link.bokking}} is not known. Did you mean {{link.booking}}?"],
    ["{{links.booking}}", "{{links.booking}} is not known. Did you mean {{link.booking}}?"],
    ["{{link.prices}}", "{{link.prices}} is not known. The directory’s links are link.booking, link.map."],
    ["{{constructor}}", "{{constructor}} is not known. Known are"],
    ["{{appointment}}", "with {{?appointment}} you are asked for it."],
    ["{{}}", "{{}} holds no name."],
    ["{{ | there }}", "holds no name."],
    ["{{?}}", "{{?}} holds no name."],
    ["Hi {{contact.name", "Braces are opened and not closed: “{{contact.name”."],
    ["Hi {{contact.name}", "Braces are opened and not closed"],
    ["{{contact.name|{x}}}", "There are braces within braces"],
    ["Hi contact.name}}", "There is }} without {{ before it."],
    ["\\{{a}} b}}", "There is }} without {{ before it."],
    [
      "Hi {contact.first_name}",
      "{contact.first_name} would be sent as it stands. Write {{contact.first_name}};",
    ],
    ["⟦Name⟧", "⟦ and ⟧ mark what is missing in a text."],
    ["{{contact.name|⟦x}}", "⟦ and ⟧ mark what is missing in a text."],
  ])("%j: %s", (text, expected) => {
    expect(problemOf(text)).toContain(expected);
  });

  it("says that there are no links where there are none", () => {
    expect(problemOf("{{link.map}}", false, [])).toBe(
      "{{link.map}} is not known: the directory has no links yet.",
    );
  });

  it("that is literal may hold all braces, but no mark of what is missing", () => {
    expect(problemOf("{{odd}} {{ }} {{", true)).toBeNull();
    expect(problemOf("⟦", true)).toContain("mark what is missing");
  });

  it("is judged without failing, and what is good has no gap that nobody knows", () => {
    const pieces = fc.oneof(
      fc.string({ unit: "binary", maxLength: 10 }),
      fc.constantFrom("{{", "}}", "{", "\\{{", "{{today}}", "{{?a}}", "{{link.map}}", "{{x|y}}", "|"),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), fc.boolean(), (parts, literal) => {
        const template = { text: parts.join(""), literal };
        const problem = textProblem(template, links);
        const { gaps } = fillTemplate(template, { values: new Map(), why: new Map() });
        if (problem === null)
          for (const { name } of gaps)
            expect(
              name.startsWith("?") || [...variableNames, "link.map", "link.booking"].includes(name),
            ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
