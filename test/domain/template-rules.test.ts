import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Extension, TemplateId, Username } from "../../src/domain/ids.ts";
import type { Template, TemplateScope } from "../../src/domain/template.ts";
import { keysTakenIn } from "../../src/domain/template-clashes.ts";
import { type Around, readTemplate, type WrittenTemplate } from "../../src/domain/template-rules.ts";
import { office } from "../bridge/front-desk.ts";

const company: TemplateScope = { kind: "company" };
const group = (extension: string): TemplateScope => ({ kind: "group", extension: extension as Extension });
const personal = (username: string): TemplateScope => ({ kind: "personal", username: username as Username });
const [desk, billing] = [group("200"), group("300")];

function standing(name: string, key: string, scope: TemplateScope): Template {
  return {
    id: `t-${name}-${key}` as TemplateId,
    scope,
    key,
    name,
    text: "Words.",
    literal: false,
    origin: "own",
    remoteId: null,
    version: 1,
    createdAt: 1,
    changedAt: 1,
    changedBy: null,
    deletedAt: null,
  };
}

const written: WrittenTemplate = {
  scope: company,
  key: "hours",
  name: "Opening hours",
  text: "We are open.",
  literal: false,
};

const withLink = { ...office, links: [{ name: "booking", url: "https://example.com/book" }] };

function read(change: Partial<WrittenTemplate>, all: readonly Template[] = [], more: Partial<Around> = {}) {
  const limits = { personal: 25, company: 50 };
  return readTemplate(
    { ...written, ...change },
    { directory: withLink, standing: all, limits, before: null, ...more },
  );
}

const problem = (field: string, words: string) => ({
  problems: [{ field, sentence: expect.stringContaining(words) }],
});

describe("a template that is written", () => {
  it("is taken as it stands", () => {
    expect(read({})).toEqual({ content: written });
    expect(read({ literal: true })).toEqual({ content: { ...written, literal: true } });
  });

  it.each<[Partial<WrittenTemplate>, Partial<WrittenTemplate>]>([
    [{ name: "  Opening \n hours\t" }, { name: "Opening hours" }],
    [{ name: "Op\u200bening\u202e" }, { name: "Opening" }],
    [{ name: "x".repeat(75) }, { name: "x".repeat(75) }],
    [{ name: "<@U1> & *here*" }, { name: "<@U1> & *here*" }],
    [{ key: " !Hours " }, { key: "hours" }],
    [{ key: "  " }, { key: "opening-hours" }],
    [{ text: "\n One\r\n\r\nTwo  \u2028three\u0000 \n" }, { text: "One\n\nTwo\nthree" }],
    [{ text: "a\tb" }, { text: "a b" }],
    [{ text: "x".repeat(1000) }, { text: "x".repeat(1000) }],
    [{ text: `${" ".repeat(2000)}x` }, { text: "x" }],
    [{ text: "{{ contact.first_name | there }}, {{?day}}" }, {}],
    [{ text: "See {{link.booking}}" }, {}],
    [{ text: "{{ contact.naem", literal: true }, {}],
    [{ text: "Cafe\u0301" }, { text: "Caf\u00e9" }],
  ])("%j is kept as %j", (change, kept) => {
    expect(read(change)).toEqual({ content: { ...written, ...change, ...kept } });
  });

  it.each<[Partial<WrittenTemplate>, string, string]>([
    [{ scope: null }, "scope", "Choose whose it is"],
    [
      { scope: group("210") },
      "scope",
      "No group has the extension 210. Write one of these: 200 (Front desk), 300 (Billing).",
    ],
    [{ scope: personal("bem") }, "scope", "No member is called bem. Did you mean ben?"],
    [{ scope: personal("zacharias") }, "scope", "No member is called zacharias."],
    [{ name: " " }, "name", "It has no name yet. Write one, such as Opening hours."],
    [{ name: "\u200b\u2800" }, "name", "There is nothing to see in this name"],
    [
      { name: "x".repeat(76) },
      "name",
      "This name has 76 characters, and a name can have 75. Shorten it by 1.",
    ],
    [{ key: "opening hours" }, "key", "such as opening-hours"],
    [{ key: "help" }, "key", "means something else here"],
    [{ text: "" }, "text", "There is no text yet. Write what shall be sent."],
    [{ text: " \n\t" }, "text", "There is no text yet"],
    [{ text: "\u200b" }, "text", "There is nothing to see in this text"],
    [{ text: "Hi {{contact.naem}}" }, "text", "contact.name"],
    [{ text: "See {{link.bokking}}" }, "text", "link.booking"],
    [{ text: "Hi {{contact.name" }, "text", "not closed"],
    [
      { text: "x".repeat(1003) },
      "text",
      "This text has 1,003 characters, and a template can have 1,000. Shorten it by 3.",
    ],
  ])("%j won't do: the field %s says why", (change, field, words) => {
    expect(read(change)).toEqual(problem(field, words));
  });

  it("is told all that is wrong with it at once", () => {
    const found = read({ scope: null, key: "a", name: "", text: "" });
    expect("problems" in found && found.problems.map(({ field }) => field)).toEqual([
      "scope",
      "name",
      "key",
      "text",
    ]);
  });
});

describe("a name", () => {
  it.each([
    ["OPENING HOURS"],
    ["Opéning  hours"],
    ["Opening-hours"],
    ["“Opening hours”"],
    ["Ｏｐｅｎｉｎｇ hours"],
  ])("%j is the same as Opening hours in one scope", (name) => {
    const all = [standing("Opening hours", "open", company)];
    expect(read({ name }, all)).toEqual(
      problem("name", "“Opening hours” is there already, with the key open. Give this one another name."),
    );
    expect(read({ name, scope: desk }, all)).toHaveProperty("content");
  });
});

describe("a key", () => {
  const words = (name: string) => problem("key", name);
  it.each<[string, TemplateScope, Template, ReturnType<typeof words> | null]>([
    [
      "the company's, in the company",
      company,
      standing("Times", "hours", company),
      words("The key hours is taken by “Times”, a template of the company. Choose another, such as hours-2."),
    ],
    [
      "the company's, in a group",
      desk,
      standing("Times", "hours", company),
      words("“Times”, a template of the company"),
    ],
    [
      "a group's, in the company",
      company,
      standing("Times", "hours", desk),
      words("“Times”, a template of Front desk"),
    ],
    ["a group's, in the same", desk, standing("Times", "hours", desk), words("a template of Front desk")],
    ["another group's without common members", billing, standing("Times", "hours", desk), null],
    [
      "a member's, in their group",
      desk,
      standing("Secret", "hours", personal("ben")),
      words("taken by a personal template of ben. Choose"),
    ],
    [
      "a member's, in the company",
      company,
      standing("Secret", "hours", personal("ben")),
      words("taken by a personal template of ben. Choose"),
    ],
    ["a member's, in another group", billing, standing("Secret", "hours", personal("ben")), null],
    [
      "a member's own",
      personal("ben"),
      standing("Mine", "hours", personal("ben")),
      words("taken by “Mine”. Choose"),
    ],
    ["another member's", personal("ana"), standing("Secret", "hours", personal("ben")), null],
  ])("%s is free or taken by who sees both", (_, scope, other, refused) => {
    const found = read({ scope }, [other]);
    expect(found).toEqual(refused ?? { content: { ...written, scope } });
  });

  it.each([personal("gone"), group("999")])(
    "is free where %j has it, whom nobody knows any more",
    (scope) => {
      const left = [standing("Times", "hours", scope)];
      expect(read({}, left)).toEqual({ content: written });
      expect(keysTakenIn(company, left, office)).toEqual(new Set());
      expect(keysTakenIn(scope, left, office)).toEqual(new Set(["hours"]));
    },
  );

  it("is proposed beside those that are taken where it is seen", () => {
    const all = [
      standing("One", "opening-hours", company),
      standing("Two", "opening-hours-2", personal("dan")),
      standing("Three", "opening-hours-3", desk),
    ];
    expect(read({ key: "", scope: personal("ben") }, all)).toMatchObject({
      content: { key: "opening-hours-2" },
    });
    expect(read({ key: "", scope: company }, all)).toMatchObject({ content: { key: "opening-hours-4" } });
    expect([...keysTakenIn(billing, all, office)]).toEqual(["opening-hours", "opening-hours-2"]);
  });
});

describe("how many there can be", () => {
  const many = (count: number, scope: TemplateScope) =>
    Array.from({ length: count }, (_, index) => standing(`Number ${index}`, `key-${index}`, scope));

  it.each<[TemplateScope, number, string | null]>([
    [personal("ben"), 24, null],
    [
      personal("ben"),
      25,
      "25 personal templates are as many as a member can have. Delete one of them first.",
    ],
    [company, 49, null],
    [company, 50, "The company has 50 templates, as many as it can have. Delete one of them first."],
    [desk, 500, null],
  ])("%j with %i", (scope, count, words) => {
    const found = read({ scope }, many(count, scope));
    if (words === null) expect(found).toHaveProperty("content");
    else expect(found).toEqual(problem("scope", words));
  });

  it("is not asked of one that stays where it is, even where the limit was lowered since", () => {
    const all = many(50, company);
    const limits = { personal: 25, company: 10 };
    expect(read({}, all, { before: all[0] ?? null, limits })).toHaveProperty("content");
    expect(read({ scope: desk }, all, { before: all[0] ?? null, limits })).toHaveProperty("content");
    const mine = standing("Mine", "mine", personal("ben"));
    expect(read({}, [...all, mine], { before: mine, limits })).toEqual(problem("scope", "10"));
  });
});

describe("one that is changed", () => {
  const mine = standing("Opening hours", "hours", desk);
  const other = standing("Opening Hours", "hours", company);

  it("does not stand in its own way", () => {
    expect(read({ scope: desk, text: "New." }, [mine], { before: mine })).toHaveProperty("content");
  });

  it("keeps what a new directory brought in its way, until it is written anew", () => {
    const around = { before: mine };
    expect(read({ scope: desk, text: "New." }, [mine, other], around)).toHaveProperty("content");
    expect(read({ scope: company, text: "New." }, [mine, other], around)).toEqual({
      problems: [expect.objectContaining({ field: "name" }), expect.objectContaining({ field: "key" })],
    });
  });
});

it("is inert and within bounds, whatever is typed, and stays as it is when it is read again", () => {
  const words = fc.string({ unit: "binary", maxLength: 120 });
  fc.assert(
    fc.property(words, words, words, fc.boolean(), (name, key, text, literal) => {
      const found = read({ name, key, text, literal });
      if ("problems" in found) {
        for (const { sentence } of found.problems) expect(sentence).toMatch(/^[^\p{Cc}]{10,300}\.$/u);
        return;
      }
      const { content } = found;
      expect(content.name).toMatch(/^\S(?:.{0,73}\S)?$/u);
      expect(content.key).toMatch(/^[a-z0-9-]{2,32}$/);
      expect(content.text.length).toBeLessThanOrEqual(1000);
      expect(content.text).not.toMatch(/[^\P{Cc}\n]/u);
      expect(
        readTemplate(content, {
          directory: office,
          standing: [],
          limits: { personal: 1, company: 1 },
          before: null,
        }),
      ).toEqual({ content });
    }),
  );
});
