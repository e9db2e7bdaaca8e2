import { describe, expect, it } from "vitest";
import { releaseEpisode } from "../../../src/bridge/conversations/release-episode.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import type { SlackTs, SlackUserId, Username } from "../../../src/domain/ids.ts";
import { ana, ben, cy, fay, maria, officeWith } from "../front-desk.ts";
import { createWorld, minute, type World, words } from "../world.ts";

/** Ben has the conversation. */
async function bens(): Promise<{ world: World; thread: SlackTs }> {
  const world = await createWorld({ hold: 0 });
  const thread = await world.begin(maria);
  await take(world, ben, null);
  return { world, thread };
}

async function take(world: World, user: SlackUserId, from: string | null) {
  const { id: episode } = await world.openEpisode();
  await takeEpisode(world.ctx, { episode, user, seenAssignee: from as Username | null });
  await world.runAll();
}

async function write(world: World, user: SlackUserId, thread: SlackTs, text: string) {
  const place = await world.reply(user, thread, text);
  await world.pass(minute);
  return place;
}

const lastTold = (world: World) => {
  const told = world.desk.told.at(-1);
  return told && { to: told.to, words: words(told.sentence), choices: told.offer?.choices ?? [] };
};
const asksAna = (name: string, body: string) => ({
  to: ana,
  words: `${name} has this conversation, so this did not leave yet: “${body}”. Send it all the same?`,
  choices: ["send", "take_and_send", "discard"],
});

describe("a reply in a colleague's conversation", () => {
  it("waits for its author's word, once per person", async () => {
    const { world, thread } = await bens();
    await write(world, ana, thread, "one");
    expect(lastTold(world)).toEqual(asksAna("@U0BEN", "one"));
    expect(words((await world.choose("send", ana)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    await write(world, ana, thread, "two");
    expect(world.carrier.bodies()).toEqual(["one", "two"]);
    await write(world, cy, thread, "three");
    expect(lastTold(world)?.to).toBe(cy);
    expect(world.carrier.bodies()).toEqual(["one", "two"]);
    expect((await world.openEpisode()).assignee).toBe("ben");
  });

  it("asks again when somebody else has it by then, also the one who had it", async () => {
    const { world, thread } = await bens();
    await write(world, ana, thread, "one");
    await world.choose("send", ana);
    await take(world, cy, "ben");
    await write(world, ana, thread, "two");
    expect(lastTold(world)).toEqual(asksAna("@U0CY", "two"));
    await write(world, ben, thread, "three");
    expect(lastTold(world)?.to).toBe(ben);
    expect(world.carrier.bodies()).toEqual(["one"]);
  });

  it("does not ask again after Resolve and Reopen", async () => {
    const { world, thread } = await bens();
    await write(world, ana, thread, "one");
    await world.choose("send", ana);
    const { id: episode } = await world.openEpisode();
    await resolveEpisode(world.ctx, { episode, user: ben });
    await write(world, ana, thread, "two");
    await world.choose("reopen_and_send", ana);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one", "two"]);
  });

  it("leaves by Reopen and send without being asked about as well", async () => {
    const { world, thread } = await bens();
    const { id: episode } = await world.openEpisode();
    await resolveEpisode(world.ctx, { episode, user: ben });
    await write(world, ana, thread, "one");
    expect(words((await world.choose("reopen_and_send", ana)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one"]);
  });

  it("leaves though the colleague gave the conversation back meanwhile, and then it is its author's", async () => {
    const { world, thread } = await bens();
    await write(world, ana, thread, "one");
    const { id: episode } = await world.openEpisode();
    await releaseEpisode(world.ctx, { episode, user: ben });
    await world.choose("send", ana);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one"]);
    expect((await world.openEpisode()).assignee).toBe("ana");
  });

  it("can be discarded, and then the next one asks again", async () => {
    const { world, thread } = await bens();
    const place = await write(world, ana, thread, "one");
    await world.choose("discard", ana);
    await write(world, ana, thread, "two");
    expect(lastTold(world)).toEqual(asksAna("@U0BEN", "two"));
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
    expect(world.carrier.sent).toEqual([]);
  });

  it("that is edited while it waits leaves with the words it has by then", async () => {
    const { world, thread } = await bens();
    const place = await write(world, ana, thread, "one");
    await world.edit(place, "one, better");
    await world.runAll();
    await world.choose("send", ana);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one, better"]);
  });

  it("waits on for what else keeps it", async () => {
    const { world, thread } = await bens();
    const place = await world.reply(ana, thread, "the form", { files: 1 });
    await world.runAll();
    expect(lastTold(world)).toEqual(asksAna("@U0BEN", "the form"));
    await world.choose("send", ana);
    await world.runAll();
    expect(lastTold(world)?.choices).toEqual(["send_text_only", "discard"]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    await world.choose("send_text_only", ana);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["the form"]);
  });

  it("is for nobody who is no member any more", async () => {
    const { world, thread } = await bens();
    await write(world, ana, thread, "one");
    await world.apply(officeWith({ members: ["ben", "cy", "fay"] as Username[] }));
    for (const choice of ["send", "take_and_send"]) {
      expect(await world.choose(choice, ana)).toMatchObject({ decided: false });
    }
    expect((await world.openEpisode()).assignee).toBe("ben");
  });

  it("of a stranger is refused as always, and asks nothing", async () => {
    const { world, thread } = await bens();
    await write(world, fay, thread, "one");
    expect(lastTold(world)?.choices).toEqual([]);
  });
});

describe("Take and send", () => {
  it("takes it over with a line, and sends", async () => {
    const { world, thread } = await bens();
    await write(world, ana, thread, "one");
    expect(words((await world.choose("take_and_send", ana)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one"]);
    expect((await world.openEpisode()).assignee).toBe("ana");
    expect(world.thread(thread).at(-1)).toBe("app: @U0ANA took this over from ben.");
  });

  it("asks again where a third one has it by then", async () => {
    const { world, thread } = await bens();
    await write(world, ana, thread, "one");
    await take(world, cy, "ben");
    expect(words((await world.choose("take_and_send", ana)).sentence)).toContain("you are asked again");
    await world.runAll();
    expect(lastTold(world)).toEqual(asksAna("@U0CY", "one"));
    expect((await world.openEpisode()).assignee).toBe("cy");
    await world.choose("take_and_send", ana);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one"]);
    expect((await world.openEpisode()).assignee).toBe("ana");
  });

  it("sends all of theirs that waited for it, in the order of writing, whichever is pressed", async () => {
    const { world, thread } = await bens();
    await write(world, ana, thread, "one");
    await write(world, ana, thread, "two");
    const pressed = world.desk.offers.findLast(({ choices }) => choices.includes("send"));
    await write(world, ana, thread, "three");
    await world.bridge.chooseNotice({
      notice: pressed?.notice ?? ("" as never),
      choice: "take_and_send",
      user: ana,
    });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one", "two", "three"]);
    expect(words((await world.choose("send", ana)).sentence)).toBe("You chose “Take and send” already.");
  });
});
