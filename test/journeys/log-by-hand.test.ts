/** A conversation is logged by hand: from the menu of its card, from one of its messages, and where the logging page offers it. */
import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { menus } from "./reading.ts";
import { createWorld, scene, shown, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben } = scene;
const noel = "+15550199007";

const stranger = "+15550199077";
const directory = `${sceneDirectory}\ncrm: { popup_after_first: on, log_shared: from_first_message }\n`;

const crm = () => {
  const standIn = world.sandbox.crm;
  if (standIn === null) throw new Error("there is no CRM");
  return standIn.control;
};

async function start(options: WorldOptions = {}) {
  world = await createWorld({ crm: "hubspot", ...options });
  const contact = crm().putContact({ name: "Noel Park", phone: noel });
  const root = await world.opened("Hi, it's about the invoice", noel);
  return {
    contact,
    root,
    bodies: () =>
      crm()
        .records(contact.id)
        .map(({ body }) => body),
  };
}

async function fromMenu(user: string, { channel, ts }: MessageView, label: string): Promise<void> {
  const { control } = world.sandbox.slack;
  const menu = menus(control.message(channel, ts)).find(({ placeholder }) => placeholder === "More");
  const option = menu?.options.find(({ label: words }) => words === label);
  if (menu === undefined || option === undefined) throw new Error(`the menu has no ${label}`);
  await control.press({ user, channel, ts, actionId: menu.actionId, value: option.value });
}

describe("by hand", () => {
  it("an open conversation is logged from its card, with a note, and the card says so", async () => {
    const { root, bodies } = await start();
    await fromMenu(ana, root, "Log to CRM");
    const person = world.person(ana);
    await person.waitsForModal("log.form");
    expect(person.seesInModal()).toContain("Noel Park");
    await person.fillsIn("note", "Wants a copy");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await world.passUntil("the card", () =>
      shown(world.card("(555) 019-9007") ?? root).includes("Logged to <"),
    );
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toContain("Wants a copy");
    expect(world.told(ana)).toEqual([]);
  });

  it("some messages are logged alone, from one of them on; chosen again they show that", async () => {
    const { root, bodies } = await start();
    await world.shortcut(ana, root.ts, "log.selected");
    const person = world.person(ana);
    await person.waitsForModal("log.selected");
    await person.submits();
    await world.passUntil("the record", () => bodies().length === 1);
    await world.passUntil("ana hears", () =>
      world.told(ana).some((told) => told.includes("that you chose is logged to")),
    );
    await world.shortcut(ana, root.ts, "log.selected");
    await person.waitsForModal("log.selected");
    await person.fillsIn("note", "The invoice of May");
    await person.submits();
    await person.waitsForModal("log.form");
    expect(person.seesInModal()).toContain("These messages have a record already. Press Log to add to it.");
    expect(person.fieldInModal("note")).toBe("The invoice of May");
    await person.submits();
    await world.passUntil("the note", () => bodies()[0]?.includes("The invoice of May") === true);
    expect(bodies()).toHaveLength(1);
  });
});

describe("the logging page", () => {
  it("is offered privately after the first typed reply of a day, and only then", async () => {
    const { root, bodies } = await start({ directory });
    await world.reply(ben, root, "It is on its way");
    await world.passUntil("the offer", () => world.told(ben).length === 1);
    await world.passUntil("the record", () => bodies()[0]?.includes("on its way") === true);
    await world.choose(ben, "Log");
    const person = world.person(ben);
    await person.waitsForModal("log.form");
    await person.fillsIn("note", "Sent by mail");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await world.passUntil("the note", () => bodies()[0]?.includes("Sent by mail") === true);
    await world.pass(60_000);
    await world.reply(ben, root, "And tracked");
    await world.pass(60_000);
    await world.passUntil("the second", () => bodies()[0]?.includes("And tracked") === true);
    expect(world.told(ben)).toHaveLength(1);
    expect(bodies()).toHaveLength(1);
  });

  it("takes the place of the form that a day's first text was sent from, and is logged as it is filled in", async () => {
    world = await createWorld({ crm: "hubspot", directory });
    world.sandbox.twilio.control.addPhone({ number: stranger });
    const contact = crm().putContact({ name: "Robin Hale", phone: stranger });
    const person = world.person(ana);
    await person.types(`/sms ${stranger} Your table is ready`, scene.channel);
    await person.waitsForModal("text.new");
    await person.submits();
    await person.waitsForModal("log.form");
    await person.fillsIn("note", "Table nine");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await world.passUntil(
      "the note",
      () => crm().records(contact.id)[0]?.body?.includes("Table nine") === true,
    );
    expect(world.received(stranger)).toEqual(["Your table is ready"]);
    expect(world.told(ana)).toEqual([]);
  });
});
