/** The ways in to a template, for a team that has many, and much to answer. */
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { demoDirectory } from "../../src/sandbox/sandbox.ts";
import {
  deleteTemplate,
  manyTemplates,
  type Stocked,
  stockConversations,
  stockTemplates,
} from "../bridge/templates/stock.ts";
import { describeModes } from "./modes.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben, cy, channel, line, maria } = scene;
const control = () => world.sandbox.slack.control;
const file = () => join(world.folder, "threadline.db");
const prefix = "+1555200";

const some: readonly Stocked[] = [
  { key: "hours", name: "Opening hours", text: "We are open until six." },
  { key: "parking", name: "Parking", text: "Behind the house.", scope: "group:200" },
  { key: "mine", name: "Only mine", text: "Yours, Ana", scope: "personal:ana" },
  { key: "bens", name: "Only Ben’s", text: "Yours, Ben", scope: "personal:ben" },
  { key: "bill", name: "Bills", text: "Billing will call you.", scope: "group:300" },
];

async function begin(options: WorldOptions, templates = some): Promise<void> {
  world = await createWorld(options);
  await stockTemplates(file(), templates);
}

/** 500 templates, and 1,000 open conversations beside Maria's. */
async function beginBusy(options: WorldOptions): Promise<void> {
  await begin(options, [...some, ...manyTemplates()]);
  await world.opened();
  await stockConversations(file(), { count: 1_000, line, channel, now: world.now(), prefix });
}

const told = (user: string, words: string) =>
  until(words, () => world.told(user).findLast((one) => one.includes(words)));
const arrives = (text: string, phone: string = maria) =>
  until(`“${text}” on the phone`, () => world.received(phone).includes(text));
const filled = async (user: string) => {
  await world.person(user).waitsForModal("template.fill");
  return world.person(user).fieldInModal("text");
};
async function types(user: string, typed: string, where: string = channel) {
  await world.person(user).types(`/sms-template ${typed}`, where);
  return world.person(user);
}
async function picks(user: string, typed = "", where: string = channel) {
  const person = await types(user, typed, where);
  await person.waitsForModal("template.pick");
  return person;
}
const labels = async (user: string, field: string, typed: string) =>
  await world.person(user).searchesInModal(field, typed);

describeModes("over %s, a template", (mode, inTurn) => {
  inTurn(
    "is found among 500 for one of 1,000 open conversations by /sms-template, and sent once",
    async () => {
      await beginBusy({ mode });
      const person = await picks(ana);
      expect(person.fieldInModal("conversation")).toBe("");
      const open = await labels(ana, "conversation", "");
      expect(open).toHaveLength(100);
      expect(open[0]).toMatch(/^Maria Lopez \(…9001\), /);
      expect(open[1]).toMatch(/^Contact 0 \(…0000\), \d+ min ago$/);
      expect(await labels(ana, "conversation", "maria")).toHaveLength(1);
      expect(await labels(ana, "template", "")).toHaveLength(100);
      await person.choosesInModal("conversation", "0777", "Contact 777");
      await person.choosesInModal("template", "question 250", "Answer 250");
      expect(await person.submits()).toMatchObject({ action: "updated" });
      expect(await filled(ana)).toBe("The answer to question 250 of the company.");
      expect(await person.submits()).toMatchObject({ action: "closed" });
      await arrives("The answer to question 250 of the company.", `${prefix}0777`);
      await world.settle();
      expect(world.received(`${prefix}0777`)).toHaveLength(1);
    },
  );

  inTurn("stands filled in at once where its key is typed and one conversation is open", async () => {
    await begin({ mode });
    await world.opened();
    const person = await types(ana, "HOURS");
    expect(await filled(ana)).toBe("We are open until six.");
    await person.fillsIn("text", "We are open until seven.");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("We are open until seven.");
  });

  inTurn("is sent from its card in two clicks and a choice", async () => {
    await beginBusy({ mode });
    const card = world.card();
    if (card === undefined) throw new Error("no card");
    await world.press(ben, card, "Template");
    const person = world.person(ben);
    await person.waitsForModal("template.pick");
    expect(person.fieldInModal("conversation")).toMatch(/^Maria Lopez \(…9001\), /);
    await person.choosesInModal("template", "hours", "Opening hours (hours)");
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(await filled(ben)).toBe("We are open until six.");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("We are open until six.");
  });

  inTurn("is sent from any message of its thread, and from no other", async () => {
    await beginBusy({ mode });
    const card = world.card();
    if (card === undefined) throw new Error("no card");
    const [post] = world.thread(card);
    for (const ts of [card.ts, post?.ts ?? "", world.reply(ben, card, "One moment")]) {
      await world.shortcut(ana, ts, "template.reply");
      const person = world.person(ana);
      await person.waitsForModal("template.pick");
      expect(person.fieldInModal("conversation")).toMatch(/^Maria Lopez \(…9001\), /);
      await person.closesModal();
    }
    const { ts } = control().post({ user: ana, channel, text: "Lunch?" });
    await world.shortcut(ana, ts, "template.reply");
    await told(ana, "in no conversation with a customer");
  });

  inTurn("is sent by the shortcut, in any of the conversations that they may answer", async () => {
    await beginBusy({ mode });
    const person = world.person(ana);
    await person.opensShortcut("template.pick");
    await person.waitsForModal("template.pick");
    expect(await labels(ana, "conversation", "")).toHaveLength(100);
    await person.choosesInModal("conversation", "9001", "Maria");
    await person.choosesInModal("template", "behind the", "Parking");
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(await filled(ana)).toBe("Behind the house.");
  });

  it("whose form comes too late is opened by a button, whichever way it was asked for", async () => {
    await begin({ mode });
    const card = await world.opened();
    const person = world.person(ana);
    const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["template.pick", () => types(ana, "")],
      ["template.fill", () => types(ana, "parking")],
      ["template.manage", () => types(ana, "manage")],
      ["template.pick", () => world.press(ana, card, "Template")],
      ["template.pick", () => world.shortcut(ana, card.ts, "template.reply")],
      ["template.pick", () => person.opensShortcut("template.pick")],
    ];
    for (const [form, ask] of ways) {
      const before = world.told(ana).length;
      control().misbehave({
        match: { method: "views.open" },
        kind: "fail",
        error: "expired_trigger_id",
        times: 1,
      });
      await ask();
      await until("a word about it", () => world.told(ana).length > before);
      expect(world.told(ana).at(-1)).toContain("could not be opened within the three seconds");
      expect(person.modal()).toBeNull();
      await world.choose(ana, "Open it");
      await person.waitsForModal(form);
      await person.closesModal();
    }
  });
});

describe("the form of a template", () => {
  it("never offers what is another's or another group's", async () => {
    await begin({});
    await world.opened();
    await picks(ana);
    expect(await labels(ana, "template", "")).toEqual([
      "Only mine (mine)",
      "Parking (parking)",
      "Opening hours (hours)",
    ]);
    for (const typed of ["ben", "bill"]) expect(await labels(ana, "template", typed)).toEqual([]);
  });

  it("says at its field that the template was deleted meanwhile", async () => {
    await begin({});
    await world.opened();
    const person = await picks(ana);
    await person.choosesInModal("template", "hours");
    await deleteTemplate(file(), "hours");
    expect(await person.submits()).toMatchObject({ action: "errors" });
    expect(person.errorsInModal().template).toBe("This template was deleted. Choose another one.");
  });

  it("that is submitted twice gives way to one text", async () => {
    await begin({});
    await world.opened();
    const person = await picks(ana);
    await person.choosesInModal("template", "hours");
    await Promise.allSettled([person.submits(), person.submits()]);
    expect(await filled(ana)).toBe("We are open until six.");
    expect(control().views(ana)).toHaveLength(1);
  });

  it("says at its field that the conversation was resolved meanwhile, and keeps what is chosen", async () => {
    await begin({});
    const card = await world.opened();
    const person = await picks(ana);
    await person.choosesInModal("template", "hours");
    await world.press(ben, card, "Resolve");
    await until("resolved", () => shown(control().message(channel, card.ts) ?? card).includes("Resolved by"));
    expect(await person.submits()).toMatchObject({ action: "errors" });
    expect(person.errorsInModal().conversation).toBe("This conversation is resolved. Reopen it first.");
    expect(person.fieldInModal("template")).toBe("Opening hours (hours)");
  });

  it("begins with what was looked for, where several may be meant", async () => {
    await begin({});
    await world.opened();
    const person = await picks(ana, "yours");
    expect(person.fieldInModal("template")).toBe("Only mine (mine)");
    await person.closesModal();
    const other = await picks(ana, "o");
    expect((await labels(ana, "template", ""))[0]).toBe("Opening hours (hours)");
    expect(other.fieldInModal("template")).toBe("");
  });
});

describe("/sms-template", () => {
  it("says what it does not find, with the nearest keys, helps, and answers who is not in the directory", async () => {
    await begin({});
    await world.opened();
    await types(ana, "huors");
    expect(await told(ana, "No template has")).toContain("The nearest: hours (Opening hours)");
    await types(ana, "<b> & x");
    await told(ana, "No template has “&lt;b&gt; &amp; x”");
    await types(ana, "help");
    await told(ana, "/sms-template help shows these lines.");
    await types(cy, "hours");
    await told(cy, "not in Threadline's directory");
    expect(control().views(ana)).toEqual([]);
  });

  it("manage lists them, also where none is open", async () => {
    await begin({});
    const person = await types(ana, "manage");
    await person.waitsForModal("template.manage");
  });

  it("says that nothing is open, and that there are no templates", async () => {
    await begin({}, []);
    await types(ana, "hours");
    await told(ana, "There are no templates for you yet.");
    await stockTemplates(file(), some);
    await types(ana, "hours");
    await told(ana, "In this channel no conversation is open that you may answer. Begin one with /sms.");
  });

  it("is for a member's own conversations in their direct messages with the app", async () => {
    await begin({ directLine: true, directory: demoDirectory });
    await world.opened();
    await world.text("Hi Ben", scene.sam, { to: scene.directLine });
    const person = world.person(ben);
    await until("the direct card", () => person.directCard("9002"));
    await picks(ben, "", person.channel);
    expect(await labels(ben, "conversation", "")).toHaveLength(1);
    expect(person.fieldInModal("conversation")).toMatch(/9002/);
    await person.closesModal();
    const direct = person.directCard("9002");
    if (direct === undefined) throw new Error("no card");
    await person.pressesInDirect(direct, "Template");
    await person.waitsForModal("template.pick");
    expect(person.fieldInModal("conversation")).toMatch(/9002/);
    await person.closesModal();
    const [post] = person.directThread(direct);
    const place = { channel: person.channel, ts: post?.ts ?? "", callbackId: "template.reply" };
    await control().messageShortcut({ user: ben, ...place });
    await person.waitsForModal("template.pick");
    await person.choosesInModal("template", "bens");
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(await filled(ben)).toBe("Yours, Ben");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("Yours, Ben", scene.sam);
  });
});
