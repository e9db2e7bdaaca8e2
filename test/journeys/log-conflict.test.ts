/** Whom a conversation is logged on, where the CRM does not tell: asked on the card, answered in a modal, never guessed. */
import { afterEach, describe, expect, it } from "vitest";
import { demoDirectory, sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import type { Person } from "./person.ts";
import { buttons, menus } from "./reading.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben } = scene;
/** Nobody's in the CRM, nor in the directory. */
const noel = "+15550199007";
const label = "(555) 019-9007";
const minute = 60_000;
const isModal = "log.choose_contact";

const crm = () => {
  const standIn = world.sandbox.crm;
  if (standIn === null) throw new Error("there is no CRM");
  return standIn.control;
};
const recordsOn = (contact: string) => crm().records(contact);
const card = () => world.card(label);
/** It is drawn a little later than it could be: time goes on meanwhile. */
const says = (words: string) => world.passUntil(`the card says ${words}`, () => seen().includes(words));
const seen = () => shown(card() ?? { text: "", blocks: [] });

async function start(options: WorldOptions = {}): Promise<void> {
  world = await createWorld({ crm: "hubspot", ...options });
}

/** A conversation came and was resolved: its record is due. */
async function resolved(body = "Hi, it's about the invoice"): Promise<MessageView> {
  const root = await world.opened(body, noel);
  await world.press(ana, root, "Resolve");
  await until("resolved", () => shown(world.card(label) ?? root).includes("Resolved by"));
  await world.pass(1_000);
  return root;
}

async function asked(): Promise<MessageView> {
  const root = await resolved();
  await says("Not logged to HubSpot yet");
  return root;
}

async function opens(user: string, button: string): Promise<Person> {
  const root = card();
  if (root === undefined) throw new Error("there is no card");
  await world.press(user, root, button);
  const person = world.person(user);
  await person.waitsForModal(isModal);
  return person;
}

/** Nobody is notified, and nothing stands in the thread but who resolved it. */
function expectQuiet(root: MessageView, lines: number): void {
  expect(world.lines(root)).toHaveLength(lines);
  for (const user of [ana, ben]) expect(world.told(user)).toEqual([]);
}

describe.each(["socket", "http"] as const)("a conflict, heard by %s", (mode) => {
  it("waits on the resolved card, whole, until somebody looks up who it is; then it is remembered", async () => {
    await start({ mode });
    const root = await asked();
    const lines = world.lines(root).length;
    expect(seen()).toContain("HubSpot has no contact with this number.");
    expect(buttons(card() ?? null).map(({ label: words }) => words)).toEqual([
      "Reopen",
      "Choose contact",
      "Create contact",
    ]);
    expect(crm().records()).toEqual([]);
    await world.pass(60 * minute);
    expect(crm().records()).toEqual([]);

    const noelle = crm().putContact({ name: "Noelle <b>Park</b>", company: "Park & Co" });
    const person = await opens(ana, "Choose contact");
    expect(person.seesInModal()).toContain("HubSpot has no contact with this number.");
    await person.choosesInModal("search", "noel");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await says("Logged to <");
    expect(seen()).toContain("|HubSpot>");
    expect(seen()).not.toContain("Choose contact");
    await world.passUntil("the record", () => recordsOn(noelle.id).length === 1);
    expect(recordsOn(noelle.id)[0]?.body).toContain("about the invoice");
    expectQuiet(root, lines);

    await resolved("And another thing");
    await world.passUntil("the second record", () => recordsOn(noelle.id).length === 2);
    await says("Logged to <");
  });

  it("is turned from choosing to creating in the modal", async () => {
    await start({ mode });
    await asked();
    const person = await opens(ana, "Choose contact");
    await person.pressesInModal("Create contact");
    await until("the other form", () => person.seesInModal().includes('"block_id":"name"'));
    await person.fillsIn("name", "Noel Park");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await says("Logged to <");
  });
});

describe("a conflict", () => {
  it("of several is shown with company and last activity, and of two who answer the second hears who chose whom", async () => {
    await start();
    const first = crm().putContact({ name: "Noel Park", company: "Park & Co", phone: "555.019.9007" });
    const second = crm().putContact({ name: "Noelle Park", mobile: "+1 (555) 019-9007" });
    await asked();
    expect(seen()).toContain("HubSpot has 2 contacts with this number.");
    const one = await opens(ana, "Choose contact");
    const other = await opens(ben, "Choose contact");
    expect(one.seesInModal()).toContain("Park & Co");
    await one.submits();
    expect(Object.values(one.errorsInModal())).toEqual(["Choose a contact, or create one."]);
    await one.fillsIn("contact", "Noelle Park");
    await other.fillsIn("contact", "Noel Park");
    expect(await one.submits()).toMatchObject({ action: "closed" });
    await other.submits();
    expect(Object.values(other.errorsInModal())).toEqual([
      "Ana Reyes chose “Noelle Park” already. Close this and open it again to change that.",
    ]);
    await says("Logged to <");
    await world.passUntil("the record", () => recordsOn(second.id).length === 1);
    expect(recordsOn(first.id)).toEqual([]);
  });

  it("ends with a new contact, made once from the card's button, with what is known of it", async () => {
    await start();
    await asked();
    const before = crm().contacts().length;
    const person = await opens(ana, "Create contact");
    expect(person.fieldInModal("name")).toBe(label);
    await person.fillsIn("name", "Noel Park");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await says("Logged to <");
    const made = crm().contacts().slice(before);
    expect(made).toMatchObject([{ name: "Noel Park" }]);
    await world.passUntil("the record", () => recordsOn(made[0]?.id ?? "").length === 1);
  });

  it("is changed later: the record stands on the other contact, and the one before says so", async () => {
    await start();
    const first = crm().putContact({ name: "Noel Park", phone: noel });
    await resolved();
    await says("Logged to <");
    const second = crm().putContact({ name: "Noelle Park" });
    const menu = menus(card() ?? null).find(({ placeholder }) => placeholder === "More");
    const value = menu?.options.find(({ label: words }) => words === "Change contact...")?.value ?? "";
    const { control } = world.sandbox.slack;
    const at = { user: ana, channel: scene.channel, ts: card()?.ts ?? "" };
    await control.press({ ...at, actionId: menu?.actionId ?? "", value });
    const person = world.person(ana);
    await person.waitsForModal(isModal);
    expect(person.seesInModal()).toContain("It is logged on *Noel Park*");
    await person.choosesInModal("search", "noelle");
    await person.submits();
    await world.passUntil("it moved", () => recordsOn(second.id).length === 1);
    await world.passUntil("the one before says so", () =>
      JSON.stringify(recordsOn(first.id)).includes("Noelle Park"),
    );
    expect(JSON.stringify(recordsOn(first.id))).not.toContain("invoice");
    expect(recordsOn(second.id)[0]?.body).toContain("invoice");
  });

  it("of a member's own conversation is asked in their direct messages, while it is open", async () => {
    await start({ directLine: true, directory: demoDirectory });
    await world.text("Hi Ben, it's about the boat", noel, { to: scene.directLine });
    const person = world.person(ben);
    await until("the card", () => person.directCard(label));
    await world.pass(6_000);
    const own = () => person.directCard(label) ?? { ts: "", text: "", blocks: [] };
    await world.passUntil("it asks", () => shown(own()).includes("HubSpot has no contact with this number."));
    await person.pressesInDirect(own(), "Create contact");
    await person.waitsForModal(isModal);
    await person.fillsIn("name", "Noel Park");
    await person.submits();
    await world.passUntil("it is logged", () => shown(own()).includes("Logged to <"));
    const made = crm().contacts().at(-1);
    expect(made?.name).toBe("Noel Park");
    expect(recordsOn(made?.id ?? "")[0]?.body).toContain("about the boat");
    const said = person.directThread(person.directCard(label) as MessageView).map(shown);
    expect(said.join()).not.toContain("HubSpot");
  });

  it("is asked each time where several people use the number", async () => {
    await start();
    const contact = crm().putContact({ name: "Noel Park", phone: noel });
    crm().putContact({ name: "Noelle Park", phone: noel });
    await asked();
    const person = await opens(ana, "Choose contact");
    await person.fillsIn("contact", "Noel Park");
    await person.fillsIn("remember", "Ask each time");
    await person.submits();
    await world.passUntil("the record", () => recordsOn(contact.id).length === 1);
    await resolved("Hi again");
    await says("Several people use this number.");
  });
});

describe("a policy of the directory", () => {
  it("makes a placeholder for who is unknown, and one for all their conversations", async () => {
    await start({
      directory: `${sceneDirectory}crm: { unknown_contact: placeholder, name_prefix: Texter }\n`,
    });
    const root = await resolved();
    await says("Logged to <");
    expect(crm().contacts().at(-1)?.name).toBe(`Texter ${label}`);
    await resolved("Hi again");
    const made = crm()
      .contacts()
      .filter(({ name }) => name.startsWith("Texter"));
    expect(made).toHaveLength(1);
    await world.passUntil("both records", () => recordsOn(made[0]?.id ?? "").length === 2);
    expect(world.lines(root).join()).not.toContain("HubSpot");
  });

  it("takes the first by name of several", async () => {
    await start({ directory: `${sceneDirectory}crm: { several_contacts: first_by_name }\n` });
    crm().putContact({ name: "Noel Park", phone: noel });
    const first = crm().putContact({ name: "Ada Park", mobile: noel });
    await resolved();
    await world.passUntil("the record", () => recordsOn(first.id).length === 1);
  });

  it("leaves out who is unknown, and its card asks nobody", async () => {
    await start({ directory: `${sceneDirectory}crm: { unknown_contact: skip }\n` });
    await resolved();
    await world.pass(10_000);
    await world.quiet();
    await says('"Not logged to HubSpot"');
    expect(seen()).not.toContain("Not logged to HubSpot yet");
    expect(buttons(card() ?? null).map(({ label: words }) => words)).toEqual(["Reopen"]);
    expect(seen()).toContain("Log to CRM");
    expect(crm().records()).toEqual([]);
  });
});

describe("a contact with several deals", () => {
  it("is logged, and its card asks which of them it belongs to, until somebody says so, or that it is none", async () => {
    await start();
    const contact = crm().putContact({ name: "Noel Park", phone: noel });
    crm().addDeal({ kind: "deal", name: "New boat", contact: contact.id });
    crm().addDeal({ kind: "deal", name: "Old boat", contact: contact.id });
    const root = await resolved();
    await says("Noel Park has 2 deals: choose which it belongs to.");
    expect(recordsOn(contact.id)).toMatchObject([{ linked: [] }]);
    await world.press(ana, card() ?? root, "Log to CRM");
    const person = world.person(ana);
    await person.waitsForModal("log.form");
    await person.fillsIn("belongs.deal", "New boat");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await world.passUntil(
      "it is linked",
      () => recordsOn(contact.id)[0]?.linked.includes("New boat") === true,
    );
    await world.passUntil("nothing is asked", () => !seen().includes("choose which"));

    const second = await resolved("Hi again");
    await says("choose which it belongs to");
    await world.press(ana, card() ?? second, "Log to CRM");
    await person.waitsForModal("log.form");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await world.passUntil("nothing is asked", () => !seen().includes("choose which"));
    await world.pass(2 * minute);
    await world.quiet();
    expect(seen()).not.toContain("choose which");
    expect(recordsOn(contact.id).map(({ linked }) => linked.length)).toEqual([1, 0]);
  });
});

describe("a log that the CRM does not take", () => {
  it("is said on the card in plain words, and is tried again when somebody asks", async () => {
    await start();
    crm().putContact({ name: "Noel Park", phone: noel });
    crm().forbid("createRecord", true);
    await resolved();
    await says("Not logged to HubSpot yet");
    expect(seen()).not.toMatch(/[{}]"?category/);
    crm().forbid("createRecord", false);
    const root = card();
    if (root === undefined) throw new Error("there is no card");
    await world.press(ana, root, "Try again");
    await until("ana hears", () =>
      world.told(ana).some((words) => words.includes("It is tried again with HubSpot.")),
    );
    await says("Logged to <");
    expect(crm().records()).toHaveLength(1);
  });

  it("that somebody deleted there is made anew only when asked", async () => {
    await start();
    const contact = crm().putContact({ name: "Noel Park", phone: noel });
    const root = await resolved();
    await says("Logged to <");
    crm().deleteRecord(recordsOn(contact.id)[0]?.id ?? "");
    await world.press(ana, card() ?? root, "Reopen");
    await until("open", () => seen().includes("Take") || seen().includes("Resolve"));
    await world.pass(2 * minute);
    await says("Not logged to HubSpot any further");
    expect(recordsOn(contact.id)).toEqual([]);
    await world.press(ana, card() ?? root, "Log again");
    await world.passUntil("made anew", () => recordsOn(contact.id).length === 1);
  });

  it("because it is silent is said in the modal, and nothing is lost", async () => {
    await start();
    await asked();
    crm().down(true);
    const person = await opens(ana, "Choose contact");
    expect(person.seesInModal()).toContain("HubSpot does not answer right now.");
    expect(await person.searchesInModal("search", "noel")).toEqual([
      "HubSpot does not answer right now. Please try again in a moment.",
    ]);
    crm().down(false);
    crm().putContact({ name: "Noel Park" });
    await person.choosesInModal("search", "noel");
    await person.submits();
    await says("Logged to <");
  });
});
