/** Members manage their templates, and managers those of all. */
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/index.ts";
import { describeModes } from "./modes.ts";
import type { Person } from "./person.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben } = scene;

interface Block {
  readonly block_id: string;
  readonly text?: { readonly text: string };
  readonly accessory?: { readonly options?: readonly { readonly text: { readonly text: string } }[] };
}
const blocksOf = (person: Person) => (person.modal()?.view.blocks ?? []) as Block[];
const rowOf = (person: Person, name: string): Block => {
  const row = blocksOf(person).find(({ text }) => text?.text.startsWith(`*${name}*`));
  if (row === undefined) throw new Error(`no row ${name} in ${person.seesInModal()}`);
  return row;
};
const offeredFor = (person: Person, name: string) =>
  rowOf(person, name).accessory?.options?.map(({ text }) => text.text) ?? [];
const chooses = (person: Person, name: string, action: string) =>
  person.fillsIn(rowOf(person, name).block_id, action);
const sees = (person: Person, words: string) =>
  until(`“${words}” in the modal`, () => person.seesInModal().includes(words));
const stack = (user: string) => world.sandbox.slack.control.views(user).map(({ callbackId }) => callbackId);

/** From the app's Home. */
async function manages(user: string): Promise<Person> {
  const person = world.person(user);
  // Who is known by an e-mail alone is looked up first.
  await world.quiet();
  person.opensHome();
  await until("the Home", () => person.seesAtHome().includes("Manage templates"));
  await person.pressesAtHome("Manage templates");
  await person.waitsForModal("template.manage");
  return person;
}

async function writes(person: Person, fields: Record<string, string>, press = "New template") {
  await person.pressesInModal(press);
  await person.waitsForModal("template.edit");
  for (const [name, value] of Object.entries(fields)) await person.fillsIn(name, value);
  return await person.submits();
}

const fields = { name: "Opening hours", text: "We are open until six." };

describeModes("over %s, a member", (mode, inTurn) => {
  inTurn("writes a template of their own, changes, copies and deletes it, and takes that back", async () => {
    world = await createWorld({ mode });
    const person = await manages(ben);
    await sees(person, "There is no template yet");
    expect(await writes(person, fields)).toMatchObject({ action: "closed" });
    await sees(person, "“Opening hours” is saved. In a thread, !opening-hours alone");
    expect(stack(ben)).toEqual(["template.manage"]);
    expect(offeredFor(person, "Opening hours")).toEqual(["Edit", "Duplicate", "Versions", "Delete"]);

    await chooses(person, "Opening hours", "Edit");
    await person.waitsForModal("template.edit");
    expect(person.fieldInModal("key")).toBe("opening-hours");
    await person.fillsIn("key", "hours");
    await person.fillsIn("text", "We are open until seven :tada:");
    await person.submits();
    await sees(person, "`!hours`");
    await sees(person, "until seven 🎉");

    await chooses(person, "Opening hours", "Duplicate");
    await person.waitsForModal("template.edit");
    expect(person.fieldInModal("name")).toBe("Opening hours (copy)");
    await person.submits();
    await sees(person, "`!opening-hours-copy`");

    await chooses(person, "Opening hours", "Delete");
    await person.waitsForModal("template.delete");
    await person.submits();
    await sees(person, "is deleted. For 30 days it can be brought back.");
    expect(person.seesInModal()).not.toContain("`!hours`");
    await sees(person, "Deleted (1)");
    await person.pressesInModal("Undo");
    await sees(person, "“Opening hours” is back, with the key hours.");
    await sees(person, "`!hours`");
  });

  inTurn("is told that one is back also where Slack does not draw the list anew", async () => {
    world = await createWorld({ mode });
    const person = await manages(ben);
    await writes(person, fields);
    await sees(person, "is saved");
    await chooses(person, "Opening hours", "Delete");
    await person.waitsForModal("template.delete");
    await person.submits();
    await sees(person, "is deleted. For 30 days it can be brought back.");
    const match = { method: "views.update" };
    world.sandbox.slack.control.misbehave({ match, kind: "fail", error: "internal_error" });
    await person.pressesInModal("Undo");
    await until("the words", () =>
      world.told(ben).some((one) => one.includes("“Opening hours” is back, with the key opening-hours.")),
    );
  });

  inTurn("has an earlier version back, and what was deleted before", async () => {
    world = await createWorld({ mode });
    const person = await manages(ben);
    await writes(person, fields);
    await sees(person, "is saved");
    await chooses(person, "Opening hours", "Edit");
    await person.waitsForModal("template.edit");
    await person.fillsIn("text", "We are closed.");
    await person.submits();
    await sees(person, "We are closed.");
    await chooses(person, "Opening hours", "Versions");
    await person.waitsForModal("template.versions");
    expect(person.seesInModal()).toContain("edited by Ben Ito");
    await person.pressesInModal("Bring back");
    await sees(person, "*Version 3*");
    await person.closesModal();
    await sees(person, "We are open until six.");

    await chooses(person, "Opening hours", "Delete");
    await person.waitsForModal("template.delete");
    await person.submits();
    await sees(person, "is deleted");
    expect(await writes(person, { ...fields, key: "opening-hours" })).toMatchObject({ action: "closed" });
    await sees(person, "`!opening-hours`");
    await person.pressesInModal("Deleted (1)");
    await sees(person, "deleted by Ben Ito");
    // Name and key are another's by now: it is mended in a form on top of both.
    await person.pressesInModal("Bring back");
    await person.waitsForModal("template.edit");
    expect(stack(ben)).toHaveLength(3);
    expect(person.seesInModal()).toContain("The key opening-hours is taken");
    await person.fillsIn("name", "Old hours");
    await person.fillsIn("key", "old-hours");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await sees(person, "“Old hours” is back, with the key old-hours.");
    expect(person.seesInModal()).toContain("Nothing was deleted in the last 30 days.");
    await person.closesModal();
    await sees(person, "`!old-hours`");
  });

  inTurn("comes to the list by the slash command, too", async () => {
    world = await createWorld({ mode });
    const person = world.person(ana);
    await person.types("/sms-template manage", scene.channel);
    await person.waitsForModal("template.manage");
    expect(await writes(person, fields)).toMatchObject({ action: "closed" });
    await sees(person, "`!opening-hours`");
  });

  inTurn(
    "who manages moves their own to the company, and whoever is second at a change is told of the first",
    async () => {
      world = await createWorld({ mode, directory: twoManagers });
      const person = await manages(ana);
      await writes(person, fields);
      await sees(person, "is saved");
      expect(offeredFor(person, "Opening hours")).toEqual([
        "Edit",
        "Duplicate",
        "Move to...",
        "Versions",
        "Delete",
      ]);
      await chooses(person, "Opening hours", "Move to...");
      await person.waitsForModal("template.move");
      await person.fillsIn("scope", "Company");
      await person.submits();
      await sees(person, "“Opening hours” is moved to Company.");

      const second = await manages(ben);
      await chooses(second, "Opening hours", "Edit");
      await second.waitsForModal("template.edit");
      await chooses(person, "Opening hours", "Edit");
      await person.waitsForModal("template.edit");
      await person.fillsIn("text", "We are open until seven.");
      await person.submits();
      await second.fillsIn("text", "We are open until eight.");
      expect(await second.submits()).toMatchObject({ action: "updated" });
      expect(second.seesInModal()).toContain("Ana Reyes changed it while you had it open");
      expect(second.seesInModal()).toContain("The text now: “We are open until seven.”");
      expect(second.fieldInModal("text")).toBe("We are open until eight.");
      expect(await second.submits()).toMatchObject({ action: "closed" });
      await sees(second, "We are open until eight.");
    },
  );
});

const twoManagers = `time_zone: America/New_York
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200" }
members:
  - { username: ana, extension: "101", slack: ${ana}, role: manager, name: Ana Reyes }
  - { username: ben, extension: "102", slack: ben@example.com, role: manager, name: Ben Ito }
groups:
  - { name: Front desk, extension: "200", channel: ${scene.channel}, members: [ana, ben], outbound_line: "${scene.line}" }
`;

describe("the form of a template", () => {
  it("says at each field what is wrong with it, and keeps what was typed", async () => {
    world = await createWorld();
    const person = await manages(ben);
    const wrong = { name: "Hours", key: "no good!", text: "x".repeat(1_001) };
    expect(await writes(person, wrong)).toMatchObject({ action: "errors" });
    expect(person.errorsInModal()).toMatchObject({
      key: expect.stringContaining("can't be a key"),
      text: expect.stringContaining("1,001"),
    });
    await person.fillsIn("key", "hours");
    await person.fillsIn("text", "Until six.");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await sees(person, "`!hours`");
  });

  it("that is submitted twice makes one template", async () => {
    world = await createWorld();
    const person = await manages(ben);
    await person.pressesInModal("New template");
    await person.waitsForModal("template.edit");
    await person.fillsIn("name", fields.name);
    await person.fillsIn("text", fields.text);
    await Promise.allSettled([person.submits(), person.submits()]);
    await sees(person, "`!opening-hours`");
    expect(person.seesInModal()).not.toContain("`!opening-hours-2`");
  });

  it("shows how it reads, whenever asked, and a manager what others will use", async () => {
    world = await createWorld();
    const person = await manages(ana);
    await person.pressesInModal("New template");
    await person.waitsForModal("template.edit");
    await person.fillsIn("name", "Reminder");
    await person.fillsIn("text", "Hi {{contact.first_name}}, see you {{?day}}.");
    await person.pressesInModal("Preview");
    await sees(person, "Hi Maria, see you ⟦Day⟧.");
    expect(person.fieldInModal("name")).toBe("Reminder");
    await person.fillsIn("text", "Dear {{contact.name}}");
    await person.fillsIn("scope", "Company");
    await sees(person, "Dear Maria Lopez");
    await person.fillsIn("text", "Hello {{contact.name}}");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await sees(person, "“Reminder” is saved");
    expect(person.seesInModal()).toContain("For example: “Hello Maria Lopez”");
    const other = await manages(ben);
    expect(offeredFor(other, "Reminder")).toEqual(["Duplicate", "Versions"]);
  });
});

describe("the list of templates", () => {
  it("of five hundred is looked through by scope, words and pages", async () => {
    world = await createWorld({ env: { TEMPLATE_LIMIT_COMPANY: "1000" } });
    const store = await openStore({
      database: join(world.folder, "threadline.db"),
      keys: [],
      tables: "expect",
    });
    await store.transaction(async (tx) => {
      for (let n = 0; n < 500; n += 1) {
        const scope = n < 250 ? ({ kind: "company" } as const) : group;
        const one = { key: `n-${n}`, name: `Number ${n}`, text: `Words of ${n}.`, literal: false };
        await tx.templates.insert({ ...one, scope, id: `t-${n}` as never, by: null, at: 1 });
      }
    });
    await store.close();
    const person = await manages(ana);
    await sees(person, "Page 1 of 25");
    for (const again of [() => person.pressesInModal("More"), () => person.fillsIn("words", "number 499")]) {
      const match = { method: "views.update" };
      world.sandbox.slack.control.misbehave({ match, kind: "fail", error: "invalid_arguments" });
      await again();
      await sees(person, "Slack did not show what came of it");
      await person.closesModal();
      await sees(person, "Page 1 of 25");
    }
    await person.pressesInModal("More");
    await sees(person, "Page 2 of 25");
    await chooses(person, "Number 270", "Edit");
    await person.waitsForModal("template.edit");
    await person.closesModal();
    await person.fillsIn("words", "number 499");
    await sees(person, "`!n-499`");
    expect(person.seesInModal()).not.toContain("Page");
    await person.submits({ words: { "template.search": "nothing at all" } });
    await sees(person, "No template has “nothing at all”");
  });
});
const group = { kind: "group", extension: "200" as never } as const;
