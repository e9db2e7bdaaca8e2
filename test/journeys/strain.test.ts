import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

/** Ten texts of two customers, five replies to each; what befalls the deliveries is set before. */
async function liveThrough(strain: (world: World, round: number) => void | Promise<void>): Promise<{
  cards: Map<string, MessageView>;
  replies: Map<string, string[]>;
}> {
  const phones = [scene.maria, scene.sam];
  const cards = new Map<string, MessageView>();
  for (const phone of phones) cards.set(phone, await world.opened(`0 from ${phone}`, phone));
  const replies = new Map(phones.map((phone) => [phone, [] as string[]]));
  for (let round = 1; round <= 5; round += 1) {
    await strain(world, round);
    for (const phone of phones) {
      const card = cards.get(phone);
      if (card === undefined) throw new Error("no card");
      await world.text(`${round} from ${phone}`, phone);
      replies.get(phone)?.push(world.reply(scene.ben, card, `${round} to ${phone}`));
    }
  }
  await strain(world, 6);
  return { cards, replies };
}

const rounds = [0, 1, 2, 3, 4, 5];

function expectTextsOnce(cards: Map<string, MessageView>): void {
  expect(world.cards()).toHaveLength(cards.size);
  expect(world.strays()).toEqual([]);
  for (const [phone, card] of cards) {
    expect(world.texts(card)).toEqual(rounds.map((round) => `${round} from ${phone}`));
  }
}

function expectRepliesOnce(cards: Map<string, MessageView>): void {
  for (const phone of cards.keys()) {
    expect(world.received(phone)).toEqual(rounds.slice(1).map((round) => `${round} to ${phone}`));
  }
}

/** Time runs on only once every reply is known: the hold is there to wait for those that come late. */
async function everyReplyDelivered(replies: Map<string, string[]>): Promise<void> {
  const all = [...replies.values()].flat();
  await until("every reply known", async () => {
    await world.pass(0);
    return (await world.metric("replies_taken_total")) === all.length;
  });
  await until("every reply marked delivered", async () => {
    await world.pass(1_000);
    return all.every((ts) => world.marks(ts).includes("white_check_mark"));
  });
}

describe.each(["socket", "http"] as const)("under strain, in %s mode", (mode) => {
  it("changes nothing when every delivery comes twice, from both sides", async () => {
    world = await createWorld({ mode, env: { HOLD_SECONDS: "20" } });
    const { slack, twilio } = world.sandbox;
    slack.control.misbehave({ match: { event: "*" }, kind: "duplicate", times: 20 });
    slack.control.misbehave({
      match: { event: "*" },
      kind: "duplicate",
      newEventId: true,
      copies: 2,
      times: 0,
    });
    twilio.control.misbehave({ match: "inbound", kind: "duplicate", times: 100 });
    twilio.control.misbehave({ match: "status", kind: "duplicate", times: 1000 });
    const { cards, replies } = await liveThrough(() => {});
    await everyReplyDelivered(replies);
    await world.settle();
    expectTextsOnce(cards);
    expectRepliesOnce(cards);
  });

  it("keeps replies in the order of their writing when events and reports overtake each other", async () => {
    world = await createWorld({ mode, env: { HOLD_SECONDS: "20" } });
    const { slack, twilio } = world.sandbox;
    const { cards, replies } = await liveThrough((_, round) => {
      if (round === 6) slack.control.release("newest_first");
      else
        slack.control.misbehave({
          match: { event: "message" },
          kind: "hold",
          times: round % 2 === 0 ? 2 : 1,
        });
      twilio.control.misbehave({ match: "status", kind: "reorder", times: 2 });
    });
    await everyReplyDelivered(replies);
    await world.settle();
    expectTextsOnce(cards);
    expectRepliesOnce(cards);
  });

  it("says everything once although Slack answers 429 and 500, acts without answering, and breaks its connections", async () => {
    world = await createWorld({ mode, env: { HOLD_SECONDS: "20" } });
    const { slack } = world.sandbox;
    const { cards, replies } = await liveThrough((_, round) => {
      slack.control.misbehave({ match: { method: "chat.postMessage" }, kind: "dropAnswer", times: 1 });
      if (round % 2 === 0)
        slack.control.misbehave({ match: { method: "chat.*" }, kind: "rateLimit", retryAfter: 2 });
      else slack.control.misbehave({ match: { method: "chat.*" }, kind: "fail", status: 500, times: 2 });
      slack.control.misbehave({ match: { method: "reactions.add" }, kind: "fail", status: 500, times: 1 });
      slack.control.misbehave({ match: { method: "conversations.*" }, kind: "fail", status: 503, times: 1 });
      if (round === 2) slack.control.refreshSockets();
      if (round === 4) slack.control.cutSockets();
    });
    await everyReplyDelivered(replies);
    await world.settle();
    expectTextsOnce(cards);
    expectRepliesOnce(cards);
  });

  it("sends nothing twice when the answer to a send is lost, and the delivery report settles it", async () => {
    world = await createWorld({ mode });
    const { twilio } = world.sandbox;
    const { cards, replies } = await liveThrough(() => {
      twilio.control.misbehave({ match: "send", kind: "dropAnswer" });
    });
    await everyReplyDelivered(replies);
    await world.settle();
    expectTextsOnce(cards);
    for (const phone of cards.keys()) {
      expect(world.received(phone).sort()).toEqual(rounds.slice(1).map((round) => `${round} to ${phone}`));
    }
  });

  it("takes texts while Slack is down, and shows them once it is back", async () => {
    world = await createWorld({ mode });
    const { slack } = world.sandbox;
    const card = await world.opened("before");
    slack.control.down(true);
    await world.text("while it is down");
    await world.text("from someone new", scene.sam);
    await world.pass(5_000);
    slack.control.down(false);
    await until("both shown", async () => {
      await world.pass(1_000);
      return world.texts(card).length === 2 && world.card("Sam") === undefined
        ? world.cards().length === 2
        : world.texts(card).length === 2;
    });
    const reply = world.reply(scene.ben, card, "We are here again");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await world.settle();
    expect(world.texts(card)).toEqual(["before", "while it is down"]);
    expect(world.cards()).toHaveLength(2);
    expect(world.strays()).toEqual([]);
  });
});

describe("a broken socket", () => {
  it("loses no reply that was written while nobody listened", async () => {
    world = await createWorld({ mode: "socket" });
    const { control } = world.sandbox.slack;
    const card = await world.opened();
    control.refuseSockets(true);
    control.cutSockets();
    const reply = world.reply(scene.ben, card, "Written into the silence");
    await control.idle();
    control.refuseSockets(false);
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await world.settle();
    expect(world.received()).toEqual(["Written into the silence"]);
  });

  it("hears on without a gap when Slack asks for a new one", async () => {
    world = await createWorld({ mode: "socket" });
    const { control } = world.sandbox.slack;
    const card = await world.opened();
    for (let turn = 1; turn <= 3; turn += 1) {
      control.refreshSockets();
      const reply = world.reply(scene.ben, card, `turn ${turn}`);
      await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    }
    expect(world.received()).toEqual(["turn 1", "turn 2", "turn 3"]);
  });
});
