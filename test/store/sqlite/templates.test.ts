import { describe, expect, it } from "vitest";
import type { NewTemplate } from "../../../src/bridge/contracts/store/templates.ts";
import type { Extension, TemplateId, Username } from "../../../src/domain/ids.ts";
import type { TemplateScope } from "../../../src/domain/template.ts";
import { temporaryStore } from "../temporary.ts";

const [ana, ben] = ["ana", "ben"] as Username[] as [Username, Username];
const company: TemplateScope = { kind: "company" };
const desk: TemplateScope = { kind: "group", extension: "200" as Extension };
const own: TemplateScope = { kind: "personal", username: ana };

function template(key: string, scope: TemplateScope = company): NewTemplate {
  return {
    id: `t-${key}` as TemplateId,
    scope,
    key,
    name: `About ${key}`,
    text: `Words of ${key}.`,
    literal: false,
    by: ana,
    at: 1,
  };
}

async function storeWith(...all: readonly NewTemplate[]) {
  const store = await temporaryStore();
  await store.transaction(async (tx) => {
    for (const one of all) await tx.templates.insert(one);
  });
  return store;
}

const id = "t-hours" as TemplateId;

describe("a template", () => {
  it("keeps each of its versions, with who changed it and how", async () => {
    const store = await storeWith(template("hours"));
    const changed = await store.transaction(async (tx) => {
      await tx.templates.change(id, { text: "Until seven." }, { change: "edited", by: ben, at: 2 });
      return await tx.templates.change(id, { scope: desk }, { change: "moved", by: ana, at: 3 });
    });
    expect(changed).toMatchObject({ version: 3, scope: desk, text: "Until seven.", changedBy: ana });
    const versions = await store.read((tx) => tx.templates.versions(id));
    expect(versions.map(({ number, change, by, text }) => [number, change, by, text])).toEqual([
      [3, "moved", ana, "Until seven."],
      [2, "edited", ben, "Until seven."],
      [1, "created", ana, "Words of hours."],
    ]);
    expect(await store.read((tx) => tx.templates.version(id, 1))).toMatchObject({ scope: company });
  });

  it("is offered to who may see it, with how often they used it themselves", async () => {
    const store = await storeWith(template("hours"), template("desk", desk), template("mine", own));
    await store.transaction(async (tx) => {
      await tx.templates.noteUse(id, ana, 5);
      await tx.templates.noteUse(id, ana, 4);
      await tx.templates.noteUse(id, ben, 9);
    });
    const offered = await store.read((tx) => tx.templates.offered([own, company], ana));
    expect(offered.map(({ key, uses, lastUsedAt }) => [key, uses, lastUsedAt])).toEqual([
      ["hours", 2, 5],
      ["mine", 0, null],
    ]);
    const ids = ["hours", "mine"].map((key) => `t-${key}` as TemplateId);
    expect([...(await store.read((tx) => tx.templates.sends(ids)))]).toEqual([["t-hours", 3]]);
    expect([...(await store.read((tx) => tx.templates.sends([])))]).toEqual([]);
    const uses = await store.read((tx) => tx.templates.uses());
    expect(uses.map(({ template: { key }, username, count }) => [key, username, count])).toEqual([
      ["hours", ana, 2],
      ["hours", ben, 1],
      ["desk", null, 0],
    ]);
  });

  it("is offered to nobody once it is deleted, can be brought back, and is forgotten later", async () => {
    const store = await storeWith(template("hours"));
    const offered = () => store.read((tx) => tx.templates.offered([company], ana));
    await store.transaction(async (tx) => {
      await tx.templates.noteUse(id, ana, 2);
      await tx.templates.change(id, {}, { change: "deleted", by: ana, at: 2 });
    });
    expect(await offered()).toEqual([]);
    // Its key is free.
    await store.transaction((tx) => tx.templates.insert({ ...template("hours"), id: "t-2" as TemplateId }));
    expect(await store.read((tx) => tx.templates.deletedSince([company], 2))).toHaveLength(1);
    expect(await store.read((tx) => tx.templates.deletedSince([company], 3))).toEqual([]);
    expect(await store.transaction((tx) => tx.templates.forgetDeletedBefore(3, 9))).toBe(1);
    expect(await store.read((tx) => tx.templates.get(id))).toBeNull();
    expect(await offered()).toHaveLength(1);
  });

  it("has a key of its own in its scope", async () => {
    const store = await storeWith(template("hours"), { ...template("hours", desk), id: "t-3" as TemplateId });
    const again = { ...template("hours"), id: "t-4" as TemplateId };
    await expect(store.transaction((tx) => tx.templates.insert(again))).rejects.toThrow(/UNIQUE/);
  });
});
