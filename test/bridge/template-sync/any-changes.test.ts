/** Whatever is done to templates on both sides: they end the same, nobody's words are lost, and then nothing is written any more. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Template } from "../../../src/domain/template.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana } from "../front-desk.ts";
import { save, standing } from "../template-library/library.ts";
import { second } from "../world.ts";
import { createSides, edit, round, type Sides } from "./sides.ts";
import { office } from "./templates-there.ts";

const name = fc.constantFrom("Hours", "Way", "Bill");
const text = fc.constantFrom("One", "Two\r\nlines ", "Three 🌷", "{Four}", "Five e\u0301");
const act = fc.oneof(
  fc.record({
    kind: fc.constantFrom("here" as const, "there" as const),
    name,
    text,
    rename: fc.option(name),
  }),
  fc.record({ kind: fc.constantFrom("deleted here" as const, "deleted there" as const), name }),
  fc.record({ kind: fc.constantFrom("look" as const, "soon" as const, "lost" as const) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function does({ world, there }: Sides, one: Act): Promise<void> {
  const ours = async (called: string): Promise<Template | undefined> =>
    (await standing(world)).find((each) => each.name === called);
  switch (one.kind) {
    case "here": {
      const before = await ours(one.name);
      const typed = { name: one.rename ?? one.name, text: one.text, literal: true };
      if (before === undefined) await save(world, ana, { ...typed, key: "" });
      else if ((await ours(typed.name)) === undefined || typed.name === one.name)
        await edit(world, before.id, typed);
      return;
    }
    case "there": {
      const names = there.shows().map((line) => line.split(":")[0]);
      const rename = one.rename ?? one.name;
      if (rename !== one.name && names.includes(rename)) return;
      return there.put(one.name, one.text, { rename });
    }
    case "deleted here": {
      const before = await ours(one.name);
      if (before !== undefined) await world.bridge.deleteTemplate({ user: ana, template: before.id });
      return;
    }
    case "deleted there":
      return there.delete(one.name);
    case "lost":
      there.losesNext = true;
      return;
    default:
      return one.kind === "look" ? await round(world) : await world.pass(2 * second);
  }
}

/** A name beside another's counts as the one that it was made of. */
const said = ({ name, text }: Pick<Template, "name" | "text">) =>
  plain(`${name.replace(/ \(RingCentral.*\)$/, "")}: ${text}`);
const plain = (line: string) => line.replaceAll("\r\n", "\n").normalize("NFC").trimEnd();
/** Each has its other form, which says the same; or a mark, or a name beside one that was there before. */
async function expectSame({ world, there }: Sides): Promise<void> {
  const list = await world.bridge.openTemplateList({ user: ana });
  const rows = list.kind === "list" ? list.rows : [];
  const links = await world.ctx.store.read((tx) => tx.templateLinks.all());
  const theirs = (await there.carrierHas.templates?.listCompany(office)) ?? [];
  expect(links.map((link) => link.theirs).sort()).toEqual(theirs.map(({ id }) => id).sort());
  for (const { id, name, text, staysHere } of rows) {
    const other = theirs.find((one) =>
      links.some((link) => link.templateId === id && link.theirs === one.id),
    );
    if (staysHere === undefined) expect(other && said(other)).toBe(said({ name, text }));
    else expect(staysHere).toContain("has another one of this name");
  }
}

it.each([true, false])("where the carrier tells times: %s", async (tellsTimes) => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 25, size: "max" }), async (acts) => {
      const sides = await createSides();
      const { world, there } = sides;
      there.tellsTimes = tellsTimes;
      for (const one of acts) {
        world.skip(second);
        await does(sides, one);
      }
      there.losesNext = false;
      for (let count = 0; count < 3; count += 1) await round(world);
      await expectSame(sides);
      const writes = there.writes.length;
      const versions = await allVersions(sides);
      await round(world);
      expect(there.writes).toHaveLength(writes);
      expect(await allVersions(sides)).toHaveLength(versions.length);
      for (const line of there.shown) expect(versions).toContain(plain(line));
      await world.close();
    }),
    { numRuns: thinned(4) },
  );
});

async function allVersions({ world }: Sides): Promise<string[]> {
  return await world.ctx.store.read(async (tx) => {
    const all = await tx.templates.all();
    const deleted = await tx.templates.deletedSince([{ kind: "company" }], 0);
    const versions = await Promise.all([...all, ...deleted].map(({ id }) => tx.templates.versions(id)));
    return versions.flat().map(said);
  });
}
