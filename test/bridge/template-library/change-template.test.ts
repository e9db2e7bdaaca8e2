import { describe, expect, it } from "vitest";
import { forgetOld } from "../../../src/bridge/connection/forget-old.ts";
import type { TemplateId } from "../../../src/domain/ids.ts";
import { writeScope } from "../../../src/domain/template.ts";
import { ana, ben, eve, office } from "../front-desk.ts";
import { createWorld, hour, minute, type World, words } from "../world.ts";
import { get, save, saved, standing } from "./library.ts";

const day = 24 * hour;
const changes = async (world: World, id: TemplateId) =>
  (await world.ctx.store.read((tx) => tx.templates.versions(id))).map(({ change, by }) => `${change} ${by}`);

describe("moving a template", () => {
  it.each([
    ["a manager's own to a group", ana, "personal:ana", "group:300", true],
    ["a manager's own to the company", ana, "personal:ana", "company", true],
    ["a group's to the company, by a manager of no group", eve, "group:200", "company", true],
    ["the company's to a group", ana, "company", "group:200", true],
    ["the company's to themselves", ana, "company", "personal:ana", false],
    ["an agent's own to their group", ben, "personal:ben", "group:200", false],
    ["the company's, by an agent", ben, "company", "personal:ben", false],
  ])("%s", async (_what, user, from, to, may) => {
    const world = await createWorld();
    const id = await saved(world, from === "personal:ben" ? ben : ana, { scope: from });
    const outcome = await world.bridge.moveTemplate({ user, template: id, to });
    expect(outcome.kind === "saved").toBe(may);
    const { scope, version } = await get(world, id);
    expect([writeScope(scope), version]).toEqual(may ? [to, 2] : [from, 1]);
    const asked = await world.bridge.askAboutTemplate({ user, template: id });
    const offered = asked.kind === "asked" ? asked.to.map(({ value }) => value) : [];
    expect(offered.includes(to === from ? "" : from)).toBe(may && !from.startsWith("personal"));
  });

  it("to where its key is taken opens the form, in which it is mended", async () => {
    const world = await createWorld();
    const own = await saved(world, ana, { scope: "personal:ana" });
    await saved(world, ana, { scope: "group:300", name: "Hours", text: "Weekdays." });
    const form = await world.bridge.moveTemplate({ user: ana, template: own, to: "company" });
    if (form.kind !== "form") throw new Error(JSON.stringify(form));
    expect(form.said.map(words).join()).toContain("The key hours is taken");
    expect(form).toMatchObject({ seen: { id: own, version: 1 }, typed: { scope: "company" } });
    await saved(world, ana, { ...form.typed, key: "opening" }, { seen: form.seen });
    expect(await get(world, own)).toMatchObject({ key: "opening", scope: { kind: "company" }, version: 2 });
    expect(await changes(world, own)).toEqual(["moved ana", "created ana"]);
  });

  it("twice moves once", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    for (const _ of [1, 2]) await world.bridge.moveTemplate({ user: ana, template: id, to: "group:200" });
    expect((await get(world, id)).version).toBe(2);
  });
});

describe("deleting a template", () => {
  it("can be undone, once and for all", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    const one = { user: ana, template: id };
    expect(await world.bridge.deleteTemplate(one)).toMatchObject({
      sentence: "“Opening hours” is deleted. For 30 days it can be brought back.",
    });
    await world.bridge.deleteTemplate(one);
    expect(await standing(world)).toEqual([]);
    expect(await world.bridge.restoreTemplate({ ...one, user: eve })).toMatchObject({
      sentence: "“Opening hours” is back, with the key hours.",
    });
    await world.bridge.restoreTemplate(one);
    expect(await changes(world, id)).toEqual(["restored eve", "deleted ana", "created ana"]);
    expect(await standing(world)).toHaveLength(1);
  });

  it("frees its key; where another has it by then, bringing it back asks for another one", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    await world.bridge.deleteTemplate({ user: ana, template: id });
    await saved(world, ana, { name: "New hours" });
    const form = await world.bridge.restoreTemplate({ user: ana, template: id });
    if (form.kind !== "form") throw new Error(JSON.stringify(form));
    expect(form.said.map(words).join()).toContain("The key hours is taken by “New hours”");
    expect(await standing(world)).toHaveLength(1);
    expect(await save(world, ana, form.typed, { seen: form.seen })).toMatchObject({ kind: "wrong" });
    await saved(world, ana, { ...form.typed, key: "old-hours" }, { seen: form.seen });
    expect(await get(world, id)).toMatchObject({ key: "old-hours", deletedAt: null, version: 3 });
  });

  it("and bringing back counts against what there can be", async () => {
    const world = await createWorld({ templateLimits: { personal: 25, company: 1 } });
    const id = await saved(world, ana);
    await world.bridge.deleteTemplate({ user: ana, template: id });
    await saved(world, ana, { name: "New", key: "new" });
    expect(await world.bridge.restoreTemplate({ user: ana, template: id })).toMatchObject({ kind: "form" });
  });

  it("is listed for 30 days to who may bring it back, and forgotten after that", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    const own = await saved(world, ben, { scope: "personal:ben", key: "own" });
    await world.bridge.deleteTemplate({ user: ana, template: id });
    world.skip(minute);
    await world.bridge.deleteTemplate({ user: ben, template: own });
    const listed = async (user: typeof ana) => {
      const found = await world.bridge.listDeletedTemplates({ user });
      if (found.kind !== "deleted") throw new Error(found.sentence);
      return found.rows.map((row) => [row.id, row.whose, row.by]);
    };
    expect(await listed(eve)).toEqual([[id, "Company", "ana"]]);
    expect(await listed(ben)).toEqual([[own, "Yours", "ben"]]);
    world.skip(30 * day - minute);
    await forgetOld(world.ctx);
    expect(await listed(eve)).toEqual([[id, "Company", "ana"]]);
    world.skip(1);
    await forgetOld(world.ctx);
    expect(await listed(eve)).toEqual([]);
    expect(await world.bridge.restoreTemplate({ user: ana, template: id })).toMatchObject({
      sentence: "This template is not there any more. Nothing was done.",
    });
    expect(await world.bridge.restoreTemplate({ user: ben, template: own })).toMatchObject({ kind: "saved" });
  });
});

describe("an earlier version of a template", () => {
  it("is brought back as a new one, and says who wrote each and when", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    world.skip(minute);
    const seen = { id, version: 1 };
    await saved(world, eve, { key: "open", text: "We are open until seven." }, { seen });
    await world.bridge.moveTemplate({ user: ana, template: id, to: "group:200" });
    const one = { user: ana, template: id };
    const before = await world.bridge.listTemplateVersions(one);
    if (before.kind !== "versions") throw new Error(before.sentence);
    const began = world.now() - minute;
    expect(
      before.rows.map(({ number, did, by, at, canComeBack }) => [number, did, by, at - began, canComeBack]),
    ).toEqual([
      [3, "moved to Front desk", "ana", minute, false],
      [2, "edited", "eve", minute, false],
      [1, "created", "ana", 0, true],
    ]);
    expect(await world.bridge.bringBackVersion({ ...one, number: 1 })).toMatchObject({ kind: "saved" });
    await world.bridge.bringBackVersion({ ...one, number: 1 });
    expect(await get(world, id)).toMatchObject({
      key: "hours",
      text: "We are open until six.",
      scope: { kind: "group" },
      version: 4,
    });
  });

  it("is read by all who use it, and brought back by who may change it", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    await saved(world, ana, { text: "Until seven." }, { seen: { id, version: 1 } });
    const one = { user: ben, template: id };
    const seen = await world.bridge.listTemplateVersions(one);
    expect(seen).toMatchObject({ rows: [{ canComeBack: false }, { canComeBack: false }] });
    expect(await world.bridge.bringBackVersion({ ...one, number: 1 })).toMatchObject({
      kind: "refused",
      sentence: expect.stringContaining("a manager changes it"),
    });
    expect(await world.bridge.bringBackVersion({ user: ana, template: id, number: 9 })).toMatchObject({
      kind: "refused",
    });
  });

  it("whose key another has by now opens the form", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    await saved(world, ana, { key: "open" }, { seen: { id, version: 1 } });
    await saved(world, ana, { name: "Other" });
    const back = { user: ana, template: id, number: 1 };
    expect(await world.bridge.bringBackVersion(back)).toMatchObject({
      kind: "form",
      typed: { key: "hours" },
    });
    expect(await world.bridge.deleteTemplate({ user: ana, template: id })).toMatchObject({ kind: "saved" });
    expect(await world.bridge.bringBackVersion(back)).toMatchObject({
      kind: "refused",
      sentence: expect.stringContaining("was deleted meanwhile"),
    });
  });

  it("is one of many that are shown some at a time", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    for (let version = 1; version < 23; version += 1)
      await saved(world, ana, { text: `Until ${version}.` }, { seen: { id, version } });
    const page = async (at: number) => {
      const found = await world.bridge.listTemplateVersions({ user: ana, template: id, page: at });
      return found.kind === "versions"
        ? [found.rows.map(({ number }) => number), found.page, found.pages]
        : null;
    };
    expect(await page(0)).toEqual([[23, 22, 21, 20, 19, 18, 17, 16, 15, 14], 0, 3]);
    expect(await page(9)).toEqual([[3, 2, 1], 2, 3]);
  });
});

describe("a template of somebody who left the directory", () => {
  it("is kept and seen by nobody, and is theirs again when they come back", async () => {
    const world = await createWorld();
    const id = await saved(world, ben, { scope: "personal:ben" });
    const members = office.members.filter(({ username }) => username !== "ben");
    const groups = office.groups.map((group) => ({
      ...group,
      members: group.members.filter((name) => name !== "ben"),
    }));
    await world.apply({ ...office, members, groups });
    expect(await world.bridge.openTemplateList({ user: ana })).toMatchObject({ rows: [] });
    expect(await world.bridge.openTemplateList({ user: ben })).toMatchObject({ kind: "refused" });
    await world.apply(office);
    expect(await world.bridge.openTemplateList({ user: ben })).toMatchObject({ rows: [{ id }] });
  });
});
