import { describe, expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import type { Ended } from "../../../src/bridge/conversations/scheduled-texts.ts";
import type { E164, SlackUserId } from "../../../src/domain/ids.ts";
import { ana, ben, benWith, billingLine, cy, maria, office, officeWithDirect } from "../front-desk.ts";
import { createWorld, hour, minute, type World, words } from "../world.ts";

const mariaNumber = maria as string as E164;
let acts = 0;

async function schedule(
  world: World,
  user: SlackUserId,
  body: string,
  { inHours = 2, unlessTheyWrite = false } = {},
) {
  acts += 1;
  const at = world.now() + inHours * hour;
  const input = { user, to: mariaNumber, line: null, body, at, unlessTheyWrite, act: `view:${acts}` };
  const started = await startText(world.ctx, input);
  expect(started).toMatchObject({ kind: "started" });
  await world.runAll();
  // A colleague's conversation asks once.
  if (started?.kind === "started" && started.asks !== null) await world.choose("send", user);
  await world.runAll();
}

const told = (world: World) => world.desk.told.map(({ to, sentence }) => `${to}: ${words(sentence)}`);
const press = async (world: World, user: SlackUserId): Promise<Ended> => {
  const { id: episode } = await world.openEpisode();
  return await world.bridge.resolveEpisode({ episode, user });
};
async function decide(world: World, user: SlackUserId, fate: "keep" | "cancel", asks: Ended["asks"]) {
  if (asks === undefined) throw new Error("nothing was asked");
  const { episode, ending, newest } = asks;
  const outcome = await world.bridge.endConversation({ episode, user, ending, decided: { fate, newest } });
  await world.runAll();
  return outcome;
}

describe("ending a conversation with scheduled texts", () => {
  it("asks first, naming each, and does nothing before the answer", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await schedule(world, ana, "See you at five.");
    await schedule(world, ben, "Bring the form.", { inHours: 3 });
    const { sentence, asks } = await press(world, ana);
    expect(sentence).toBeNull();
    expect(asks).toMatchObject({
      ending: "resolve",
      contact: "Maria Lopez (…9001)",
      texts: [
        { body: "See you at five.", by: "ana", at: world.now() + 2 * hour },
        { body: "Bring the form.", by: "ben" },
      ],
    });
    expect((await world.openEpisode()).state).toBe("open");
  });

  it("keeps them: they leave at their time into the conversation that is over, and belong to it", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await schedule(world, ana, "See you at five.");
    const { asks } = await press(world, ana);
    expect(await decide(world, ana, "keep", asks)).toBeNull();
    expect(await decide(world, ana, "keep", asks)).toBeNull();
    expect((await world.episodes(maria))[0]?.state).toBe("resolved");
    await world.pass(3 * hour);
    expect(world.carrier.bodies()).toEqual(["See you at five."]);
    const [episode] = await world.episodes(maria);
    expect(episode).toMatchObject({ state: "resolved", thread });
  });

  it("cancels them: none is sent, the thread says so, and their authors are told with the words", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await schedule(world, ana, "See you at five.");
    await schedule(world, ben, "Bring the form.");
    const { asks } = await press(world, ana);
    expect(await decide(world, ana, "cancel", asks)).toBeNull();
    await world.pass(3 * hour);
    expect(world.carrier.bodies()).toEqual([]);
    expect(world.thread(thread)).toContain("app: @U0ANA cancelled 2 scheduled texts with it.");
    expect(told(world).filter((one) => one.includes("cancelled"))).toEqual([
      "U0BEN: @U0ANA ended the conversation with Maria Lopez (…9001), and cancelled this scheduled text: “Bring the form.” [Open the conversation]",
    ]);
  });

  it("does nothing where another one was scheduled since it was asked", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await schedule(world, ana, "See you at five.");
    const { asks } = await press(world, ana);
    await world.pass(minute);
    await schedule(world, ben, "Bring the form.");
    expect(words((await decide(world, ana, "cancel", asks))?.refusal ?? null)).toContain("Nothing was done");
    expect((await world.openEpisode()).state).toBe("open");
    await world.pass(3 * hour);
    expect(world.carrier.bodies()).toEqual(["See you at five.", "Bring the form."]);
  });

  it("asks nobody who may not resolve it, nor about a text that waits out its hold", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await schedule(world, ana, "See you at five.");
    const refused = await press(world, cy);
    expect(refused.asks).toBeUndefined();
    expect(words(refused.sentence)).toContain("can be resolved by");
    const { asks } = await press(world, ana);
    await decide(world, ana, "cancel", asks);
    await world.bridge.reopenEpisode({ episode: asks?.episode ?? ("" as never), user: ana });
    await world.reply(ana, thread, "Bye");
    expect((await press(world, ana)).asks).toBeUndefined();
  });

  it("of a member's own asks when they call it done", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    acts += 1;
    const input = { user: ben, to: mariaNumber, line: null, body: "Later", unlessTheyWrite: false };
    await startText(world.ctx, { ...input, at: world.now() + hour, act: `view:${acts}` });
    await world.runAll();
    const { id: episode } = await world.openEpisode(maria);
    const { asks } = await world.bridge.closeEpisode({ episode, user: ben });
    expect(asks).toMatchObject({ ending: "close", texts: [{ body: "Later" }] });
    expect(await decide(world, ben, "cancel", asks)).toBeNull();
    await world.pass(2 * hour);
    expect(world.carrier.bodies()).toEqual([]);
  });
});

describe("a text that is to leave only if they don't write first", () => {
  it("is cancelled by a text of theirs, and its author is told with the words", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await schedule(world, ana, "Are you still coming?", { unlessTheyWrite: true });
    await schedule(world, ana, "See you at five.");
    await world.text(maria, "I am on my way");
    await world.pass(3 * hour);
    expect(world.carrier.bodies()).toEqual(["See you at five."]);
    expect(told(world)).toContain(
      "U0ANA: Maria Lopez (…9001) wrote first, so this scheduled text was cancelled: “Are you still coming?” [Open the conversation]",
    );
    expect(await world.openEpisode()).toMatchObject({ unlessTheyWrite: false });
  });

  it("is cancelled as well where its conversation was resolved meanwhile", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await schedule(world, ana, "Are you still coming?", { unlessTheyWrite: true });
    const { asks } = await press(world, ana);
    await decide(world, ana, "keep", asks);
    await world.text(maria, "I am on my way");
    await world.pass(3 * hour);
    expect(world.carrier.bodies()).toEqual([]);
  });

  it("is cancelled as well where the conversation was resolved, and a colleague's text began it anew", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await schedule(world, ana, "Are you still coming?", { unlessTheyWrite: true });
    const { asks } = await press(world, ana);
    await decide(world, ana, "keep", asks);
    const text = { user: ben, to: mariaNumber, line: null, body: "Your car is ready.", at: null };
    await startText(world.ctx, { ...text, unlessTheyWrite: false, act: "view:anew" });
    await world.runAll();
    expect(await world.openEpisode()).toMatchObject({ number: 2 });
    await world.text(maria, "I am on my way");
    await world.pass(3 * hour);
    expect(world.carrier.bodies()).toEqual(["Your car is ready."]);
    expect(told(world).join("\n")).toContain("wrote first, so this scheduled text was cancelled");
  });

  it("is cancelled as well while it waits for a colleague's conversation to be answered in", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "I have this one.");
    await world.pass(minute);
    const at = world.now() + 2 * hour;
    const text = { user: ana, to: mariaNumber, line: null, body: "Are you still coming?", at };
    const started = await startText(world.ctx, { ...text, unlessTheyWrite: true, act: "view:asks" });
    expect(started).toMatchObject({ asks: "colleague" });
    await world.text(maria, "I am on my way");
    await world.runAll();
    await expect(world.choose("send", ana)).rejects.toThrow();
    await world.pass(3 * hour);
    expect(world.carrier.bodies()).toEqual(["I have this one."]);
  });

  it("is cancelled as well where it was due, and the carrier has put it off", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await schedule(world, ana, "Are you still coming?", { unlessTheyWrite: true });
    const failure = { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: minute } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await world.pass(2 * hour);
    expect(world.carrier.bodies()).toHaveLength(1);
    await world.text(maria, "I am on my way");
    await world.pass(hour);
    expect(world.carrier.bodies()).toHaveLength(1);
  });

  it("is cancelled as well where we were away when it was due, and its author was asked", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await schedule(world, ana, "Are you still coming?", { unlessTheyWrite: true });
    world.skip(3 * hour);
    await world.restart();
    await world.runAll();
    await world.text(maria, "I am on my way");
    await world.runAll();
    const { sentence } = await world.choose("send_now", ana);
    expect(words(sentence)).toBe("This is no longer open. It was cancelled.");
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual([]);
  });

  it("is cancelled as well where they write to its line, and others answer there", async () => {
    const world = await createWorld({ directory: benWith({ outboundLine: billingLine }, office) });
    const at = world.now() + 2 * hour;
    const text = { user: ben, to: mariaNumber, line: null, body: "Are you still coming?", at };
    await startText(world.ctx, { ...text, unlessTheyWrite: true, act: "view:elsewhere" });
    await world.pass(minute);
    await world.text(maria, "I am on my way", { to: billingLine });
    await world.pass(3 * hour);
    expect(world.carrier.bodies()).toEqual([]);
    expect(told(world).at(-1)).toContain("wrote first, so this scheduled text was cancelled");
  });

  it("leaves where they don't write", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await schedule(world, ana, "Are you still coming?", { unlessTheyWrite: true });
    await world.pass(3 * hour);
    expect(world.carrier.bodies()).toEqual(["Are you still coming?"]);
  });
});
