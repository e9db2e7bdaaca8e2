import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
let card: MessageView;

beforeAll(async () => {
  world = await createWorld();
  const { control } = world.sandbox.slack;
  control.addUsergroup({ id: "S0NIGHT", name: "Night shift", handle: "night", users: [scene.ana] });
  control.changeUser({ id: scene.ana, realName: "Ana María Reyes", displayName: "areyes" });
  card = await world.opened();
});
afterAll(() => world.stop());

describe("what is meant for the team", () => {
  it.each([
    "note: ask her about March",
    "NOTE: same here",
    "Note:without a space",
    "-- two hyphens",
    "— a long dash",
    "– an en dash",
    "📝 note: behind our own mark",
    "[note] in brackets",
  ])("stays inside: %s", async (words) => {
    const before = world.received();
    const reply = world.reply(scene.ben, card, words);
    await until("the mark", () => world.marks(reply).includes("memo"));
    await world.settle();
    expect(world.received()).toEqual(before);
  });

  it("stays inside when it begins with two slashes, from a client that lets them through", async () => {
    const before = world.received();
    world.sandbox.slack.control.emitEvent({
      channel: scene.channel,
      event: {
        type: "message",
        user: scene.ben,
        channel: scene.channel,
        channel_type: "group",
        ts: "1700000001.000100",
        thread_ts: card.ts,
        text: "// do not tell her",
      },
    });
    await world.settle();
    expect(world.received()).toEqual(before);
  });

  it.each([
    ["a member, called as in the directory", `<@${scene.ana}> can you look?`, "Ana Reyes can you look?"],
    ["someone else, called as in Slack", `<@${scene.cy}> can you look?`, "Cy Park can you look?"],
    ["somebody, typed where Slack made no mention of it", "@ana can you look?", "@ana can you look?"],
    ["a channel", `see <#${scene.channel}>`, "front-desk"],
    ["a group", "<!subteam^S0NIGHT> please", "night"],
    ["everyone here", "<!here> please", "here"],
    [
      "a link into Slack",
      "<https://acme.slack.com/docs/T1/F1|the plan>",
      "the plan: https://acme.slack.com/docs",
    ],
    ["a note's first word", "FYI she called", "FYI she called"],
  ])("stays inside when it holds %s, until its author says Send anyway", async (_, words, name) => {
    const before = world.received();
    const reply = world.reply(scene.ben, card, words);
    await until("the mark", () => world.marks(reply).includes("memo"));
    await until("the offer", () => world.offered(scene.ben).includes("Send anyway"));
    expect(world.received()).toEqual(before);
    await world.choose(scene.ben, "Send anyway");
    await until("it left", () => world.received().length > before.length);
    expect(world.received().at(-1)).toContain(name);
    expect(world.received().at(-1)).not.toMatch(/[<>]/);
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
  });

  it("sends it once when Send anyway is pressed twice, and says so the second time", async () => {
    const before = world.received().length;
    world.reply(scene.ben, card, `<@${scene.ana}> twice`);
    await until("the offer", () => world.offered(scene.ben).includes("Send anyway"));
    world.sandbox.slack.control.misbehave({ match: { event: "block_actions" }, kind: "duplicate" });
    await world.choose(scene.ben, "Send anyway");
    await world.settle();
    expect(world.received()).toHaveLength(before + 1);
  });

  it("never sends /me, bots, joins and topics", async () => {
    const before = world.received();
    const { control } = world.sandbox.slack;
    control.emitEvent({
      channel: scene.channel,
      event: {
        type: "message",
        subtype: "me_message",
        user: scene.ben,
        channel: scene.channel,
        ts: "1700000002.000100",
        thread_ts: card.ts,
        text: "is thinking",
      },
    });
    control.messageAsBot({ channel: scene.channel, text: "Build passed", threadTs: card.ts });
    control.setTopic({ channel: scene.channel, user: scene.ana, topic: "Be kind" });
    control.addUser({ id: "U0DEE", name: "dee" });
    control.invite({ channel: scene.channel, user: "U0DEE" });
    control.post({ user: scene.ben, channel: scene.channel, text: "at the channel's top level" });
    await world.settle();
    expect(world.received()).toEqual(before);
  });

  it("sends a reply once that its author also sent to the channel", async () => {
    const before = world.received().length;
    const { ts } = world.sandbox.slack.control.post({
      user: scene.ben,
      channel: scene.channel,
      text: "also to the channel",
      threadTs: card.ts,
      alsoToChannel: true,
    });
    await until("delivered", () => world.marks(ts).includes("white_check_mark"));
    await world.settle();
    expect(world.received().slice(before)).toEqual(["also to the channel"]);
  });

  it("sends nothing again when Slack adds a link preview or a member edits a note", async () => {
    const reply = world.reply(scene.ben, card, "https://example.com/hours");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    const before = world.received();
    world.sandbox.slack.control.unfurl({ channel: scene.channel, ts: reply });
    await world.settle();
    expect(world.received()).toEqual(before);
    expect(world.told(scene.ben).at(-1)).not.toContain("Your edit");
  });
});

describe("someone who is not a member", () => {
  it("can't text: nothing leaves, and they are told why", async () => {
    const before = world.received();
    const reply = world.reply(scene.cy, card, "Let me answer that");
    await until("the mark", () => world.marks(reply).includes("no_entry_sign"));
    await until("told", () => world.told(scene.cy).at(-1)?.includes("only members of Front desk"));
    await world.settle();
    expect(world.received()).toEqual(before);
  });

  it("may still write a note", async () => {
    const reply = world.reply(scene.cy, card, "note: she called twice");
    await until("the mark", () => world.marks(reply).includes("memo"));
  });

  it("reads again by Why was this not sent? what a reload made vanish", async () => {
    const reply = world.reply(scene.cy, card, "And this?");
    await world.quiet();
    world.sandbox.slack.control.reload(scene.cy);
    await world.shortcut(scene.cy, reply, "reply.why");
    await until("told again", () => world.told(scene.cy).at(-1)?.includes("only members"));
  });
});
