/** Texts that leave in the carrier's own shared inbox: by whose login, in which thread. */
import { describe, expect, it } from "vitest";
import { CarrierError } from "../../../src/domain/errors.ts";
import type { CarrierMessageId, Username } from "../../../src/domain/ids.ts";
import { ana, ben, cy } from "../front-desk.ts";
import { second as aSecond, minute } from "../world.ts";
import { anas, bens, createInboxWorld, desks, first, type InboxWorld, second, who } from "./inbox-world.ts";

const sent = ({ carrier }: InboxWorld) =>
  carrier.sent.map(({ body, login, thread }) => ({ body, login, thread }));
const assigned = ({ carrier }: InboxWorld) =>
  carrier.asks.flatMap((ask) => (ask.kind === "assign" ? ask.to : []));

describe.each([
  ["at once", 0],
  ["after a hold", 10 * aSecond],
])("a reply that leaves %s", (_, hold) => {
  it("leaves by the login of whoever has the conversation, who has the thread before", async () => {
    const world = await createInboxWorld({ hold });
    const thread = await world.open();
    world.carrier.answers.push(async () => {
      expect(assigned(world)).toContain(bens);
      return {
        kind: "accepted",
        carrierMessageId: "X1" as CarrierMessageId,
        state: "accepted",
        thread: first,
      };
    });
    const place = await world.reply(ben, thread, "Yes, until six.");
    await world.pass(minute);
    expect(sent(world)).toEqual([{ body: "Yes, until six.", login: bens, thread: first }]);
    expect(await world.messageOf(place)).toMatchObject({ author: "ben", login: bens, carrierThread: first });
  });

  it("leaves by the line's login where whoever has it has none, and says who wrote it", async () => {
    const world = await createInboxWorld({ hold });
    const thread = await world.open();
    const place = await world.reply(cy, thread, "Yes, until six.");
    await world.pass(minute);
    expect(sent(world)).toEqual([{ body: "Yes, until six.", login: desks, thread: first }]);
    expect(await world.messageOf(place)).toMatchObject({ author: "cy", login: desks });
    expect(new Set(assigned(world))).toEqual(new Set([desks]));
  });
});

it("a reply beside whoever has it leaves by their login, and says who wrote it", async () => {
  const world = await createInboxWorld();
  const thread = await world.open();
  await world.told({ assignee: who(anas) });
  const place = await world.reply(ben, thread, "Yes, until six.");
  await world.runAll();
  await world.choose("send", ben);
  await world.runAll();
  expect(sent(world)).toEqual([{ body: "Yes, until six.", login: anas, thread: first }]);
  expect(assigned(world)).toEqual([]);
  expect((await world.messageOf(place))?.author).toBe("ben");
});

it("whose login it is is asked again when it leaves", async () => {
  const world = await createInboxWorld({ hold: 10 * aSecond });
  const thread = await world.open();
  await world.reply(ben, thread, "Yes, until six.");
  const { id: episode } = await world.episode();
  await world.bridge.takeEpisode({ episode, user: ana, seenAssignee: "ben" as Username });
  await world.pass(minute);
  expect(sent(world)).toEqual([{ body: "Yes, until six.", login: anas, thread: first }]);
});

describe("a reply that is rejected because somebody else has its thread", () => {
  const sentence = "In RingCentral somebody else has this conversation: assign it there, and try again.";
  const rejection = {
    kind: "rejected",
    failure: { code: "MSG-427", sentence, scope: "recipient" },
    isHeldByAnother: true,
  } as const;
  const begun = async () => {
    const world = await createInboxWorld();
    const thread = await world.open();
    await world.told({ assignee: who(bens) });
    return { world, thread, said: () => world.thread(thread).some((line) => line.includes(sentence)) };
  };

  it("leaves once it was given to who sends it, where that had not been told: nobody is bothered", async () => {
    const { world, thread, said } = await begun();
    world.carrier.answers.push(rejection);
    const place = await world.reply(ben, thread, "Yes, until six.");
    await world.runAll();
    expect(assigned(world)).toEqual([]);
    expect((await world.messageOf(place))?.state).toBe("queued");
    await world.pass(2 * aSecond);
    expect(assigned(world)).toEqual([bens]);
    expect(world.carrier.bodies()).toEqual(["Yes, until six.", "Yes, until six."]);
    expect((await world.messageOf(place))?.state).toBe("accepted");
    expect(await world.kept(first)).toMatchObject({ assignee: bens });
    expect(said()).toBe(false);
  });

  it("is explained where it was given to who sends it, and tried again once they ask", async () => {
    const { world, thread, said } = await begun();
    world.carrier.answers.push(rejection, rejection);
    await world.reply(ben, thread, "Yes, until six.");
    await world.runAll();
    await world.pass(2 * aSecond);
    expect(assigned(world)).toEqual([bens]);
    expect(said()).toBe(true);
    await world.choose("try_again", ben);
    await world.runAll();
    expect(assigned(world)).toEqual([bens, bens]);
    expect(world.carrier.bodies()).toHaveLength(3);
  });

  it("takes a later edit along", async () => {
    const { world, thread } = await begun();
    world.carrier.answers.push(rejection);
    const place = await world.reply(ben, thread, "Yes, until six.");
    await world.runAll();
    await world.edit(place, "Yes, until seven.");
    await world.pass(2 * aSecond);
    expect(world.carrier.bodies().at(-1)).toBe("Yes, until seven.");
    expect(world.carrier.bodies()).toHaveLength(2);
  });
});

it("comes again where it is refused while its thread could not be given to who sends it", async () => {
  const world = await createInboxWorld();
  const thread = await world.open();
  await world.told({ assignee: { login: null, name: "Kim" } });
  const failure = { kind: "CMN-203", retryable: true, certain: false } as const;
  const fails = async (): Promise<never> => {
    throw new CarrierError("Not now.", failure);
  };
  world.carrier.threadAnswers.push(fails, fails);
  const sentence = "Somebody else has this conversation.";
  world.carrier.answers.push({
    kind: "rejected",
    failure: { code: "MSG-427", sentence, scope: "recipient" },
  });
  const place = await world.reply(ben, thread, "Yes, until six.");
  await world.runAll();
  expect((await world.messageOf(place))?.state).toBe("queued");
  await world.pass(11 * aSecond);
  expect(world.carrier.bodies()).toEqual(["Yes, until six.", "Yes, until six."]);
  expect((await world.messageOf(place))?.state).toBe("accepted");
  expect(assigned(world).at(-1)).toBe(bens);
});

it("leaves in a new thread where the one it knows is over, which it joins", async () => {
  const world = await createInboxWorld();
  const thread = await world.open();
  world.carrier.threadAnswers.push({ kind: "over" });
  const accepted = {
    kind: "accepted",
    carrierMessageId: "X1" as CarrierMessageId,
    state: "accepted",
  } as const;
  world.carrier.answers.push({ ...accepted, thread: second });
  await world.reply(ben, thread, "Yes, until six.");
  await world.runAll();
  expect(world.carrier.sent[0]?.thread).toBeUndefined();
  expect(await world.kept(second)).toMatchObject({ state: "open", episodeId: (await world.episode()).id });
});
