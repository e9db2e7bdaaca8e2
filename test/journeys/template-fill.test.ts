/** A filled-in template is looked over, completed and sent, or kept: in the form, and where drafts are listed. */
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Tx } from "../../src/bridge/contracts/store/store.ts";
import type { DraftId, EpisodeId, SlackUserId, TemplateId, Username } from "../../src/domain/ids.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { openStore } from "../../src/store/index.ts";
import { describeModes } from "./modes.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const { ana, ben, maria } = scene;
const visit = "visit" as TemplateId;
const hour = 3_600_000;

/** Beside the running app, as its commands do it. */
async function inStore<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
  const store = await openStore({
    database: join(world.folder, "threadline.db"),
    keys: [],
    tables: "expect",
  });
  try {
    return await store.transaction(act);
  } finally {
    await store.close();
  }
}

const by = { by: "ana" as Username, at: 0 };
const edit = { ...by, change: "edited" } as const;

/** Maria has written, and Ana keeps what a template was filled in with. */
async function begin(text = "See you on ⟦Day⟧.", options: WorldOptions = {}): Promise<void> {
  world = await createWorld(options);
  card = await world.opened();
  await inStore(async (tx) => {
    const content = { scope: { kind: "company" }, key: "visit", name: "Visit", literal: false } as const;
    await tx.templates.insert({ id: visit, ...content, text: "See you on {{?day}}.", ...by });
    const found = await tx.episodes.atThread(scene.channel as never, card.ts as never);
    if (found === null) throw new Error("there is no conversation");
    await tx.drafts.put({
      id: "draft" as DraftId,
      author: "ana" as Username,
      authorUser: ana as SlackUserId,
      episodeId: found.episode.id as EpisodeId,
      templateId: visit,
      templateVersion: 1,
      text,
      at: null,
      unlessTheyWrite: false,
      createdAt: world.now(),
      changedAt: world.now(),
    });
    await tx.episodes.update(found.episode.id, { drafts: 1 });
  });
}

const person = () => world.person(ana);
async function atHome() {
  person().opensHome();
  await until("the draft at the Home", () => person().seesAtHome().includes("draft.open"));
  return person();
}
async function opens() {
  const who = await atHome();
  await who.pressesAtHome("Open");
  await who.waitsForModal("template.fill");
  return who;
}
const arrives = (text: string) => until(`“${text}” on the phone`, () => world.received(maria).includes(text));
const said = (text: string) =>
  until(`“${text}” in the thread`, () => world.thread(card).find((one) => shown(one).includes(text)));
const nothingLeft = async () => {
  await world.quiet();
  expect(world.received(maria)).toEqual([]);
};
const inSeconds = (at: number) => String(Math.ceil(at / 1000));

describeModes("over %s, a filled-in text", (mode, inTurn) => {
  inTurn("is completed, counted and sent into its thread, in its author's name", async () => {
    await begin(undefined, { mode });
    const who = await opens();
    expect(who.seesInModal()).toContain("To *Maria Lopez (…9001)*");
    expect(who.seesInModal()).toContain("From Front desk, (555) 010-0001");
    expect(who.seesInModal()).toContain("Template Visit");
    expect(who.fieldInModal("text")).toBe("See you on ⟦Day⟧.");
    expect(await who.submits()).toMatchObject({ action: "errors" });
    expect(who.errorsInModal()).toEqual({
      "value.1": "“Day” is still missing. Fill it in, or take it out of the text.",
    });
    expect(who.seesInModal()).toContain("Still missing, and not counted: Day.");
    expect(who.seesInModal()).toContain("It is needed as long as the text asks for it.");
    await who.fillsIn("value.1", "Monday :tada:");
    await who.pressesInModal("Check");
    await until("the count", () => who.seesInModal().includes("21 characters"));
    expect(who.seesInModal()).not.toContain("Still missing");
    expect(who.fieldInModal("value.1")).toBe("Monday :tada:");
    expect(await who.submits()).toMatchObject({ action: "closed" });
    await arrives("See you on Monday 🎉.");
    const post = await said("See you on Monday");
    expect(post.username).toBe("Ana Reyes");
    expect(shown(post)).toContain("from template Visit");
    expect(world.received(maria)).toHaveLength(1);
  });

  inTurn(
    "says as it opens how long it is, what is missing and what makes it costly; and still does when it asks",
    async () => {
      await begin(undefined, { mode });
      const text = `Fyi: we’ll see you {{?day}}. ${"Bring it along. ".repeat(4)}`;
      await inStore((tx) => tx.templates.change(visit, { text }, edit));
      const who = person();
      await who.types("/sms-template visit", scene.channel);
      await who.waitsForModal("template.fill");
      const count = "2 segments";
      const said = ["Still missing, and not counted: Day.", "curly apostrophe", "what is meant for the team"];
      for (const words of [count, ...said]) expect(who.seesInModal()).toContain(words);
      await who.fillsIn("value.1", "on Monday");
      expect(await who.submits()).toMatchObject({ action: "updated" });
      for (const words of [count, ...said.slice(1)]) expect(who.seesInModal()).toContain(words);
      expect(who.seesInModal()).not.toContain("Still missing");
    },
  );

  inTurn("is begun by a command, kept once, opened again at the Home and sent: one use", async () => {
    await begin(undefined, { mode });
    await inStore(async (tx) => await tx.drafts.delete("draft" as DraftId));
    const who = person();
    await who.types("/sms-template visit", scene.channel);
    await who.waitsForModal("template.fill");
    expect(await who.submits()).toMatchObject({ action: "errors" });
    await who.fillsIn("value.1", "Monday");
    await who.fillsIn("when", inSeconds(world.now() + hour));
    await Promise.allSettled([who.pressesInModal("Keep as draft"), who.pressesInModal("Keep as draft")]);
    await until("it says so", () => who.seesInModal().includes("kept as a draft"));
    expect(who.seesInModal()).toContain("while its conversation is open, under “Drafts...”");
    await who.closesModal();
    await (await atHome()).pressesAtHome("Open");
    await who.waitsForModal("template.fill");
    expect(who.fieldInModal("text")).toBe("See you on Monday.");
    expect(who.fieldInModal("when")).not.toBe("");
    expect(await who.submits()).toMatchObject({ action: "closed" });
    await said("See you on Monday.");
    await nothingLeft();
    const usesOf = async () => (await inStore((tx) => tx.templates.uses())).map(({ count }) => count);
    expect(await usesOf()).toEqual([0]);
    await world.pass(hour + 60_000);
    await arrives("See you on Monday.");
    expect(await usesOf()).toEqual([1]);
    who.opensHome();
    await until("no draft", () => !who.seesAtHome().includes("draft.open"));
  });

  inTurn("is kept as a draft, found at the Home, and sent from there", async () => {
    await begin(undefined, { mode });
    const who = await opens();
    await who.fillsIn("text", "See you ⟦Day⟧, Maria.");
    await who.fillsIn("value.1", "on Monday");
    await who.pressesInModal("Keep as draft");
    await until("it says so", () => who.seesInModal().includes("kept as a draft, and nothing was sent"));
    await who.closesModal();
    await nothingLeft();
    await until("it at the Home", async () => {
      who.opensHome();
      await world.quiet();
      return who.seesAtHome().includes("See you on Monday, Maria.");
    });
    await who.pressesAtHome("Send now");
    await arrives("See you on Monday, Maria.");
    await until("no draft", () => !who.seesAtHome().includes("draft.open"));
    expect(await inStore((tx) => tx.drafts.get("draft" as DraftId))).toBeNull();
  });

  inTurn("is discarded at the Home, and never leaves", async () => {
    await begin("Hello", { mode });
    const who = await atHome();
    await who.pressesAtHome("Discard");
    await until("no draft", () => !who.seesAtHome().includes("draft.open"));
    await nothingLeft();
  });

  inTurn("is not sent from the Home while something is missing, and says what", async () => {
    await begin(undefined, { mode });
    await (await atHome()).pressesAtHome("Send now");
    await until("the words", () => world.told(ana).some((one) => one.includes("“Day” is still missing")));
    await nothingLeft();
  });

  it("leaves once, however often its form is submitted", async () => {
    await begin("See you soon.", { mode });
    const who = await opens();
    await Promise.allSettled([who.submits(), who.submits()]);
    await arrives("See you soon.");
    await world.settle();
    expect(world.received(maria)).toEqual(["See you soon."]);
  });

  inTurn("waits for the time that was chosen, and is cancelled if they write first", async () => {
    await begin("See you soon.", { mode });
    const who = await opens();
    await who.fillsIn("when", inSeconds(world.now() + hour));
    await who.fillsIn("unless", ["Cancel if they write first"]);
    expect(await who.submits()).toMatchObject({ action: "closed" });
    expect(shown(await said("See you soon."))).toContain(
      "Cancelled if they write first · from template Visit",
    );
    await world.text("Never mind!");
    await world.pass(2 * hour);
    await nothingLeft();
  });
});

describe("the form of a filled-in text refuses, keeps the words, and names the field", () => {
  async function refuses(words: string, field = "text") {
    const who = person();
    expect(await who.submits()).toMatchObject({ action: "errors" });
    expect(who.errorsInModal()[field]).toContain(words);
    expect(who.fieldInModal("text")).toBe("See you soon.");
    expect(world.received(maria).filter((text) => text.includes("soon"))).toEqual([]);
    return who;
  }

  it("where the conversation was resolved: it is kept, reopened, and sent", async () => {
    await begin("See you soon.");
    await opens();
    await world.press(ben, card, "Resolve");
    await until("resolved", () => shown(world.cards().at(-1) ?? card).includes("Resolved"));
    const who = await refuses("resolved this conversation");
    await world.press(ben, card, "Reopen");
    await until("open again", () => !shown(world.cards().at(-1) ?? card).includes("Resolved by"));
    // It is Ben's by now.
    await refuses("has this conversation now");
    await who.pressesInModal("Check");
    await until("it is drawn anew", () => Object.keys(who.errorsInModal()).length === 0);
    expect(await who.submits()).toMatchObject({ action: "closed" });
    await world.choose(ana, "Send");
    await arrives("See you soon.");
  });

  it("where they opted out", async () => {
    await begin("See you soon.");
    await opens();
    await world.text("STOP");
    await until("the opt-out", () => world.cards().some((one) => shown(one).includes("opted out")));
    await refuses("opted out");
  });

  it("where its time is over, or there is none", async () => {
    await begin("See you soon.");
    const who = await opens();
    await who.fillsIn("unless", ["Cancel if they write first"]);
    await refuses("Choose one, or take the tick out", "when");
    await who.fillsIn("when", inSeconds(world.now() - hour));
    await refuses("This time is over", "when");
  });

  it("where it is too long once it is filled in", async () => {
    await begin("⟦Day⟧");
    const who = await opens();
    await who.fillsIn("text", `${"x".repeat(1_500)} ⟦Day⟧`);
    await who.fillsIn("value.1", "y".repeat(200));
    await who.submits();
    expect(who.errorsInModal().text).toContain("it has 1,701 characters");
    expect(world.received(maria)).toEqual([]);
  });

  it("by night, with the next time that is right in its place", async () => {
    await begin("See you soon.", { env: { QUIET_HOURS: "8-21" } });
    const who = await opens();
    await who.fillsIn("when", inSeconds(Date.parse("2031-07-01T07:30:00Z")));
    expect(await who.submits()).toMatchObject({ action: "updated" });
    expect(who.fieldInModal("when")).toBe(inSeconds(Date.parse("2031-07-01T12:00:00Z")));
    expect(who.seesInModal()).toContain('"block_id":"when:2"');
    expect(await who.submits()).toMatchObject({ action: "closed" });
    await said("See you soon.");
  });

  it("once, where it looks meant for the team", async () => {
    await begin("fyi see you soon.", { env: { INSIDE_WORDS: "fyi" } });
    const who = await opens();
    expect(await who.submits()).toMatchObject({ action: "updated" });
    expect(who.seesInModal()).toContain("begins with a word with which you begin what is meant for the team");
    await nothingLeft();
    expect(await who.submits()).toMatchObject({ action: "closed" });
    await arrives("fyi see you soon.");
  });
});

describe("the form of a filled-in text", () => {
  it("sends what stands in it, whatever became of its template, and of the app, in between", async () => {
    await begin("See you soon.");
    const who = await opens();
    await inStore((tx) =>
      tx.templates.change(visit, { name: "Other", text: "No." }, { ...by, change: "edited" }),
    );
    await inStore((tx) => tx.templates.change(visit, {}, { ...by, change: "deleted" }));
    await world.restart();
    expect(await who.submits()).toMatchObject({ action: "closed" });
    await world.restart();
    await arrives("See you soon.");
    expect(shown(await said("See you soon."))).toContain("from template Visit");
    expect(world.received(maria)).toHaveLength(1);
  });

  it("says that it was kept, or why not, also where Slack does not draw it anew", async () => {
    await begin("See you soon.");
    const who = await opens();
    const misses = () => {
      const match = { method: "views.update" };
      world.sandbox.slack.control.misbehave({ match, kind: "fail", error: "internal_error" });
    };
    misses();
    await who.fillsIn("text", "");
    await who.pressesInModal("Keep as draft");
    await until("why not", () => world.told(ana).some((one) => one.includes("There are no words in it yet")));
    expect(who.modal()?.callbackId).toBe("template.fill");
    misses();
    await who.fillsIn("text", "See you.");
    await who.pressesInModal("Keep as draft");
    await until("it says so", () => world.told(ana).some((one) => one.includes("kept as a draft")));
  });

  it("is made plain, what is asked for too", async () => {
    await begin("It’s on ⟦Day⟧.");
    const who = await opens();
    await who.fillsIn("value.1", `${"x".repeat(150)} “Monday”`);
    await who.pressesInModal("Check");
    await until("the offer", () => who.seesInModal().includes("Use plain punctuation"));
    await who.pressesInModal("Use plain punctuation");
    await until("the plain words", () => who.fieldInModal("text") === "It's on ⟦Day⟧.");
    expect(who.fieldInModal("value.1")).toBe(`${"x".repeat(150)} "Monday"`);
    expect(who.seesInModal()).toContain('"block_id":"value.1:2"');
    expect(await who.submits()).toMatchObject({ action: "closed" });
    await arrives(`It's on ${"x".repeat(150)} "Monday".`);
  });
});
