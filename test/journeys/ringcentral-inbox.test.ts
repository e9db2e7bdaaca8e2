/** Who has a conversation, that it is resolved, and what is noted in it: the same in RingCentral's shared inbox and in Slack, whoever does it, and where. */
import { afterEach, expect, it } from "vitest";
import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben, office } = ringCentralIds;
const ringcentral = () => world.sandbox.ringcentral.control;

async function begin(options: Partial<WorldOptions>): Promise<MessageView> {
  world = await createWorld({ carrier: "ringcentral", ...options });
  await until("a subscription", () => ringcentral().subscriptions().length > 0);
  return await world.opened("Are you open today?");
}

/** The newest thread there. */
function thread() {
  const newest = ringcentral().threads().at(-1);
  if (newest === undefined) throw new Error("there is no thread");
  return newest;
}

const cardSays = (...words: string[]) =>
  world.passUntil(`the card says ${words.join(", ")}`, () => {
    const card = shown(world.card() ?? expect.fail("no card"));
    return words.every((one) => card.includes(one));
  });
const isThere = (what: Partial<ReturnType<typeof thread>>) =>
  world.passUntil(`there it is ${JSON.stringify(what)}`, () =>
    Object.entries(what).every(([key, value]) => thread()[key as "status"] === value),
  );
const says = (card: MessageView, words: string) =>
  world.passUntil(`the thread says ${words}`, () =>
    world.thread(card).some((line) => shown(line).includes(words)),
  );

async function replies(user: string, card: MessageView, text: string): Promise<void> {
  const ts = world.reply(user, card, text);
  await world.passUntil(`${text} arrived`, () => world.marks(ts).includes("white_check_mark"));
}

it("is mirrored where members have logins of their own", async () => {
  const card = await begin({ ownLogins: true, env: { MIRROR_NOTES: "on" } });
  await ringcentral().assign(thread().id, ben, office);
  await cardSays(`<@${scene.ben}> has it`);
  await world.press(scene.ana, card, "Take");
  await isThere({ assignee: ana });
  await cardSays(`<@${scene.ana}> has it`);
  await replies(scene.ana, card, "Until six");
  expect(thread().messages.at(-1)).toMatchObject({ body: "Until six", extension: ana });
  await world.press(scene.ana, card, "Release");
  await isThere({ assignee: null });

  world.reply(scene.ana, card, "note: She pays cash.");
  await until("the note there", () => thread().notes.length === 1);
  expect(thread().notes).toMatchObject([{ author: ana, text: "She pays cash." }]);
  await ringcentral().note(thread().id, "She called twice.", ben);
  await says(card, "Note in RingCentral by Ben Ito: She called twice.");

  await ringcentral().resolve(thread().id, ben);
  await says(card, "Resolved in RingCentral by Ben Ito.");
  await cardSays("Resolved in RingCentral by");
  await world.press(scene.ana, world.card() ?? card, "Reopen");
  await cardSays("the next text makes a new conversation there");
  expect(ringcentral().threads()).toHaveLength(1);
  await replies(scene.ana, card, "One more thing");
  await isThere({ status: "Open", assignee: ana });
  expect(ringcentral().threads()).toHaveLength(2);
  await world.press(scene.ana, world.card() ?? card, "Resolve");
  await isThere({ status: "Resolved", statusReason: "Manual", assignee: null });

  await world.text("And tomorrow?");
  await until("a new conversation there", () => ringcentral().threads().length === 3);
  await until("a card of its own", () => world.card()?.ts !== card.ts);
  const next = world.card() ?? card;
  await says(next, "And tomorrow?");
  ringcentral().setOutcome({ outcome: { kind: "reject", code: "MSG-427", status: 403 } });
  const refused = world.reply(scene.ben, next, "From nine on");
  await says(
    next,
    "Assign it there to the user who sends for this line, or resolve it there, and send again.",
  );
  await world.chooseInThread(scene.ben, next, "Try again", "only its assignee may send");
  await world.passUntil("it arrived", () => world.marks(refused).includes("white_check_mark"));
  await isThere({ assignee: ben });
  await ringcentral().autoresolve();
  await says(next, "RingCentral closed it after 72 hours without texts.");
  await cardSays("RingCentral closed it after 72 hours without texts");
  expect(world.received()).toEqual(["Until six", "One more thing", "From nine on"]);
});

it("has one user of RingCentral's for all where the line's login answers, and keeps notes apart unless told otherwise", async () => {
  const card = await begin({});
  await replies(scene.ben, card, "Until six");
  await isThere({ assignee: office });
  await cardSays(`<@${scene.ben}> has it`, "RingCentral shows Front Office as the sender");
  // Of her, no login is here.
  await ringcentral().assign(thread().id, ana, ana);
  await cardSays(`<@${scene.ben}> has it`, "RingCentral shows Ana Reyes as the sender");
  await replies(scene.ben, card, "And from nine on");
  await isThere({ assignee: office });

  const note = world.reply(scene.ben, card, "note: She pays cash.");
  await world.passUntil("it is known as a note", () => world.marks(note).length > 0);
  await ringcentral().note(thread().id, "She called twice.", ana);
  await world.press(scene.ana, card, "Resolve");
  await isThere({ status: "Resolved" });
  await world.settle();
  expect(thread().notes).toMatchObject([{ author: ana }]);
  expect(world.thread(card).some((line) => shown(line).includes("She called twice."))).toBe(false);
  expect(thread().messages.map(({ extension }) => extension)).toEqual([null, office, office]);
});

it("is the same on both sides again after either was away", async () => {
  const maria = await begin({ ownLogins: true, env: { MIRROR_NOTES: "on" } });
  const sam = await world.opened("Hi from Sam", scene.sam);
  const unnamed = await world.opened("Hi from nobody", scene.unnamed);
  const [marias, sams, unnameds] = ringcentral().threads();
  if (marias === undefined || sams === undefined || unnameds === undefined) return expect.fail("no threads");
  await world.restart({
    whileDown: async () => {
      await ringcentral().assign(marias.id, ben, ben);
      await world.text("Hello?");
      world.sleep(1_000);
      const elsewhere = { extension: ben, from: scene.line, to: scene.maria, body: "Until six" };
      await ringcentral().sendElsewhere(elsewhere);
      await ringcentral().note(marias.id, "She called twice.", ben);
      await ringcentral().resolve(sams.id, ben);
      await ringcentral().autoresolve(unnameds.id);
      world.sleep(1_000);
      await world.text("Anybody?", scene.unnamed);
    },
  });
  for (const words of ["Hello?", "Until six", "Note in RingCentral by Ben Ito: She called twice."])
    await says(maria, words);
  await cardSays("has it");
  expect(shown(world.card() ?? maria)).toContain(`<@${scene.ben}> has it`);
  await says(sam, "Resolved in RingCentral by Ben Ito.");
  await says(unnamed, "RingCentral closed it after 72 hours without texts.");
  const goesOn = () => world.cards().find(({ ts }) => ts > unnamed.ts);
  const next = await until("a card of its own", goesOn);
  await says(next, "Anybody?");

  ringcentral().down(true);
  await world.press(scene.ben, world.card() ?? maria, "Resolve");
  await cardSays("Resolved by");
  world.reply(scene.ana, next, "note: Who is it?");
  await world.press(scene.ana, next, "Take");
  ringcentral().down(false);
  const there = (id: string) =>
    ringcentral()
      .threads()
      .find((one) => one.id === id);
  await world.passUntil("it is resolved there", () => there(marias.id)?.status === "Resolved");
  await world.passUntil("it is Ana's there", () => thread().assignee === ana);
  await world.passUntil("the note there", () => thread().notes.length === 1);
  await world.settle();
  expect(thread().notes).toMatchObject([{ author: ana, text: "Who is it?" }]);
  expect(world.texts(maria)).toEqual(["Are you open today?", "Hello?", "Until six"]);
  const once = (card: MessageView, words: string): number =>
    world.thread(card).filter((line) => shown(line).includes(words)).length;
  expect([once(maria, "Until six"), once(maria, "She called twice."), once(next, "Anybody?")]).toEqual([
    1, 1, 1,
  ]);
  expect(ringcentral().threads()).toHaveLength(4);
});
