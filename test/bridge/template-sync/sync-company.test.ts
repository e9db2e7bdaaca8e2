import { describe, expect, it } from "vitest";
import { lookAtTemplates } from "../../../src/bridge/template-sync/sync-templates.ts";
import type { TemplateId } from "../../../src/domain/ids.ts";
import { ana, eve } from "../front-desk.ts";
import { createScriptedCarrier } from "../scripted-carrier.ts";
import { get, save, saved, standing } from "../template-library/library.ts";
import { minute, second, type World } from "../world.ts";
import { createSides, edit, round } from "./sides.ts";
import { office, type TemplatesThere } from "./templates-there.ts";

const here = async (world: World) =>
  (await standing(world)).map(({ name, text }) => `${name}: ${text}`).sort();
const versions = async (world: World, id: TemplateId) =>
  (await world.ctx.store.read((tx) => tx.templates.versions(id))).map(({ text, by }) => `${text} ${by}`);
const rows = async (world: World) => {
  const list = await world.bridge.openTemplateList({ user: ana });
  if (list.kind !== "list") throw new Error(list.sentence);
  return list.rows;
};
const told = (world: World) => world.desk.told.map(({ sentence }) => sentence.join(""));

describe("a template of the company", () => {
  it("stands at the carrier two seconds after it was written, changed and deleted here", async () => {
    const { world, there } = await createSides();
    const id = await saved(world, ana, { text: "Until six." });
    await world.pass(2 * second);
    expect(there.shows()).toEqual(["Opening hours: Until six."]);
    await edit(world, id, { text: "Until seven.", name: "Hours" });
    await world.pass(2 * second);
    expect(there.shows()).toEqual(["Hours: Until seven."]);
    await world.bridge.deleteTemplate({ user: ana, template: id });
    await world.pass(2 * second);
    expect(there.shows()).toEqual([]);
    await world.bridge.restoreTemplate({ user: ana, template: id });
    await world.pass(2 * second);
    expect(there.shows()).toEqual(["Hours: Until seven."]);
    expect(there.writes).toHaveLength(4);
  });

  it("is here within a quarter of an hour after it was written, changed and deleted there", async () => {
    const { world, there } = await createSides();
    there.put("Parking", "Behind {the} house {{free}}");
    await round(world);
    const [parking] = await standing(world);
    expect(parking).toMatchObject({
      key: "parking",
      scope: { kind: "company" },
      literal: true,
      origin: "own",
    });
    there.put("Parking", "In the yard", { rename: "Where to park" });
    await round(world);
    expect(await here(world)).toEqual(["Where to park: In the yard"]);
    there.delete("Where to park");
    await round(world);
    expect(await here(world)).toEqual([]);
    await world.bridge.restoreTemplate({ user: ana, template: parking?.id as TemplateId });
    await world.pass(2 * second);
    expect(there.shows()).toEqual(["Where to park: In the yard"]);
    expect(there.writes).toEqual(["create Where to park"]);
  });

  it("says who changed it there, where its versions are listed", async () => {
    const { world, there } = await createSides();
    there.put("Parking", "In the yard");
    await round(world);
    const [{ id: template } = { id: "" as TemplateId }] = await standing(world);
    const listed = await world.bridge.listTemplateVersions({ user: ana, template });
    expect(listed).toMatchObject({ rows: [{ did: "created", by: "RingCentral" }] });
  });
});

describe("both sides changed", () => {
  it("leave the newer one where the carrier says when, and the other as a version", async () => {
    const { world, there } = await createSides();
    there.tellsTimes = true;
    const id = await saved(world, ana, { text: "One" });
    await world.pass(2 * second);
    await edit(world, id, { text: "Ours, first" });
    world.skip(second);
    there.put("Opening hours", "Theirs, later");
    await round(world);
    expect([await here(world), there.shows()]).toEqual([
      ["Opening hours: Theirs, later"],
      ["Opening hours: Theirs, later"],
    ]);
    expect(await versions(world, id)).toContain("Ours, first ana");
    there.put("Opening hours", "Theirs, first");
    world.skip(second);
    await edit(world, id, { text: "Ours, later" });
    await round(world);
    expect([await here(world), there.shows()]).toEqual([
      ["Opening hours: Ours, later"],
      ["Opening hours: Ours, later"],
    ]);
    expect(await versions(world, id)).toContain("Theirs, first carrier:twilio");
    const writes = there.writes.length;
    await round(world);
    expect(there.writes).toHaveLength(writes);
  });

  it("leave theirs where ours has stood since before it was last seen unchanged there", async () => {
    const { world, there } = await createSides();
    const id = await saved(world, ana, { text: "One" });
    await world.pass(2 * second);
    there.editors.clear();
    await edit(world, id, { text: "Ours, kept out" });
    await round(world);
    there.put("Opening hours", "Theirs");
    await round(world);
    expect(await here(world)).toEqual(["Opening hours: Theirs"]);
    expect(await versions(world, id)).toContain("Ours, kept out ana");
  });

  it("by what was deleted on one and changed on the other, keep what was changed", async () => {
    const { world, there } = await createSides();
    const [one, two] = [
      await saved(world, ana, { text: "One", name: "One", key: "one" }),
      await saved(world, ana, { text: "Two", name: "Two", key: "two" }),
    ];
    await world.pass(2 * second);
    there.delete("One");
    await edit(world, one, { text: "One, changed" });
    await world.bridge.deleteTemplate({ user: ana, template: two });
    there.put("Two", "Two, changed");
    await round(world);
    expect(await here(world)).toEqual(["One: One, changed", "Two: Two, changed"]);
    expect(there.shows()).toEqual(["One: One, changed", "Two: Two, changed"]);
    expect((await get(world, two)).deletedAt).toBeNull();
  });

  it("may take each other's names", async () => {
    const { world, there } = await createSides();
    const one = await saved(world, ana, { text: "1", name: "One", key: "one" });
    const two = await saved(world, ana, { text: "2", name: "Two", key: "two" });
    await world.pass(2 * second);
    there.put("One", "1", { rename: "-" });
    there.put("Two", "2", { rename: "One" });
    there.put("-", "1", { rename: "Two" });
    await round(world);
    expect(await here(world)).toEqual(["One: 2", "Two: 1"]);
    for (const [id, name] of [
      [one, "-"],
      [two, "Two"],
      [one, "One"],
    ] as const)
      await edit(world, id, { name });
    await round(world);
    expect(await here(world)).toEqual(["One: 1", "Two: 2"]);
    expect(there.shows()).toEqual(["One: 1", "Two: 2"]);
  });
});

describe("the first look", () => {
  it("joins those of one name: the same as they are; of others ours stands, theirs is a version", async () => {
    const { world, there } = await createSides();
    there.put("Same", "As here \r\nand there ");
    there.put("OTHER", "Theirs");
    there.put("Only there", "New");
    await saved(world, ana, { name: "Same", key: "same", text: "As here\nand there" });
    const other = await saved(world, ana, { name: "Other", key: "other", text: "Ours" });
    await saved(world, ana, { name: "Only here", key: "only", text: "Old" });
    await round(world);
    const all = ["Only here: Old", "Only there: New", "Other: Ours", "Same: As here\nand there"];
    expect(await here(world)).toEqual(all);
    expect(there.shows()).toEqual([...all.slice(0, 3), "Same: As here \r\nand there "]);
    expect(await versions(world, other)).toEqual(["Ours ana", "Theirs carrier:twilio", "Ours ana"]);
  });
});

describe("what stays here", () => {
  it("are those with variables and groups', marked in the list; one that a file brought is on both sides", async () => {
    const { world, there } = await createSides();
    const outcome = await save(world, ana, {
      name: "Hi",
      key: "hi",
      text: "Hi {{contact.first_name|there}}",
    });
    expect(outcome).toMatchObject({
      sentence: expect.stringContaining("It stays in Slack only: RingCentral takes no variables."),
    });
    await saved(world, ana, { name: "Way", key: "way", scope: "group:200", text: "Second door" });
    await world.ctx.store.transaction((tx) =>
      tx.templates.insert({
        ...{ scope: { kind: "company" }, name: "File", key: "file", text: "From it", literal: false },
        ...{ id: "f" as TemplateId, by: null, at: 1 },
      }),
    );
    await round(world);
    expect(there.shows()).toEqual(["File: From it"]);
    expect((await rows(world)).map(({ name, staysHere }) => [name, staysHere])).toEqual([
      ["Way", undefined],
      ["File", undefined],
      ["Hi", "Slack only: it has variables"],
    ]);
    expect(told(world)).toEqual([]);
  });

  it("is what got variables: the carrier's stays as it was, and is one of its own once it is changed there", async () => {
    const { world, there } = await createSides();
    const id = await saved(world, ana, { text: "Hello" });
    await world.pass(2 * second);
    await edit(world, id, { text: "Hello {{contact.first_name|you}}" });
    await round(world);
    expect(there.shows()).toEqual(["Opening hours: Hello"]);
    there.put("Opening hours", "Hello there");
    await round(world);
    expect(await here(world)).toEqual([
      "Opening hours (RingCentral): Hello there",
      "Opening hours: Hello {{contact.first_name|you}}",
    ]);
    await edit(world, id, { text: "Plain again" });
    await world.pass(2 * second);
    expect((await rows(world)).map(({ staysHere }) => staysHere)).toContain(
      "Slack only: RingCentral has another one of this name",
    );
  });

  it.each([
    ["permission", (there: TemplatesThere) => there.editors.clear(), "may not be changed", "Ask for it."],
    [
      "room",
      (there: TemplatesThere) => {
        there.limit = 0;
      },
      "as many as it takes",
      "Delete one",
    ],
    [
      "length",
      (there: TemplatesThere) => {
        there.longest = 5;
      },
      "RingCentral takes 5 characters at most",
      "Shorten it",
    ],
    [
      "taste",
      (there: TemplatesThere) => {
        const refusal = { kind: "refused", why: "invalid", sentence: "It says no." } as const;
        there.answers.push(refusal, refusal, refusal);
      },
      "does not take it",
      "It says no.",
    ],
  ])("for want of %s is marked, and managers are told once", async (_, spoil, mark, sentence) => {
    const { world, there } = await createSides();
    spoil(there);
    await saved(world, ana, {});
    for (let count = 0; count < 3; count += 1) await round(world);
    expect((await rows(world))[0]?.staysHere).toContain(mark);
    expect(told(world)).toHaveLength(2);
    expect(told(world)[0]).toContain(sentence);
    expect(world.counted.get("templates_refused")).toBeGreaterThan(1);
    there.editors.add(office);
    there.limit = 50;
    there.longest = 1_000;
    await round(world);
    expect(there.shows()).toHaveLength(1);
    expect((await rows(world))[0]?.staysHere).toBeUndefined();
  });

  it("is written by another login where the first may not", async () => {
    const { world, there } = await createSides();
    there.editors.clear();
    there.editors.add("ben" as never);
    there.letIn.delete(office);
    await saved(world, eve, {});
    await world.pass(2 * second);
    expect(there.shows()).toHaveLength(1);
  });
});

describe("what goes wrong", () => {
  it("on the way there is found again by its name, and made once", async () => {
    const { world, there } = await createSides();
    await saved(world, ana, {});
    there.losesNext = true;
    await world.pass(2 * minute);
    expect(there.writes).toEqual(["create Opening hours"]);
    await round(world);
    expect(there.writes).toHaveLength(1);
    expect(await standing(world)).toHaveLength(1);
    expect(world.counted.get("templates_failed")).toBe(1);
  });

  it("where it is deleted there just as it is changed here makes it anew", async () => {
    const { world, there } = await createSides();
    const id = await saved(world, ana, {});
    await world.pass(2 * second);
    await edit(world, id, { text: "Until seven." });
    there.afterList = () => there.delete("Opening hours");
    await round(world);
    expect(there.shows()).toEqual(["Opening hours: Until seven."]);
    await round(world);
    expect(there.writes).toEqual(["create Opening hours", "create Opening hours"]);
    expect(await here(world)).toEqual(["Opening hours: Until seven."]);
  });

  it("while nobody is let in changes nothing here", async () => {
    const { world, there } = await createSides();
    await saved(world, ana, {});
    await world.pass(2 * second);
    there.letIn.clear();
    there.delete("Opening hours");
    await round(world);
    expect(await standing(world)).toHaveLength(1);
    expect(world.logged.at(-1)?.message).toContain("can't be kept the same");
  });

  it("in how the carrier keeps what it is given goes round once, and not for ever", async () => {
    const { world, there } = await createSides();
    there.keeps = ({ name, text }) => ({
      name: name.trim(),
      text: text.replaceAll("\n", "\r\n").replaceAll("🌷", "").slice(0, 12),
    });
    await saved(world, ana, { text: "One \n two 🌷 three" });
    await world.pass(2 * second);
    for (let count = 0; count < 3; count += 1) await round(world);
    expect(there.writes).toHaveLength(1);
    expect(await here(world)).toEqual(["Opening hours: One\n two 🌷 three"]);
  });

  it("in what the carrier lists deletes nothing that is still there", async () => {
    const { world, there } = await createSides();
    const one = await saved(world, ana, { name: "One", key: "one", text: "1" });
    await saved(world, ana, { name: "Two", key: "two", text: "2" });
    await world.pass(2 * second);
    there.listsAtMost = 0;
    await round(world);
    await edit(world, one, { text: "1, changed" });
    await round(world);
    expect(await here(world)).toEqual(["One: 1, changed", "Two: 2"]);
    expect(there.writes).toHaveLength(2);
    there.listsAtMost = 50;
    await round(world);
    expect(there.shows()).toEqual(["One: 1, changed", "Two: 2"]);
  });

  it("hides no deleted one for ever, however many others it leaves out", async () => {
    const { world, there } = await createSides();
    const names = Array.from({ length: 13 }, (_, index) => `Number ${index + 10}`);
    for (const name of names)
      await saved(world, ana, { name, key: name.toLowerCase().replace(" ", "-"), text: name });
    await world.pass(2 * second);
    there.listsAtMost = 0;
    for (const [index, name] of names.entries()) if (index % 6 === 0) there.delete(name);
    for (let count = 0; count < 8; count += 1) await round(world);
    const left = names.filter((_, index) => index % 6 !== 0).map((name) => `${name}: ${name}`);
    expect(await here(world)).toEqual(left);
  });

  it("by a login of another account deletes nothing: it is as the first look there", async () => {
    const { world, there } = await createSides();
    await saved(world, ana, { name: "One", key: "one", text: "1" });
    await world.pass(2 * second);
    there.delete("One");
    there.account = "of now";
    await round(world);
    expect(await here(world)).toEqual(["One: 1"]);
    expect(there.writes).toEqual(["create One", "create One"]);
  });

  it("for want of room here is told once, and comes once there is some", async () => {
    const { world, there } = await createSides({ templateLimits: { personal: 25, company: 1 } });
    const id = await saved(world, ana, {});
    there.put("Parking", "In the yard");
    await round(world);
    await round(world);
    expect(
      told(world).filter((text) => text.includes("“Parking” of RingCentral can't be shown")),
    ).toHaveLength(2);
    await world.bridge.deleteTemplate({ user: ana, template: id });
    await round(world);
    expect(await here(world)).toEqual(["Parking: In the yard"]);
  });

  it("for want of room here takes nothing away there that was written there since", async () => {
    const { world, there } = await createSides({ templateLimits: { personal: 25, company: 2 } });
    const one = await saved(world, ana, { name: "One", key: "one", text: "1" });
    const two = await saved(world, ana, { name: "Two", key: "two", text: "2" });
    await world.pass(2 * second);
    for (const template of [one, two]) await world.bridge.deleteTemplate({ user: ana, template });
    for (const name of ["Three", "Four"])
      await saved(world, ana, { name, key: name.toLowerCase(), text: name });
    there.put("One", "1, written there");
    await round(world);
    await round(world);
    expect(there.shows()).toEqual(["Four: Four", "One: 1, written there", "Three: Three"]);
    expect(told(world).filter((text) => text.includes("“One” of RingCentral can't be shown"))).toHaveLength(
      2,
    );
  });
});

it("is left alone where it is off, and what was the same stays here where the carrier has no logins any more", async () => {
  const off = await createSides({ mirrorTemplates: false });
  await saved(off.world, ana, {});
  await round(off.world);
  expect(off.there.writes).toEqual([]);
  expect((await rows(off.world))[0]?.staysHere).toBeUndefined();

  const { world } = await createSides();
  await saved(world, ana, {});
  await world.pass(2 * second);
  const carriers = new Map([["twilio", createScriptedCarrier().carrier]]);
  await lookAtTemplates({ ...world.ctx, carriers });
  expect(await world.ctx.store.read((tx) => tx.templateLinks.all())).toEqual([]);
  expect(await standing(world)).toHaveLength(1);
});

it("writes nothing where it was saved as it stood", async () => {
  const { world, there } = await createSides();
  const id = await saved(world, ana, {});
  await world.pass(2 * second);
  await save(world, ana, {}, { seen: { id, version: 1 } });
  await world.pass(2 * second);
  expect(there.writes).toHaveLength(1);
});
