import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
let phone: string;

/** Longer than any test takes: it ends only when the test lets time pass. */
const hold = 60_000;

beforeAll(async () => {
  world = await createWorld({ env: { HOLD_SECONDS: String(hold / 1000) } });
});
afterAll(() => world.stop());

let customers = 0;
/** Each test has a customer of its own. */
beforeEach(async () => {
  customers += 1;
  phone = `+15550199${400 + customers}`;
  card = await world.opened("Hi, are you open today?", phone);
});

const received = () => world.received(phone);

async function holdEnds(): Promise<void> {
  await world.quiet();
  await world.pass(hold);
  await world.settle();
}

const remove = (ts: string) =>
  world.sandbox.slack.control.deleteMessage({ user: scene.ben, channel: scene.channel, ts });

describe("the hold", () => {
  it("keeps a reply until it ends, shows the waiting after a while, then lets it go", async () => {
    const reply = world.reply(scene.ben, card, "Yes, until 6.");
    await world.quiet();
    expect(received()).toEqual([]);
    expect(world.marks(reply)).toEqual([]);
    await world.pass(15_000);
    await until("the hourglass", () => world.marks(reply).includes("hourglass_flowing_sand"));
    expect(received()).toEqual([]);
    await holdEnds();
    expect(received()).toEqual(["Yes, until 6."]);
    expect(world.marks(reply)).toContain("white_check_mark");
  });

  it("sends the words as they were last edited", async () => {
    const reply = world.reply(scene.ben, card, "Yes, untl 6.");
    world.edit(scene.ben, reply, "Yes, until 6.");
    await holdEnds();
    expect(received()).toEqual(["Yes, until 6."]);
  });

  it("judges an edit anew: what becomes a note stays inside, and never becomes a text again", async () => {
    const reply = world.reply(scene.ben, card, "She owes us 40 dollars");
    world.edit(scene.ben, reply, "note: she owes us 40 dollars");
    await world.quiet();
    world.edit(scene.ben, reply, "She owes us 40 dollars");
    await until("told", () =>
      world.told(scene.ben).at(-1)?.includes("a note never becomes a text by editing it"),
    );
    await holdEnds();
    expect(received()).toEqual([]);
    expect(world.marks(reply)).toEqual(["memo"]);
  });

  it("sends nothing that was deleted", async () => {
    const reply = world.reply(scene.ben, card, "Oh no");
    await world.quiet();
    remove(reply);
    await holdEnds();
    expect(received()).toEqual([]);
  });

  it("sends nothing that got an :x:, by its author or another member of the group", async () => {
    const own = world.reply(scene.ben, card, "Oh no");
    const other = world.reply(scene.ben, card, "Oh dear");
    await world.quiet();
    world.sandbox.slack.control.react({ user: scene.ben, channel: scene.channel, ts: own, name: "x" });
    world.sandbox.slack.control.react({ user: scene.ana, channel: scene.channel, ts: other, name: "x" });
    await holdEnds();
    expect(received()).toEqual([]);
    expect(world.marks(own)).toContain("no_entry_sign");
    expect(world.marks(other)).toContain("no_entry_sign");
    expect(world.told(scene.ben).at(-1)).toContain("will not be sent");
  });

  it("lets nobody outside the group stop a reply", async () => {
    const reply = world.reply(scene.ben, card, "On our way");
    await world.quiet();
    world.sandbox.slack.control.react({ user: scene.cy, channel: scene.channel, ts: reply, name: "x" });
    await holdEnds();
    expect(received()).toEqual(["On our way"]);
    expect(world.told(scene.cy).at(-1)).toContain("can stop this text");
  });

  it("sends nothing after the shortcut Don't send", async () => {
    const reply = world.reply(scene.ben, card, "Oh no");
    await world.quiet();
    await world.shortcut(scene.ben, reply, "reply.dont_send");
    await holdEnds();
    expect(received()).toEqual([]);
    expect(world.marks(reply)).toContain("no_entry_sign");
    await world.shortcut(scene.ben, reply, "reply.why");
    await until("told why", () => world.told(scene.ben).at(-1)?.includes("cancelled"));
  });

  it("tells the author that an edit, a deletion or a stop came too late", async () => {
    const reply = world.reply(scene.ben, card, "Yes, untl 6.");
    await holdEnds();
    world.edit(scene.ben, reply, "Yes, until 6.");
    await until("told of the edit", () => world.told(scene.ben).at(-1)?.includes("Your edit can't reach"));
    await world.shortcut(scene.ben, reply, "reply.dont_send");
    await until("told of the stop", () => world.told(scene.ben).at(-1)?.includes("Too late"));
    remove(reply);
    await until("told of the deletion", () => world.told(scene.ben).at(-1)?.includes("can't be called back"));
    await world.settle();
    expect(received()).toEqual(["Yes, untl 6."]);
    const kept = world.lines(card).filter((line) => line.includes("received: “Yes, untl 6.”"));
    expect(kept.map((line) => /edited|deleted/.exec(line)?.[0])).toEqual(["edited", "deleted"]);
  });

  it("applies an edit and a deletion that come before their message", async () => {
    const { control } = world.sandbox.slack;
    control.misbehave({ match: { event: "message" }, kind: "hold", times: 2 });
    const edited = world.reply(scene.ben, card, "first words");
    const deleted = world.reply(scene.ben, card, "never meant");
    world.edit(scene.ben, edited, "better words");
    remove(deleted);
    await world.quiet();
    control.release("oldest_first");
    await holdEnds();
    expect(received()).toEqual(["better words"]);
  });
});

describe("time in which nobody listened", () => {
  it("does not count towards the hold, and what waited is read again before it leaves", async () => {
    const { control } = world.sandbox.slack;
    const edited = world.reply(scene.ben, card, "as first written");
    const deleted = world.reply(scene.ben, card, "deleted in the silence");
    const kept = world.reply(scene.ben, card, "left as it was");
    await world.quiet();
    control.refuseSockets(true);
    control.cutSockets();
    await until("not ready without a socket", async () => !(await world.readiness()).ready);
    world.edit(scene.ben, edited, "as edited in the silence");
    remove(deleted);
    await control.idle();
    await world.pass(2 * hold);
    expect(received()).toEqual([]);
    control.refuseSockets(false);
    await until("a socket again", () => control.sockets() > 0);
    await world.quiet();
    expect(received()).toEqual([]);
    await holdEnds();
    expect(received()).toEqual(["as edited in the silence", "left as it was"]);
    expect(world.marks(kept)).toContain("white_check_mark");
  });

  it("does not count while the app is down, either", async () => {
    const reply = world.reply(scene.ben, card, "before the restart");
    await world.quiet();
    await world.restart({
      whileDown: async () => world.edit(scene.ben, reply, "edited during the restart"),
    });
    await world.quiet();
    expect(received()).toEqual([]);
    await holdEnds();
    expect(received()).toEqual(["edited during the restart"]);
  });
});
