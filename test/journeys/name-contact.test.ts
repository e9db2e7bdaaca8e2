import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const stranger = "+15550199077";
const { ana, ben, cy } = scene;

async function begin(options: WorldOptions = {}): Promise<void> {
  world = await createWorld(options);
  card = await world.opened("Do you have a table?", stranger);
}

const control = () => world.sandbox.slack.control;
const current = () => shown(control().message(scene.channel, card.ts) ?? card);
const says = (words: string) => until(words, () => current().includes(words));
const lines = (words: string) => world.lines(card).filter((line) => line.includes(words));

/** The option of the card's menu, as the page presses it. */
async function choose(user: string): Promise<void> {
  const found = JSON.stringify(control().message(scene.channel, card.ts)?.blocks);
  const value = /"text":"Name this contact\.\.\."[^}]*\},"value":("(?:[^"\\]|\\.)*")/.exec(found)?.[1];
  if (value === undefined) throw new Error("the card has no menu");
  const at = { user, channel: scene.channel, ts: card.ts };
  await control().press({ ...at, actionId: "episode.more", value: JSON.parse(value) });
}

async function opened(user: string) {
  await choose(user);
  return await until("the form", () => control().views(user)[0]);
}

async function name(user: string, typed: string) {
  await opened(user);
  return await control().submitView({ user, values: { name: { name: typed } } });
}

describe("a contact that somebody names", () => {
  it("is chosen in a menu that shows nothing chosen afterwards, whatever becomes of the form", async () => {
    await begin();
    await world.settle();
    const before = control().requestCount("chat.update");
    await opened(scene.ben);
    await until("the card is drawn anew", () => control().requestCount("chat.update") > before);
    expect(current()).toContain("(555) 019-9077");
  });

  it("is called so on its card, over its next texts and in the thread, and whoever named it is told", async () => {
    await begin();
    expect(current()).toContain("(555) 019-9077");
    expect(await name(ben, "  Nora   Quist ")).toMatchObject({ action: "closed" });
    await says("*Nora Quist*  (555) 019-9077");
    await until("the line", () => lines("Ben Ito named this customer Nora Quist.").length === 1);
    await until("told", () =>
      world.told(ben).some((told) => told.includes("is called Nora Quist from now on")),
    );
    await world.text("For two", stranger);
    await until("her text", () => world.thread(card).some(({ username }) => username === "Nora Quist"));
    await world.restart();
    expect(shown(await world.opened("Hello", scene.sam))).toContain("Sam Okafor");
    await world.text("At eight", stranger);
    await until("her text", () => world.texts(card).includes("At eight"));
    expect(world.thread(card).at(-1)?.username).toBe("Nora Quist");
  });

  it("is shown by what it is called, where the form opens again", async () => {
    await begin();
    const first = await opened(ben);
    expect(JSON.stringify(first.view)).toContain("(555) 019-9077");
    expect(JSON.stringify(first.view)).not.toContain("initial_value");
    await control().submitView({ user: ben, values: { name: { name: "Nora" } } });
    await says("*Nora*");
    expect(JSON.stringify((await opened(ana)).view)).toContain('"initial_value":"Nora"');
  });

  it("may be said to be somewhere, and to be several: then no name stands anywhere", async () => {
    await begin();
    await opened(ben);
    const typed = { name: { name: "The Quists" }, zone: { zone: "Chicgo" }, shared: { shared: ["shared"] } };
    expect(await control().submitView({ user: ben, values: typed })).toMatchObject({
      errors: { zone: "Chicgo is not a time zone. Write an IANA name, probably America/Chicago." },
    });
    const right = { ...typed, zone: { zone: "America/Chicago" } };
    expect(await control().submitView({ user: ben, values: right })).toMatchObject({ action: "closed" });
    await until("the line", () => lines("noted that several people use this number").length === 1);
    await until("where", () => lines("noted that this customer is in America/Chicago").length === 1);
    await world.settle();
    expect(current()).toContain("(555) 019-9077");
    expect(current()).not.toContain("Quists");
    const again = JSON.stringify((await opened(ana)).view);
    expect(again).toContain('"initial_value":"America/Chicago"');
    expect(again).toContain('"initial_options"');
  });

  it("may be said to work for somebody", async () => {
    await begin();
    await opened(ben);
    const typed = { name: { name: "Nora" }, company: { company: "x".repeat(81) } };
    expect(await control().submitView({ user: ben, values: typed })).toMatchObject({
      errors: { company: "This company has 81 characters, and can have 80. Shorten it." },
    });
    const right = { ...typed, company: { company: "Quist & Co" } };
    expect(await control().submitView({ user: ben, values: right })).toMatchObject({ action: "closed" });
    await until("the line", () => lines("noted that this customer works for Quist").length === 1);
    expect(JSON.stringify((await opened(ana)).view)).toContain('"initial_value":"Quist & Co"');
  });

  it("keeps that name whatever the directory says, and gets the directory's when it is taken away", async () => {
    await begin();
    await name(ben, "Nora");
    await says("*Nora*");
    await world.writeDirectory(`${sceneDirectory}  - { number: "${stranger}", name: Eleonora Quist }\n`);
    await world.text("For two", stranger);
    await until("her text", () => world.texts(card).includes("For two"));
    expect(world.thread(card).at(-1)?.username).toBe("Nora");
    expect(JSON.stringify((await opened(ana)).view)).toContain("Leave it empty for Eleonora Quist");
    await control().submitView({ user: ana, values: { name: { name: " " } } });
    await says("*Eleonora Quist*");
    await until("the line", () => lines("Ana Reyes took this customer’s name away.").length === 1);
    await until("told", () =>
      world.told(ana).some((told) => told.includes("is called Eleonora Quist again")),
    );
  });

  it("is called by its number again when the name is taken away", async () => {
    await begin();
    await name(ben, "Nora");
    await says("*Nora*");
    await name(ben, "");
    await says("*(555) 019-9077*");
    expect(current()).not.toContain("Nora");
  });

  it("is named on the line about who waits", async () => {
    await begin({ env: { REMIND_MINUTES: "10" } });
    const waits = () =>
      control()
        .messages(scene.channel)
        .filter((one) => / waiting, oldest /.test(one.text));
    await world.pass(11 * 60_000);
    await until("the line", () => waits().some((one) => shown(one).includes("019-9077")));
    await name(ben, "Nora");
    await until("the line anew", () => waits().some((one) => shown(one).includes("Nora (…9077)")));
  });

  it.each([
    ["*Bob* <!channel> <@U0BEN> :tada:", "<!channel>"],
    ["=cmd | `x` https://evil.example.com", "<https"],
  ])("can't format, call, link or hide by %j", async (typed, acting) => {
    await begin();
    await name(ben, typed);
    await until("the line", () => lines("named this customer").length === 1);
    await says(typed.slice(1, 4));
    const blocks = JSON.stringify(control().message(scene.channel, card.ts)?.blocks);
    for (const seen of [blocks, ...lines("named this customer")]) expect(seen).not.toContain(acting);
  });
});

describe("a name that won't do", () => {
  it.each([
    ["x".repeat(81), "81 characters, and a name can have 80"],
    ["+1 (555) 019-9001", "This is a number. Write a name."],
    ["\u200b\u2060", "nothing to see"],
    ["Ben Ito", "Write what tells them apart, such as “Ben Ito (customer)”"],
    ["ＢＥＮ\u00a0ito", "Write what tells them apart"],
    ["Thread\u200bline", "Write what tells them apart"],
    ["front desk", "Write what tells them apart"],
  ])("is refused in the form: %j", async (typed, words) => {
    await begin();
    expect(await name(ben, typed)).toMatchObject({
      action: "errors",
      errors: { name: expect.stringContaining(words) },
    });
    expect(control().views(ben)).toHaveLength(1);
    await control().submitView({ user: ben, values: { name: { name: "Nora (regular)" } } });
    await says("*Nora (regular)*");
  });
});

describe("naming", () => {
  it("is for the team: who is not in the directory is told so, and no form opens", async () => {
    await begin();
    await choose(cy);
    await until("told", () => world.told(cy).at(-1)?.includes("not in Threadline's directory"));
    expect(
      control()
        .views(cy)
        .map(({ callbackId }) => callbackId),
    ).toEqual([""]);
  });

  it("happens once, though the form is submitted twice", async () => {
    await begin();
    world.sandbox.slack.control.misbehave({ match: { event: "view_submission" }, kind: "duplicate" });
    await name(ben, "Nora");
    await says("*Nora*");
    await world.settle();
    expect(lines("named this customer")).toHaveLength(1);
  });

  it("says so when the form can't be opened in time", async () => {
    await begin();
    control().misbehave({ match: { method: "views.open" }, kind: "fail", error: "expired_trigger_id" });
    await choose(ben);
    await until("told", () => world.told(ben).at(-1)?.includes("choose it again"));
  });

  it("is offered on an open card: a resolved one is one line, and is named once it is reopened", async () => {
    await begin();
    await world.press(ana, card, "Resolve");
    await says("Resolved by");
    await expect(choose(ana)).rejects.toThrow("no menu");
    await world.press(ana, card, "Reopen");
    await until("open", () => !current().includes("Resolved by"));
    await name(ana, "Nora");
    await says("*Nora*");
  });
});
