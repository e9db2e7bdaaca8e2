/** A template is called by its key, alone, in a thread; and what somebody keeps unsent is found in the card's menu and at the Home. */
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { TemplateId } from "../../src/domain/ids.ts";
import type { TemplateScope } from "../../src/domain/template.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { openStore } from "../../src/store/index.ts";
import { describeModes } from "./modes.ts";
import { menus } from "./reading.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const { ana, ben, cy, maria } = scene;
const control = () => world.sandbox.slack.control;

/** Maria has written, and the company has two templates, to which others may be added. */
async function begin(
  options: WorldOptions = {},
  more: readonly { readonly key: string; readonly text: string; readonly scope?: TemplateScope }[] = [],
): Promise<void> {
  world = await createWorld(options);
  card = await world.opened();
  const all = [
    { key: "hours", text: "We are open until six." },
    { key: "visit", text: "See you on {{?day}}." },
    ...more,
  ];
  // Beside the running app, as its commands do it.
  const store = await openStore({
    database: join(world.folder, "threadline.db"),
    keys: [],
    tables: "expect",
  });
  await store.transaction(async (tx) => {
    for (const { key, text, scope = { kind: "company" } as const } of all) {
      const content = { scope, key, name: `The ${key}`, text, literal: false };
      await tx.templates.insert({ id: key as TemplateId, ...content, by: null, at: world.now() });
    }
  });
  await store.close();
}

const told = (user: string, words: string) =>
  until(`${user} is told ${words}`, () => world.told(user).find((one) => one.includes(words)));
const asNote = (ts: string) => until("the mark of a note", () => world.marks(ts).includes("memo"));
const arrives = (text: string) => until(`“${text}” on the phone`, () => world.received(maria).includes(text));
const nothingLeft = async () => {
  await world.settle();
  expect(world.received(maria)).toEqual([]);
};
/** The card as it stands now. */
const cardNow = (): MessageView => {
  const found = control().message(scene.channel, card.ts);
  if (found === null) throw new Error("the card is gone");
  return found;
};
const inMenu = () => menus(cardNow()).flatMap(({ options }) => options.map(({ label }) => label));
async function choosesInMenu(user: string, label: string): Promise<void> {
  const option = menus(cardNow())
    .flatMap(({ options, actionId }) => options.map((one) => ({ ...one, actionId })))
    .find((one) => one.label === label);
  if (option === undefined) throw new Error(`the menu has no ${label}`);
  const { actionId, value } = option;
  await control().press({ user, channel: scene.channel, ts: card.ts, actionId, value });
}
async function calls(user: string, typed: string, words = "Nothing has left yet"): Promise<string> {
  const before = world.told(user).length;
  const ts = world.reply(user, card, typed);
  await until(`${user} is told ${words}`, () =>
    world
      .told(user)
      .slice(before)
      .some((one) => one.includes(words)),
  );
  return ts;
}

describeModes("over %s, a template that is called by its key", (mode, inTurn) => {
  inTurn("stays as typed, and leaves filled in by Send now, in its author's name", async () => {
    await begin({ mode });
    const ts = await calls(ben, "!hours");
    await asNote(ts);
    expect(world.told(ben).at(-1)).toContain("“We are open until six.”");
    expect(world.offered(ben)).toEqual(["Send now", "Edit", "Discard"]);
    await nothingLeft();
    await world.choose(ben, "Send now");
    await arrives("We are open until six.");
    await world.settle();
    expect(world.received(maria)).toEqual(["We are open until six."]);
    const post = world.thread(card).find((one) => one.username !== null && shown(one).includes("until six"));
    expect(shown(post as MessageView)).toContain("from template The hours");
    expect(world.marks(ts)).toEqual(["memo"]);
    expect(control().message(scene.channel, ts)?.text).toBe("!hours");
  });

  inTurn("is completed in the form by Edit, and sent from there", async () => {
    await begin({ mode });
    await calls(ben, "!visit", "Still missing: “Day”");
    await world.choose(ben, "Send now");
    await told(ben, "“Day” is still missing");
    await nothingLeft();
    await world.choose(ben, "Edit");
    const person = world.person(ben);
    await person.waitsForModal("template.fill");
    expect(person.fieldInModal("text")).toBe("See you on ⟦Day⟧.");
    await person.fillsIn("value.1", "Monday");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("See you on Monday.");
    await world.choose(ben, "Send now");
    await told(ben, "not there any more: it was sent, or discarded");
    await world.settle();
    expect(world.received(maria)).toEqual(["See you on Monday."]);
  });

  inTurn("is thrown away by Discard", async () => {
    await begin({ mode });
    await calls(ben, "!hours");
    await world.choose(ben, "Discard");
    await told(ben, "Discarded. Nothing was sent.");
    await nothingLeft();
  });

  it("is called once, however often Slack tells of it", async () => {
    await begin({ mode });
    control().misbehave({ match: { event: "message" }, kind: "duplicate" });
    await calls(ben, "!hours");
    await until("the draft in the menu", () => inMenu().includes("Drafts..."));
    await world.settle();
    await choosesInMenu(ben, "Drafts...");
    await world.person(ben).waitsForModal("template.fill");
    expect(world.told(ben).filter((one) => one.includes("Nothing has left yet"))).toHaveLength(1);
  });

  inTurn("by a key that none has is a note, and the nearest one is a press away", async () => {
    await begin({ mode });
    const ts = await calls(ben, "!huors", "No template of yours has the key “huors”");
    await asNote(ts);
    expect(world.offered(ben)).toEqual(["!hours"]);
    await world.choose(ben, "!hours");
    await told(ben, "“We are open until six.”");
    await nothingLeft();
    await world.choose(ben, "Send now");
    await arrives("We are open until six.");
  });
});

describe("a reply that begins with an exclamation mark", () => {
  it.each(["!!!", "! hours", "!hours are until six"])("and calls none leaves as ever: %s", async (words) => {
    await begin();
    world.reply(ben, card, words);
    await arrives(words);
  });

  it("and is written wide, or in bold, calls one", async () => {
    await begin();
    await asNote(await calls(ben, "！hours"));
    await asNote(await calls(ben, "*!hours*"));
    await nothingLeft();
  });

  it("of what is somebody else's calls nothing of it", async () => {
    const own = { kind: "personal", username: "ana" as never } as const;
    await begin({}, [{ key: "secret", text: "Only mine.", scope: own }]);
    await calls(ben, "!secret", "No template of yours has the key “secret”");
    expect(world.told(ben).join()).not.toContain("Only mine.");
    await calls(ana, "!secret", "“Only mine.”");
  });

  it("by somebody who is not in the directory is a note, and they are told why", async () => {
    await begin();
    const ts = await calls(cy, "!hours", "only members of Front desk");
    await asNote(ts);
    await nothingLeft();
  });

  it("by an edit of what is held never leaves, and an edit back makes no text of it", async () => {
    await begin({ env: { HOLD_SECONDS: "60" } });
    const ts = world.reply(ben, card, "Until six");
    await world.quiet();
    world.edit(ben, ts, "!hours");
    await told(ben, "Nothing has left yet");
    await asNote(ts);
    world.edit(ben, ts, "Until six");
    await told(ben, "a note never becomes a text by editing it");
    await world.pass(120_000);
    await nothingLeft();
  });

  it("in a resolved conversation is answered, and Send now is refused", async () => {
    await begin();
    await world.press(ben, card, "Resolve");
    await world.settle();
    await calls(ben, "!hours");
    await world.choose(ben, "Send now");
    await told(ben, "resolved this conversation");
    await nothingLeft();
  });

  it("and is deleted leaves its draft", async () => {
    await begin();
    const ts = await calls(ben, "!hours");
    control().deleteMessage({ user: ben, channel: scene.channel, ts });
    await world.settle();
    const person = world.person(ben);
    person.opensHome();
    await until("the draft", () => person.seesAtHome().includes("*Drafts*  ·  1"));
    await nothingLeft();
  });
});

describeModes("over %s, the drafts of a conversation", (mode, inTurn) => {
  inTurn("are in its card's menu while there are any: one opens by itself", async () => {
    await begin({ mode });
    expect(inMenu()).not.toContain("Drafts...");
    await calls(ben, "!hours");
    await until("the menu", () => inMenu().includes("Drafts..."));
    await choosesInMenu(ben, "Drafts...");
    const person = world.person(ben);
    await person.waitsForModal("template.fill");
    expect(person.fieldInModal("text")).toBe("We are open until six.");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("We are open until six.");
    await until("the menu without it", () => !inMenu().includes("Drafts..."));
  });

  inTurn("are listed where there are several: sent, thrown away and opened from there", async () => {
    await begin({ mode }, [{ key: "parking", text: "Behind the house." }]);
    for (const key of ["hours", "parking", "visit"]) await calls(ben, `!${key}`);
    await until("the menu", () => inMenu().includes("Drafts..."));
    await choosesInMenu(ben, "Drafts...");
    const person = world.person(ben);
    await person.waitsForModal("draft.list");
    for (const words of ["We are open until six.", "Behind the house.", "from template The visit"])
      expect(person.seesInModal()).toContain(words);
    // The newest stands first, and is not complete.
    await person.pressesInModal("Send now");
    await until("what came of it", () => person.seesInModal().includes("“Day” is still missing"));
    await person.pressesInModal("Discard");
    await until("what came of it", () => person.seesInModal().includes("Discarded. Nothing was sent."));
    expect(person.seesInModal()).not.toContain("See you on");
    await person.pressesInModal("Send now");
    await until("what came of it", () => person.seesInModal().includes("stands in "));
    await arrives("Behind the house.");
    await person.pressesInModal("Open");
    await person.waitsForModal("template.fill");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("We are open until six.");
    await world.settle();
    expect(world.received(maria)).toEqual(["Behind the house.", "We are open until six."]);
  });

  inTurn("are sent and opened from their list also where Slack does not draw that anew", async () => {
    await begin({ mode });
    for (const key of ["hours", "visit"]) await calls(ben, `!${key}`);
    await until("the menu", () => inMenu().includes("Drafts..."));
    await choosesInMenu(ben, "Drafts...");
    const person = world.person(ben);
    await person.waitsForModal("draft.list");
    const misses = () =>
      control().misbehave({ match: { method: "views.update" }, kind: "fail", error: "internal_error" });
    misses();
    await person.pressesInModal("Send now");
    await told(ben, "“Day” is still missing");
    await choosesInMenu(ben, "Drafts...");
    await person.waitsForModal("draft.list");
    misses();
    await person.pressesInModal("Open");
    await person.waitsForModal("template.fill");
  });

  inTurn("are nobody else's, who is told so", async () => {
    await begin({ mode });
    await calls(ben, "!hours");
    await until("the menu", () => inMenu().includes("Drafts..."));
    await choosesInMenu(ana, "Drafts...");
    await told(ana, "those here are a colleague’s");
    expect(
      control()
        .views(ana)
        .filter(({ callbackId }) => callbackId !== ""),
    ).toEqual([]);
  });

  inTurn(
    "are at the Home, with what can be done about them, and how templates are used for managers",
    async () => {
      await begin({ mode });
      await calls(ben, "!hours");
      const person = world.person(ben);
      person.opensHome();
      await until("the draft", () => person.seesAtHome().includes("*Drafts*  ·  1"));
      expect(person.seesAtHome()).toContain("from template The hours");
      expect(person.seesAtHome()).not.toContain("Sent most");
      await person.pressesAtHome("Open");
      await person.waitsForModal("template.fill");
      await person.closesModal();
      await person.pressesAtHome("Manage templates");
      await person.waitsForModal("template.manage");
      await person.closesModal();
      await person.pressesAtHome("Send now");
      await arrives("We are open until six.");
      await until("no draft", () => !person.seesAtHome().includes("*Drafts*"));
      const manager = world.person(ana);
      await until("the use", async () => {
        manager.opensHome();
        await world.settle();
        return manager.seesAtHome().includes("sent once, all by Ben Ito");
      });
    },
  );
});
