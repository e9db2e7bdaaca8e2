import { describe, expect, it } from "vitest";
import type { SavedTemplate } from "../../../src/bridge/template-library/save-template.ts";
import type { TemplateId } from "../../../src/domain/ids.ts";
import { ana, ben, cy, dan, eve, office, stranger } from "../front-desk.ts";
import { createWorld, minute, type World, words } from "../world.ts";
import { get, hours, problemsOf, save, saved, standing } from "./library.ts";

const formIn = (outcome: SavedTemplate) => {
  if (outcome.kind !== "form") throw new Error(JSON.stringify(outcome));
  return outcome;
};
const said = (outcome: SavedTemplate) => formIn(outcome).said.map(words).join("\n");
const seenBy = async (world: World, id: TemplateId) => ({ id, version: (await get(world, id)).version });

describe("a template", () => {
  it.each([
    ["an agent for themselves", ben, "personal:ben", "saved"],
    ["an agent for a colleague", ben, "personal:cy", "wrong"],
    ["an agent for their group", ben, "group:200", "wrong"],
    ["an agent for the company", ben, "company", "wrong"],
    ["a manager for themselves", ana, "personal:ana", "saved"],
    ["a manager for an agent", ana, "personal:ben", "wrong"],
    ["a manager for their group", ana, "group:200", "saved"],
    ["a manager for another group", eve, "group:300", "saved"],
    ["a manager for a group that there is not", eve, "group:999", "wrong"],
    ["a manager for the company", eve, "company", "saved"],
    ["somebody whom nobody knows", stranger, "company", "refused"],
  ])("by %s", async (_who, user, scope, kind) => {
    const world = await createWorld();
    expect(await save(world, user, { scope })).toMatchObject({ kind });
    expect(await standing(world)).toHaveLength(kind === "saved" ? 1 : 0);
  });

  it("gets its key from its name where none is typed, and words that say what became of it", async () => {
    const world = await createWorld();
    const outcome = await save(world, ben, { scope: "personal:ben", key: " " });
    expect(outcome).toMatchObject({
      kind: "saved",
      sentence: "“Opening hours” is saved. In a thread, !opening-hours alone as a reply fills it in.",
    });
    expect(await standing(world)).toMatchObject([{ key: "opening-hours", changedBy: "ben", version: 1 }]);
  });

  it("has all that is wrong with it said at its fields, and can be saved under the same act after that", async () => {
    const world = await createWorld();
    const act = "view:V0";
    const wrong = { name: " ", key: "no good", text: "", scope: null };
    const problems = problemsOf(await save(world, ana, wrong, { act }));
    expect(Object.keys(problems).sort()).toEqual(["key", "name", "scope", "text"]);
    expect(await save(world, ana, {}, { act })).toMatchObject({ kind: "saved" });
  });

  it("is created once by one act", async () => {
    const world = await createWorld();
    const act = "view:V0";
    const both = await Promise.all([save(world, ana, {}, { act }), save(world, ana, {}, { act })]);
    expect(both.map(({ kind }) => kind)).toEqual(["saved", "saved"]);
    expect(await standing(world)).toHaveLength(1);
  });

  it.each([
    ["name", { name: "OPENING  hours", key: "other" }, "is there already"],
    ["key", { name: "Other", scope: "personal:ana" }, "taken"],
    ["text", { name: "Other", key: "other", text: "x".repeat(1_001) }, "1,001"],
    ["text", { name: "Other", key: "other", text: "Hi {{contact.nam}}" }, "Did you mean {{contact.name}}?"],
  ])("has its %s refused where %j", async (field, typed, why) => {
    const world = await createWorld();
    await saved(world, ana);
    expect(problemsOf(await save(world, ana, typed))[field]).toContain(why);
  });

  it("is one too many beyond what is set", async () => {
    const world = await createWorld({ templateLimits: { personal: 1, company: 1 } });
    await saved(world, ben, { scope: "personal:ben" });
    const second = { scope: "personal:ben", name: "Other", key: "other" };
    expect(problemsOf(await save(world, ben, second)).scope).toContain("Delete one of them first");
    await saved(world, cy, { ...second, scope: "personal:cy" });
  });

  it("for others is said as it reads filled in, once it is saved, where there is something to fill in", async () => {
    const world = await createWorld();
    const text = "Hi {{contact.first_name}}, it is {{?appointment day}}.";
    const said = async (typed: Parameters<typeof save>[2]) => {
      const outcome = await save(world, ana, { text, ...typed });
      return "sentence" in outcome ? outcome.sentence : expect.fail(outcome.kind);
    };
    expect(await said({})).toContain("For example: “Hi Maria, it is ⟦Appointment day⟧.”");
    expect(await said({ name: "Own", key: "own", scope: "personal:ana" })).not.toContain("example");
    expect(await said({ name: "Plain", key: "plain", text: "Until six." })).not.toContain("example");
  });

  it.each([
    ["personal:ben", "Front desk"],
    ["group:300", "Billing"],
  ])("of %s is shown as it leaves from %s", async (scope, line) => {
    const world = await createWorld();
    const typed = { ...hours, scope, text: "This is {{line.name}}." };
    const form = await world.bridge.previewTemplate({ user: eve, seen: null, typed, always: true });
    expect(form).toMatchObject({ kind: "form", preview: { text: `This is ${line}.` } });
  });

  it("is counted without what is still missing in it", async () => {
    const world = await createWorld();
    const typed = { ...hours, text: "It is {{?appointment day}}." };
    const form = await world.bridge.previewTemplate({ user: ana, seen: null, typed, always: true });
    expect(form).toMatchObject({ preview: { length: expect.stringMatching(/^7 characters, 1 segment/) } });
  });

  it("that nothing was changed in has no new version", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    const seen = { id, version: 1 };
    expect(await save(world, ana, {}, { seen })).toMatchObject({ kind: "saved" });
    expect((await get(world, id)).version).toBe(1);
  });

  it("that was forgotten while it was open is saved as a new one", async () => {
    const world = await createWorld();
    const seen = { id: "gone" as TemplateId, version: 3 };
    expect(await save(world, ana, {}, { seen })).toMatchObject({ kind: "saved" });
    expect(await standing(world)).toMatchObject([{ version: 1 }]);
  });

  it("that lives at a carrier is not changed here", async () => {
    const world = await createWorld();
    const id = "t-remote" as TemplateId;
    await world.ctx.store.transaction(async (tx) => {
      const scope = { kind: "company" } as const;
      await tx.templates.insert({
        ...hours,
        scope,
        id,
        by: null,
        at: 1,
        origin: "ringcentral",
        remoteId: "7",
      });
    });
    const seen = { id, version: 1 };
    expect(await save(world, ana, { text: "Until seven." }, { seen })).toMatchObject({
      kind: "refused",
      sentence:
        "“Opening hours” is from RingCentral. Change it there, and it changes here; or duplicate it, and change the copy.",
    });
    expect(await world.bridge.askToEditTemplate({ user: ana, template: id })).toMatchObject({
      kind: "refused",
    });
    expect(await world.bridge.deleteTemplate({ user: ana, template: id })).toMatchObject({ kind: "refused" });
    const copy = await world.bridge.askToDuplicate({ user: ana, template: id });
    expect(copy).toMatchObject({ kind: "form", typed: { name: "Opening hours (copy)", key: "" } });
  });
});

describe("a template that two people change", () => {
  const both = async (world: World) => {
    const id = await saved(world, ana);
    const seen = await seenBy(world, id);
    world.skip(minute);
    await saved(world, eve, { name: "Hours", text: "We are open until seven." }, { seen });
    return { id, seen };
  };

  it("is not overwritten: the second is told what the first changed, and keeps their words", async () => {
    const world = await createWorld();
    const { id, seen } = await both(world);
    const act = "view:V0";
    const mine = { text: "We are open until eight." };
    const outcome = formIn(await save(world, ana, mine, { seen, act }));
    expect(said(outcome)).toBe(
      [
        "Eve changed it while you had it open, (time).",
        "The name was: “Opening hours”. Now: “Hours”.",
        "The text was: “We are open until six.”",
        "The text now: “We are open until seven.”",
        "Your words stand below. Save puts them in the place of these; Cancel leaves these as they are.",
      ].join("\n"),
    );
    expect(outcome).toMatchObject({ typed: mine, seen: { id, version: 2 } });
    expect(await get(world, id)).toMatchObject({ text: "We are open until seven.", version: 2 });
    await saved(world, ana, mine, { seen: outcome.seen, act });
    expect(await get(world, id)).toMatchObject({ name: "Opening hours", ...mine, version: 3 });
  });

  it("is saved where both meant the same", async () => {
    const world = await createWorld();
    const { id, seen } = await both(world);
    await saved(world, ana, { name: "Hours", text: "We are open until seven." }, { seen });
    expect((await get(world, id)).version).toBe(2);
  });

  it("and that was moved to others meanwhile, stays there: whoever has it open is told so first", async () => {
    const world = await createWorld();
    const id = await saved(world, ana, { scope: "personal:ana" });
    const seen = await seenBy(world, id);
    await world.bridge.moveTemplate({ user: ana, template: id, to: "company" });
    const mine = { scope: "personal:ana", text: "We are open until eight." };
    const outcome = formIn(await save(world, ana, mine, { seen }));
    expect(said(outcome)).toContain("It was: Yours. Now: Company.");
    expect(outcome.typed).toMatchObject({ scope: "company", text: mine.text });
    await saved(world, ana, outcome.typed, { seen: outcome.seen });
    expect(await get(world, id)).toMatchObject({ scope: { kind: "company" }, text: mine.text });
  });

  it("and one deletes, comes back when the other saves once more", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    const seen = await seenBy(world, id);
    await world.bridge.deleteTemplate({ user: eve, template: id });
    const mine = { text: "We are open until eight." };
    const outcome = formIn(await save(world, ana, mine, { seen }));
    expect(said(outcome)).toContain("Eve deleted it while you had it open");
    expect(await standing(world)).toEqual([]);
    await saved(world, ana, mine, { seen: outcome.seen });
    expect(await standing(world)).toMatchObject([{ id, ...mine, version: 3, deletedAt: null }]);
  });

  it("is changed by a file, too", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    const seen = await seenBy(world, id);
    await world.ctx.store.transaction(async (tx) => {
      await tx.templates.change(id, { key: "open" }, { by: null, at: world.now(), change: "edited" });
    });
    expect(said(await save(world, ana, { text: "Until eight." }, { seen }))).toContain(
      "A file changed it while you had it open",
    );
  });

  it("is nobody's any more who lost the right meanwhile", async () => {
    const world = await createWorld();
    const id = await saved(world, ana);
    const seen = await seenBy(world, id);
    const members = office.members.map((one) =>
      one.username === "ana" ? { ...one, role: "agent" as const } : one,
    );
    await world.apply({ ...office, members });
    expect(await save(world, ana, { text: "Until eight." }, { seen })).toMatchObject({ kind: "refused" });
  });

  it("is not seen by whom it does not concern", async () => {
    const world = await createWorld();
    const id = await saved(world, ben, { scope: "personal:ben" });
    const others = await saved(world, ana, { scope: "group:300", name: "Bills", key: "bills" });
    for (const [user, template] of [
      [ana, id],
      [dan, id],
      [ben, others],
    ] as const) {
      const one = { user, template };
      for (const outcome of [
        await world.bridge.askToEditTemplate(one),
        await world.bridge.askToDuplicate(one),
        await world.bridge.askAboutTemplate(one),
        await world.bridge.listTemplateVersions(one),
        await world.bridge.deleteTemplate(one),
        await world.bridge.moveTemplate({ ...one, to: "company" }),
        await world.bridge.bringBackVersion({ ...one, number: 1 }),
        await world.bridge.restoreTemplate(one),
      ])
        expect(outcome).toMatchObject({ kind: "refused", sentence: expect.stringContaining("not there") });
    }
    expect(await standing(world)).toHaveLength(2);
  });
});
