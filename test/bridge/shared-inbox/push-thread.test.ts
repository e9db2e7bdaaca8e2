/** What is done here is done in the carrier's own shared inbox as well. */

import { describe, expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { CarrierError } from "../../../src/domain/errors.ts";
import type { CarrierMessageId, CarrierThreadId, E164, Username } from "../../../src/domain/ids.ts";
import { ana, ben, cy, eve, maria } from "../front-desk.ts";
import { begin } from "../lists/listing.ts";
import { second as aSecond, hour, minute, words } from "../world.ts";
import { anas, bens, createInboxWorld, desks, first, type InboxWorld, second, who } from "./inbox-world.ts";

const take = async (world: InboxWorld, user = ben) => {
  const { id: episode, assignee } = await world.episode();
  await world.bridge.takeEpisode({ episode, user, seenAssignee: assignee });
};
const resolve = async (world: InboxWorld, user = ben) => {
  const { id: episode } = await world.episode();
  await world.bridge.resolveEpisode({ episode, user });
};
const accepted = {
  kind: "accepted",
  carrierMessageId: "SM-1" as CarrierMessageId,
  state: "accepted",
  thread: first,
} as const;
const noCredentials = async (): Promise<never> => {
  const failure = { kind: "no-credentials", retryable: false, certain: true } as const;
  throw new CarrierError("There are no credentials for ben-own.", failure);
};
const told = (world: InboxWorld) => world.desk.told.map(({ sentence }) => words(sentence));

describe("who has a conversation", () => {
  it("has it there by their own login, and is asked for once", async () => {
    const world = await createInboxWorld();
    await world.open();
    await take(world);
    await world.runAll();
    expect(world.carrier.asks).toEqual([{ kind: "assign", thread: first, to: bens, by: bens }]);
    world.skip(minute);
    await world.told({ assignee: who(bens), by: who(bens) });
    await world.runAll();
    expect(world.carrier.asks).toHaveLength(1);
    expect(await world.events()).toEqual(["assigned to ben by ben"]);
  });

  it("has it there by the line's login where that answers for many", async () => {
    const world = await createInboxWorld();
    await world.open();
    await take(world, cy);
    await world.runAll();
    expect(world.carrier.asks).toEqual([{ kind: "assign", thread: first, to: desks, by: desks }]);
  });

  it("is given it there by whoever gave it, and released", async () => {
    const world = await createInboxWorld();
    await world.open();
    const { id: episode } = await world.episode();
    const to = "ben" as Username;
    await world.bridge.assignEpisode({ episode, user: ana, to, seenAssignee: null, act: "act" });
    await world.runAll();
    await world.bridge.releaseEpisode({ episode, user: ben });
    await world.runAll();
    expect(world.carrier.asks).toEqual([
      { kind: "assign", thread: first, to: bens, by: anas },
      { kind: "assign", thread: first, to: null, by: bens },
    ]);
  });

  it("is who was named here, when both sides do it at the same time", async () => {
    const world = await createInboxWorld();
    await world.open();
    await take(world);
    await world.told({ assignee: who(anas), by: who(anas) });
    expect((await world.episode()).assignee).toBe("ben");
    await world.runAll();
    expect(world.carrier.asks).toEqual([{ kind: "assign", thread: first, to: bens, by: bens }]);
    expect(await world.kept()).toMatchObject({ assignee: bens });
  });

  it("is told there again where somebody was named there while it was told", async () => {
    const world = await createInboxWorld();
    await world.open();
    await take(world);
    world.carrier.threadAnswers.push(async () => {
      await world.told({ assignee: who(anas), by: who(anas) });
      return { kind: "done" };
    });
    await world.pass(minute);
    expect(world.carrier.asks.map((ask) => ask.kind === "assign" && ask.to)).toEqual([bens, bens]);
    expect((await world.episode()).assignee).toBe("ben");
    expect(await world.kept()).toMatchObject({ assignee: bens });
  });

  it("is told there where it was taken from them there just after nothing was to be told", async () => {
    const world = await createInboxWorld();
    await world.open();
    await world.told({ assignee: who(bens) });
    const { id: episode } = await world.episode();
    for (const [to, seenAssignee] of [
      ["ana", "ben"],
      ["ben", "ana"],
    ] as [Username, Username][])
      await world.bridge.assignEpisode({ episode, user: ana, to, seenAssignee, act: to });
    const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 20));
    const push = due.find(({ kind }) => kind === "carrier_thread");
    if (push === undefined) throw new Error("there is nothing to be told");
    world.skip(minute);
    await runJob(world.ctx, push, async (write) => {
      await world.told({ by: who(anas) });
      await write();
    });
    await world.runAll();
    expect((await world.episode()).assignee).toBe("ben");
    expect(world.carrier.asks).toEqual([{ kind: "assign", thread: first, to: bens, by: anas }]);
    expect(await world.kept()).toMatchObject({ assignee: bens });
  });
});

describe("who has a conversation that a list began", () => {
  /** Ana's list has texted Maria, and so the thread there is Ana's. */
  const createListed = async () => {
    const world = await createInboxWorld();
    world.carrier.answers.push(accepted);
    await begin(world, { recipients: [{ kind: "number", number: maria as string as E164 }] });
    await world.pass(minute);
    await world.told({ assignee: who(anas), by: who(anas) });
    await world.runAll();
    expect((await world.episode()).state).toBe("quiet");
    expect(world.carrier.asks).toEqual([]);
    return world;
  };

  it("is nobody there, too, once its contact answers", async () => {
    const world = await createListed();
    await world.hear("Thank you!");
    await world.runAll();
    expect(await world.episode()).toMatchObject({ state: "open", assignee: null });
    expect(world.carrier.asks).toEqual([{ kind: "assign", thread: first, to: null, by: desks }]);
    expect(await world.kept()).toMatchObject({ assignee: null });
  });

  it("is whoever begins a text in it, though that may not have left", async () => {
    const world = await createListed();
    const trouble = { kind: "CMN-203", retryable: true, certain: false } as const;
    const fails = async (): Promise<never> => {
      throw new CarrierError("Not now.", trouble);
    };
    world.carrier.threadAnswers.push(fails, fails);
    world.carrier.answers.push({ kind: "unknown", reason: "no answer" });
    const plain = { to: maria as string as E164, line: null, body: "Are you coming?", act: "view" };
    await startText(world.ctx, { user: ben, ...plain, at: null, unlessTheyWrite: false });
    await world.runAll();
    await world.pass(11 * aSecond);
    expect(world.carrier.bodies()).toEqual(["Closed on Friday.", "Are you coming?"]);
    expect(await world.episode()).toMatchObject({ state: "open", assignee: "ben" });
    expect(world.carrier.asks.at(-1)).toMatchObject({ kind: "assign", thread: first, to: bens });
    expect(await world.kept()).toMatchObject({ assignee: bens });
  });
});

it("who begins a conversation has it in the thread that nobody had there before", async () => {
  const world = await createInboxWorld();
  await world.told();
  world.carrier.answers.push(accepted);
  const plain = { to: maria as string as E164, line: null, body: "Are you coming?", act: "view" };
  await startText(world.ctx, { user: ben, ...plain, at: null, unlessTheyWrite: false });
  await world.runAll();
  await world.pass(11 * aSecond);
  expect(world.carrier.bodies()).toEqual(["Are you coming?"]);
  expect(world.carrier.asks).toEqual([{ kind: "assign", thread: first, to: bens, by: desks }]);
  expect(await world.kept()).toMatchObject({ assignee: bens });
});

describe("what is resolved here", () => {
  it("is resolved there, once", async () => {
    const world = await createInboxWorld();
    await world.open();
    await resolve(world);
    await world.runAll();
    await world.told({ state: "resolved", reason: "person", by: who(bens) });
    await world.runAll();
    expect(world.carrier.asks).toEqual([{ kind: "resolve", thread: first, by: bens }]);
    expect(await world.events()).toEqual(["resolved by ben"]);
  });

  it("is resolved there once the process runs again", async () => {
    const world = await createInboxWorld();
    await world.open();
    await resolve(world);
    await world.restart();
    await world.runAll();
    expect(world.carrier.asks).toEqual([{ kind: "resolve", thread: first, by: bens }]);
  });

  it("is asked for again while the carrier can't be asked, or its answer was lost", async () => {
    const world = await createInboxWorld();
    await world.open();
    await resolve(world);
    const trouble = { kind: "CMN-301", retryable: true, certain: true } as const;
    world.carrier.threadAnswers.push(async () => {
      throw new CarrierError("Later.", trouble);
    });
    world.carrier.threadAnswers.push({ kind: "unknown", reason: "no answer" }, { kind: "over" });
    await world.pass(minute);
    expect(world.carrier.asks).toHaveLength(3);
    expect(await world.kept()).toMatchObject({ state: "resolved" });
    expect(told(world)).toEqual([]);
  });

  it("is told to who did it where the carrier refuses", async () => {
    const world = await createInboxWorld();
    await world.open();
    await resolve(world);
    world.carrier.threadAnswers.push({
      kind: "refused",
      code: "CMN-408",
      sentence: "Ben may not do that there.",
    });
    await world.runAll();
    expect(told(world)).toEqual([
      "RingCentral did not resolve the conversation with Maria Lopez (…9001) there: Ben may not do that there. In Slack it is resolved.",
    ]);
    expect((await world.episode()).state).toBe("resolved");
  });

  it("is given up, and told to who did it, where nobody is let in until an administrator acts", async () => {
    const world = await createInboxWorld();
    await world.open();
    await resolve(world);
    world.carrier.threadAnswers.push(noCredentials);
    await world.pass(hour);
    expect(world.carrier.asks).toHaveLength(1);
    expect(told(world)).toEqual([
      "RingCentral did not resolve the conversation with Maria Lopez (…9001) there: There are no credentials for ben-own. In Slack it is resolved.",
    ]);
  });

  it("is told to managers, once, where nobody's hand did it", async () => {
    const world = await createInboxWorld();
    await world.open();
    await take(world);
    await world.runAll();
    for (const thread of [second, "thread-3"] as CarrierThreadId[]) {
      world.carrier.threadAnswers.push(noCredentials);
      await world.hear("Hello?", thread);
      await world.pass(hour);
      await world.told({ thread, state: "deleted" });
    }
    expect(world.carrier.asks).toHaveLength(3);
    const sentence =
      "Who has a conversation, or that it is resolved, is not passed on to RingCentral's shared inbox: There are no credentials for ben-own. In Slack it stands as it is.";
    const managers = world.desk.told.filter((one) => words(one.sentence) === sentence);
    expect(managers.map(({ to }) => to).sort()).toEqual([ana, eve]);
  });

  it("is done by the line's login where its own has no credentials any more", async () => {
    const world = await createInboxWorld();
    await world.open();
    Object.assign(world.carrier.carrier, { logins: [desks] });
    await resolve(world);
    await world.runAll();
    expect(world.carrier.asks).toEqual([{ kind: "resolve", thread: first, by: desks }]);
  });

  it("stays open there where it was reopened before it was told", async () => {
    const world = await createInboxWorld();
    await world.open();
    await resolve(world);
    const { id: episode } = await world.episode();
    await world.bridge.reopenEpisode({ episode, user: ben });
    await world.runAll();
    expect(world.carrier.asks.filter(({ kind }) => kind === "resolve")).toEqual([]);
    expect((await world.kept()).state).toBe("open");
  });
});

it("reopening asks for nothing there: what is over stays over", async () => {
  const world = await createInboxWorld();
  await world.open();
  await resolve(world);
  await world.runAll();
  const { id: episode } = await world.episode();
  await world.bridge.reopenEpisode({ episode, user: ben });
  await world.runAll();
  expect(world.carrier.asks.map(({ kind }) => kind)).toEqual(["resolve"]);
});
