/** Texts that leave in the carrier's own shared inbox: by whose login, in which thread. */
import { describe, expect, it } from "vitest";
import type { Context } from "../../../src/bridge/context/context.ts";
import type { OutgoingSms } from "../../../src/bridge/contracts/carrier.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { CarrierError } from "../../../src/domain/errors.ts";
import type { CarrierMessageId, LoginName, Username } from "../../../src/domain/ids.ts";
import { createOutboxWorker } from "../../../src/jobs/outbox-worker.ts";
import { ana, ben, cy, maria, officeWith } from "../front-desk.ts";
import { second as aSecond, minute } from "../world.ts";
import {
  anas,
  bens,
  createInboxWorld,
  desks,
  first,
  type InboxWorld,
  inboxOffice,
  second,
  who,
} from "./inbox-world.ts";

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

async function dueOf({ ctx, now }: InboxWorld, kind: string) {
  const job = (await ctx.store.read((tx) => tx.outbox.due(now(), 20))).find((one) => one.kind === kind);
  if (job === undefined) throw new Error(`nothing of the kind ${kind} is due`);
  return job;
}

const sentence = "In RingCentral somebody else has this conversation: assign it there, and try again.";
const rejection = {
  kind: "rejected",
  failure: { code: "MSG-427", sentence, scope: "recipient" },
  isHeldByAnother: true,
} as const;

describe("a reply that is rejected because somebody else has its thread", () => {
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

  it("leaves it known that nobody has it there any more, where it is deleted before it leaves", async () => {
    const { world, thread } = await begun();
    world.carrier.answers.push(rejection);
    const place = await world.reply(ben, thread, "Yes, until six.");
    await world.runAll();
    await world.delete(place);
    world.skip(minute);
    await world.told({ assignee: null, by: who(anas) });
    await world.pass(minute);
    expect((await world.kept()).assignee).toBe(null);
    expect((await world.episode()).assignee).toBe(null);
  });

  it("leaves it known that nobody has it there any more, where it could not be given to who sends it", async () => {
    const { world, thread } = await begun();
    world.carrier.answers.push(rejection, rejection);
    world.carrier.threadAnswers.push({ kind: "refused", code: "X", sentence: "It is locked." });
    await world.reply(ben, thread, "Yes, until six.");
    await world.pass(minute);
    await world.told({ assignee: null, by: who(anas) });
    await world.pass(minute);
    expect((await world.episode()).assignee).toBe(null);
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

describe("a text by the line's login in a conversation that nobody has", () => {
  /** Their side: who has the thread, whose assignee alone may send. */
  async function begun() {
    const world = await createInboxWorld({ hold: 0 });
    const thread = await world.open();
    const there: { holder: LoginName | null; readonly seen: string[] } = { holder: null, seen: [] };
    world.carrier.does = {
      ask: (ask) => {
        if (ask.kind === "assign") there.holder = ask.to as LoginName | null;
        there.seen.push(`${ask.kind} ${ask.kind === "assign" ? ask.to : ""}`);
        return { kind: "done" };
      },
      send: ({ login }) => {
        there.seen.push(`send by ${login}, ${there.holder} has it`);
        const carrierMessageId = `Y${there.seen.length}` as CarrierMessageId;
        return there.holder === login
          ? { kind: "accepted", carrierMessageId, state: "accepted", thread: first }
          : rejection;
      },
    };
    await world.reply(cy, thread, "Yes, until six.");
    const { id: episode } = await world.episode();
    await world.bridge.releaseEpisode({ episode, user: cy });
    return { world, there, said: () => world.thread(thread).some((line) => line.includes(sentence)) };
  }

  it("has the thread for as long as it takes, and gives it back behind it", async () => {
    const { world, there, said } = await begun();
    const { send } = world.carrier.carrier;
    let arrive = (): void => {};
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    Object.assign(world.carrier.carrier, {
      send: async (sms: OutgoingSms) => {
        await arrival;
        return await send(sms);
      },
    });
    const worker = createOutboxWorker(() => world.bridge);
    world.ctx.store.readBy(worker);
    worker.start();
    const due = async () =>
      (await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 10))).map(({ kind }) => kind);
    // What is due beside it is done by then.
    await expect.poll(due).toEqual(["send"]);
    await expect.poll(() => there.seen).toEqual([`assign ${desks}`]);
    arrive();
    await expect
      .poll(() => there.seen)
      .toEqual([`assign ${desks}`, `send by ${desks}, ${desks} has it`, "assign null"]);
    await worker.stop();
    expect(said()).toBe(false);
  });

  it("gives it back, too, where it was given with an answer that was lost", async () => {
    const { world, there, said } = await begun();
    world.carrier.threadAnswers.push(async () => {
      there.holder = desks;
      return { kind: "unknown", reason: "its answer was lost" };
    });
    await world.runAll();
    await world.told({ assignee: who(desks), by: who(desks), at: new Date(world.now() + 1) });
    await world.pass(minute);
    expect(there.holder).toBe(null);
    expect((await world.episode()).assignee).toBe(null);
    expect(said()).toBe(false);
  });

  it("gives it back within a minute where we end before the text was answered", async () => {
    const { world, there } = await begun();
    await runJob(world.ctx, await dueOf(world, "carrier_thread"));
    let isAsked = false;
    world.carrier.answers.push(() => {
      isAsked = true;
      return new Promise(() => {});
    });
    void runJob(world.ctx, await dueOf(world, "send"));
    await expect.poll(() => isAsked).toBe(true);
    expect(there.holder).toBe(desks);
    world.skip(minute);
    await runJob(world.ctx, await dueOf(world, "carrier_thread"));
    expect(there.holder).toBe(null);
  });
});

it("what an automatic answer begins there is nobody's, as here", async () => {
  const weekdays = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60 } as const;
  const afterHoursReply = { text: "We are closed until nine.", on: true, everyHours: 4 };
  const directory = officeWith({ hours: [weekdays], afterHoursReply }, inboxOffice);
  const world = await createInboxWorld({ directory });
  const answer = { kind: "accepted", carrierMessageId: "A1" as CarrierMessageId, state: "accepted" } as const;
  world.carrier.answers.push({ ...answer, thread: first });
  // It is answered before it is known in which thread her text stands.
  await world.text(maria, "Are you open?");
  await world.runAll();
  await world.told({ assignee: who(desks), by: who(desks) });
  await world.pass(minute);
  expect(sent(world)).toHaveLength(1);
  expect((await world.episode()).assignee).toBe(null);
  expect(assigned(world)).toEqual([null]);
});

it("a last reply leaves, where its conversation is resolved while it is held, and a colleague has the next one", async () => {
  const world = await createInboxWorld({ hold: 10 * aSecond, resolveBy: "anyone" });
  const thread = await world.open();
  let holder: string | null = null;
  world.carrier.does = {
    ask: (ask) => {
      if (ask.kind !== "assign") return { kind: "done" };
      if (ask.thread === first) return { kind: "over" };
      holder = ask.to;
      return { kind: "done" };
    },
    send: ({ login }) =>
      holder !== null && holder !== login
        ? rejection
        : {
            kind: "accepted",
            carrierMessageId: "Y" as CarrierMessageId,
            state: "accepted",
            thread: second,
          },
  };
  const place = await world.reply(ben, thread, "You are welcome. Goodbye!");
  await world.pass(aSecond);
  await world.bridge.resolveEpisode({ episode: (await world.episode()).id, user: ben });
  await world.pass(aSecond);
  await world.hear("One more thing?", second);
  await world.told({ thread: second, assignee: null });
  await world.runAll();
  const { id: episode } = await world.episode();
  await world.bridge.takeEpisode({ episode, user: ana, seenAssignee: null });
  await world.runAll();
  await world.pass(minute);
  expect((await world.messageOf(place))?.state).toBe("accepted");
  // It was lent for that alone.
  expect(holder).toBe(anas);
  expect((await world.episode()).assignee).toBe("ana");
});

describe("whoever has lost the lead", () => {
  const over = ({ ctx }: InboxWorld): Context => {
    const lead = { ...ctx.store.lead, isShared: true, isLost: () => true };
    return { ...ctx, store: { ...ctx.store, lead } };
  };

  it("gives no thread to who sends in it", async () => {
    const world = await createInboxWorld({ hold: 0 });
    await world.reply(ben, await world.open(), "Yes, until six.");
    await expect(runJob(over(world), await dueOf(world, "send"))).rejects.toMatchObject({ code: "lead" });
    expect(world.carrier.asks).toEqual([]);
  });

  it("passes on nothing that was done here", async () => {
    const world = await createInboxWorld({ hold: 0 });
    await world.open();
    const { id: episode } = await world.episode();
    await world.bridge.takeEpisode({ episode, user: ben, seenAssignee: null });
    const job = await dueOf(world, "carrier_thread");
    await expect(runJob(over(world), job)).rejects.toMatchObject({ code: "lead" });
    expect(world.carrier.asks).toEqual([]);
  });
});
