/** What whoever had the lead before was posting when it was lost: that one may be alive, and its post come later. */
import { describe, expect, it } from "vitest";
import type { Context } from "../../../src/bridge/context/context.ts";
import type { Desk } from "../../../src/bridge/contracts/desk.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { enqueueReminders } from "../../../src/bridge/posts/remind-channel.ts";
import { createGate } from "../../../src/lib/gate.ts";
import { maria } from "../front-desk.ts";
import { createWorld, minute, second, type World } from "../world.ts";

const other = "+15550199002" as typeof maria;
const url = "https://carrier.example/1";

interface Kind {
  /** How it is posted. */
  readonly call: keyof Desk;
  readonly begin: (world: World) => Promise<unknown>;
  /** How many of them stand. */
  readonly standing: (world: World) => number;
}

const kinds: Readonly<Record<string, Kind>> = {
  "a card": {
    call: "openThread",
    begin: (world) => world.text(maria, "Hi"),
    standing: ({ desk }) => desk.posted.filter(({ card }) => card?.contact.address === maria).length,
  },
  "a customer's words": {
    call: "post",
    begin: async (world) => {
      await world.begin();
      await world.text(maria, "And tomorrow?");
    },
    standing: ({ desk }) =>
      desk.posted.filter(({ post }) => post?.kind === "texts" && post.texts[0]?.body === "And tomorrow?")
        .length,
  },
  "a reminder": {
    call: "remind",
    begin: async (world) => {
      await world.begin();
      world.skip(11 * minute);
      await enqueueReminders(world.ctx);
    },
    standing: ({ desk }) => desk.posted.filter(({ card, post }) => card === null && post === null).length,
  },
  "a picture": {
    call: "shareFiles",
    begin: async (world) => {
      await world.begin();
      const bytes = Buffer.from("\xff\xd8\xff\xe0picture", "latin1");
      world.carrier.files.set(url, { kind: "fetched", bytes, contentType: null });
      await world.text(maria, "Look", { media: [{ url, contentType: "image/jpeg" }] });
    },
    standing: ({ desk }) => desk.shared.length,
  },
};

/** How long what the former one has asked for may be on its way. Milliseconds. */
const settles = 20 * second;

/** All that is due, up to the call that gets no answer. @returns what makes it have its effect. */
async function diesPosting(world: World, call: keyof Desk): Promise<() => void> {
  const { desk } = world.ctx;
  const called = createGate();
  let arrive: (() => void) | null = null;
  const hanging = (...given: readonly unknown[]) => {
    arrive = () => void (desk[call] as (...all: readonly unknown[]) => unknown)(...given);
    called.open();
    return new Promise(() => {});
  };
  const former: Context = { ...world.ctx, running: new Set(), desk: { ...desk, [call]: hanging } };
  for (let turn = 0; arrive === null && turn < 10; turn += 1)
    await Promise.race([called.pass(), runDue(former)]);
  if (arrive === null) throw new Error(`nothing was posted by ${call}`);
  return arrive;
}

async function runDue(ctx: Context): Promise<void> {
  const due = await ctx.store.read((tx) => tx.outbox.due(ctx.now(), 100));
  await Promise.all(due.map((job) => runJob(ctx, job)));
}

/** Another one leads from now on. */
function takesOver(world: World): (seconds: number) => Promise<void> {
  const until = world.now() + settles;
  const next: Context = {
    ...world.ctx,
    running: new Set(),
    attemptsSettleIn: () => Math.max(0, until - world.now()),
  };
  return async (seconds) => {
    for (let passed = 0; passed < seconds; passed += 1) {
      for (let turn = 0; turn < 5; turn += 1) await runDue(next);
      world.skip(second);
    }
  };
}

describe.each(Object.entries(kinds))("%s that was being posted when the lead was lost", (_, kind) => {
  const { call, begin, standing } = kind;

  it("stands once, though the desk takes it only when another one has led for long", async () => {
    const world = await createWorld();
    await begin(world);
    const arrive = await diesPosting(world, call);
    const pass = takesOver(world);
    await pass(19);
    expect(standing(world)).toBe(0);
    arrive();
    await pass(60);
    expect(standing(world)).toBe(1);
  });

  it("is posted by the next one where it never came", async () => {
    const world = await createWorld();
    await begin(world);
    await diesPosting(world, call);
    await takesOver(world)(60);
    expect(standing(world)).toBe(1);
  });

  it("keeps nobody else waiting", async () => {
    const world = await createWorld();
    await begin(world);
    await diesPosting(world, call);
    await world.text(other, "Hello");
    await takesOver(world)(1);
    const card = world.desk.posted.find((one) => one.card?.contact.address === other);
    expect(world.desk.posted.filter(({ thread }) => thread === card?.ts)).toHaveLength(1);
  });
});
