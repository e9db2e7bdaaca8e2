/** Whatever people do with templates, one after the other: what must hold of all of them, does. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { atAGlance } from "../../../src/domain/at-a-glance.ts";
import { memberByUsername } from "../../../src/domain/directory.ts";
import type { TemplateId, Username } from "../../../src/domain/ids.ts";
import { mayChange, meet, type Template, writeScope } from "../../../src/domain/template.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana, ben, dan, eve, office } from "../front-desk.ts";
import { createWorld, minute, type World } from "../world.ts";
import { save, standing } from "./library.ts";

const user = fc.constantFrom(ana, ana, eve, eve, ben, dan);
const scope = fc.constantFrom(
  "personal:ana",
  "personal:ben",
  "personal:dan",
  "group:200",
  "group:300",
  "company",
);
const words = fc.constantFrom("hours", "Hours", "way", "bill", "HOURS ", "tour", "door");
const typed = fc.record({
  scope,
  name: words,
  key: words,
  text: fc.constantFrom("One.", "Two.", "Three.", "Four."),
});
const at = fc.nat(5);

const act = fc.oneof(
  fc.record({ kind: fc.constant("save" as const), user, typed, at: fc.option(at), behind: fc.nat(1) }),
  fc.record({ kind: fc.constant("move" as const), user, at, to: scope }),
  fc.record({ kind: fc.constantFrom("delete" as const, "restore" as const), user, at }),
  fc.record({ kind: fc.constant("back" as const), user, at, number: fc.integer({ min: 1, max: 5 }) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function does(world: World, one: Act, known: readonly TemplateId[]): Promise<TemplateId | null> {
  const template = known[(one.at ?? 0) % Math.max(1, known.length)] ?? null;
  if (one.kind === "save") {
    const was = one.at === null || template === null ? null : await read(world, template);
    const seen = was && { id: was.id, version: was.version - one.behind };
    const outcome = await save(world, one.user, one.typed, { seen });
    return outcome.kind === "saved" ? outcome.id : null;
  }
  if (template === null) return null;
  const chosen = { user: one.user, template };
  if (one.kind === "move") await world.bridge.moveTemplate({ ...chosen, to: one.to });
  else if (one.kind === "back") await world.bridge.bringBackVersion({ ...chosen, number: one.number });
  else if (one.kind === "delete") await world.bridge.deleteTemplate(chosen);
  else await world.bridge.restoreTemplate(chosen);
  return null;
}

const read = (world: World, id: TemplateId) => world.ctx.store.read((tx) => tx.templates.get(id));

/** Two that somebody sees have two keys, two of one scope two names. */
function expectApart(all: readonly Template[]): void {
  for (const [index, one] of all.entries())
    for (const other of all.slice(index + 1)) {
      if (meet(office, one.scope, other.scope)) expect(one.key).not.toBe(other.key);
      if (writeScope(one.scope) === writeScope(other.scope))
        expect(atAGlance(one.name)).not.toBe(atAGlance(other.name));
    }
}

/** Each change is kept, in order, by somebody who might make it where it was and where it went. */
async function expectKept(world: World, id: TemplateId): Promise<void> {
  const versions = (await world.ctx.store.read((tx) => tx.templates.versions(id))).reverse();
  const now = await read(world, id);
  expect(versions.map(({ number }) => number)).toEqual(versions.map((_, index) => index + 1));
  expect(versions.at(-1)).toMatchObject({
    text: now?.text,
    key: now?.key,
    name: now?.name,
    scope: now?.scope,
  });
  expect(versions.at(-1)?.change === "deleted").toBe(now?.deletedAt !== null);
  for (const [index, { by, scope: to }] of versions.entries()) {
    const member = memberByUsername(office, by as Username);
    const from = versions[index - 1]?.scope ?? to;
    expect(member !== null && mayChange(office, member, from) && mayChange(office, member, to)).toBe(true);
    if (to.kind === "personal") expect(from).toEqual(to);
  }
}

it("no two are mistaken for each other, no change is lost, and nobody changes what is not theirs", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 40, maxLength: 60, size: "max" }), async (acts) => {
      const world = await createWorld({ templateLimits: { personal: 2, company: 3 } });
      const known: TemplateId[] = [];
      for (const one of acts) {
        world.skip(minute);
        const id = await does(world, one, known);
        if (id !== null && !known.includes(id)) known.push(id);
        const all = await standing(world);
        expectApart(all);
        expect(all.filter((each) => each.scope.kind === "company").length).toBeLessThanOrEqual(3);
      }
      for (const id of known) await expectKept(world, id);
      await world.close();
    }),
    { numRuns: thinned(15) },
  );
});
