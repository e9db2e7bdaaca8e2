import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readTemplatesFile } from "../../src/command-line/read-templates-file.ts";
import { templatesAsList, templatesAsTable } from "../../src/command-line/write-templates.ts";
import type { Extension, TemplateId, Username } from "../../src/domain/ids.ts";
import type { Template, TemplateScope } from "../../src/domain/template.ts";
import { readWords } from "../../src/domain/template-words.ts";
import { checkTemplates } from "../../src/domain/templates-file.ts";
import { office } from "../bridge/front-desk.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";

const scopes: readonly TemplateScope[] = [
  { kind: "company" },
  { kind: "group", extension: "200" as Extension },
  { kind: "group", extension: "999" as Extension },
  { kind: "personal", username: "ben" as Username },
  { kind: "personal", username: "gone" as Username },
];

const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ..."'=+-@[]{}:,?!&*#|>%\"\\`~ \n\t\r;".split(""),
        ...[
          "a",
          "Hi",
          "no",
          "null",
          "1.0",
          "2026-01-01",
          "- - ",
          "---\n",
          "...\n",
          "!a ",
          "é",
          "\u2028",
          "\ufeff",
        ],
        ...[
          "{{contact.first_name|there}}",
          ":100:",
          "- ".repeat(20),
          "[".repeat(30),
          "! ".repeat(20),
          " ".repeat(210),
        ],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);

/** What may stand, whatever the directory is by now. */
const anyTemplates: fc.Arbitrary<Template[]> = fc
  .array(fc.record({ name: words, text: words, literal: fc.boolean(), scope: fc.constantFrom(...scopes) }), {
    maxLength: 8,
  })
  .map((all) =>
    all.flatMap(({ scope, literal, ...typed }, index): Template[] => {
      const { name, text } = readWords({ ...typed, key: "", literal }, office);
      if (name === null || text === null) return [];
      const key = ["-a", "no", "24-7", "hours"][index] ?? `key-${index}`;
      const content = { scope, key, name, text, literal };
      const at = { createdAt: 1, changedAt: 1, changedBy: null, deletedAt: null };
      return [
        { ...content, ...at, id: `t${index}` as TemplateId, origin: "own", remoteId: null, version: 1 },
      ];
    }),
  );

const folder = temporaryFolder("templates");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ["a table", "all.csv", templatesAsTable],
  ["a list", "all.yml", templatesAsList],
] as const)("%s of templates", (_, name, write) => {
  it("says the same when it is read again, whatever they say", async () => {
    await fc.assert(
      fc.asyncProperty(anyTemplates, async (standing) => {
        const file = join(folder, name);
        writeFileSync(file, write(standing));
        const { rows, problems } = await readTemplatesFile(file);
        expect(problems).toEqual([]);
        const checked = checkTemplates(rows, {
          directory: office,
          standing,
          limits: { personal: 0, company: 0 },
        });
        expect(checked).toEqual({ planned: standing.map(() => ({ kind: "same" })), problems: [] });
      }),
      { numRuns: 300 },
    );
  });
});

it("a table holds no formula", () => {
  fc.assert(
    fc.property(anyTemplates, (standing) => {
      for (const cell of templatesAsTable(standing).matchAll(/"((?:[^"]|"")*)"/g))
        expect(cell[1]).not.toMatch(/^\s*[=+\-@]/);
    }),
  );
});
