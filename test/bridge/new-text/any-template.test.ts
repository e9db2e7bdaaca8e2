/** Whatever a template says and whatever is answered: what is sent is what was read before, and nothing that is put in puts in more. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ContactId, TemplateId, Username } from "../../../src/domain/ids.ts";
import { formatPhone } from "../../../src/domain/phone.ts";
import { cleanText, normalizeText } from "../../../src/domain/plain-text.ts";
import { segmentsLine, segmentsOf } from "../../../src/domain/segments.ts";
import { hostileText } from "../../slack/text/hostile-text.ts";
import { ana, maria } from "../front-desk.ts";
import { createWorld, minute } from "../world.ts";

const words = fc.oneof(
  hostileText,
  fc.constantFrom("Hi ", " and ", "\n", "\\{{", "{", "}", "⟦x⟧", "’", "👍", " "),
);
const value = fc.oneof(
  hostileText,
  fc.constantFrom(
    "{{contact.phone}}",
    "}} {{contact.phone}} {{",
    "⟦Day⟧",
    "Monday",
    "",
    "\\{{x}}",
    "Maria’s",
  ),
);
const variable = fc.constantFrom(
  "{{contact.name}}",
  "{{contact.first_name|there}}",
  "{{contact.company|a {company}}}",
  "{{ agent.extension }}",
  "{{line.name}}",
  "{{today}}",
  "{{?day}}",
  "{{?Day}}",
  "{{?when|soon}}",
  "{{contact.company}}",
  "{{nonsense}}",
);
const template = fc
  .array(fc.oneof({ weight: 2, arbitrary: words }, { weight: 3, arbitrary: variable }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => cleanText(`Dear ${parts.join("")}`.slice(0, 1_000)));

it("is so for any", async () => {
  const world = await createWorld({ hold: 0, insideWords: [] });
  let index = 0;
  await fc.assert(
    fc.asyncProperty(template, value, value, async (text, name, said) => {
      index += 1;
      const id = `t${index}` as TemplateId;
      const used = { id, version: 1 };
      await world.ctx.store.transaction(async (tx) => {
        const written = { key: id, name: "T", text, literal: false, by: null, at: world.now() };
        await tx.templates.insert({ id, scope: { kind: "company" }, ...written });
        const all = { address: maria, company: null, timeZone: null, shared: null };
        await tx.contacts.putAll([{ id: "maria" as ContactId, name: name || "Maria", ...all }], world.now());
      });
      const chosen = await world.bridge.chooseTemplate({
        user: ana,
        chosen: id,
        standing: null,
        typed: "",
        replaces: false,
      });
      expect(chosen.typed).toBe(text);
      const answers = Object.fromEntries(chosen.template.asks.map((one) => [one.id, said]));
      const form = {
        user: ana,
        line: null,
        body: text,
        to: [`number:${maria}`],
        at: null,
        template: used,
        answers,
      };
      const checked = await world.bridge.checkTemplateText({ ...form, typed: text });
      const before = world.carrier.sent.length;
      const outcome = await world.bridge.submitNewText({
        ...form,
        unlessTheyWrite: false,
        asked: null,
        act: `view:${index}`,
      });
      await world.pass(minute);
      const sent = world.carrier.sent.slice(before);
      expect(sent).toHaveLength(outcome.kind === "done" ? 1 : 0);
      if (outcome.kind !== "done") return;
      const body = normalizeText(sent[0]?.body ?? "");
      expect(normalizeText(checked.template.reads ?? "").endsWith(body)).toBe(true);
      expect(checked.check.count).toBe(segmentsLine(segmentsOf(body)));
      expect(checked.check.warnings.filter((warning) => warning.includes("template"))).toEqual([]);
      expect(body).not.toMatch(/[⟦⟧]/u);
      if (!text.includes(formatPhone(maria))) expect(body).not.toContain(formatPhone(maria));
    }),
    { numRuns: 15 },
  );
  const uses = await world.ctx.store.read((tx) =>
    tx.templates.offered([{ kind: "company" }], "ana" as Username),
  );
  expect(uses.reduce((sum, one) => sum + one.uses, 0)).toBe(world.carrier.sent.length);
  expect(world.carrier.sent.length).toBeGreaterThan(5);
});
