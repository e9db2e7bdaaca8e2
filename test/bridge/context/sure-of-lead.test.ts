/** Whoever stands still while it does something outside, and for whom another one may have gone on meanwhile. */
import { describe, expect, it } from "vitest";
import { recordOptOut } from "../../../src/bridge/contacts/record-opt-out.ts";
import type { Context } from "../../../src/bridge/context/context.ts";
import { makeSureOfLead } from "../../../src/bridge/context/sure-of-lead.ts";
import type { Job } from "../../../src/bridge/contracts/store/outbox.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { enqueueReminders } from "../../../src/bridge/posts/remind-channel.ts";
import { AppError } from "../../../src/domain/errors.ts";
import { ana, ben, cy, maria } from "../front-desk.ts";
import { beginDirect, logWorld, ruled } from "../records/log-world.ts";
import { createInboxWorld } from "../shared-inbox/inbox-world.ts";
import { saved } from "../template-library/library.ts";
import { createSides } from "../template-sync/sides.ts";
import { createWorld, minute, type World } from "../world.ts";

interface Scene {
  readonly world: World;
  /** How often it was asked for outside. */
  readonly asked: () => number;
}

/** What may not be done twice, up to where its job is the next. */
const kinds: Readonly<Record<string, readonly [job: string, begin: () => Promise<Scene>]>> = {
  "a text": ["send", withText],
  "a thread of the carrier's inbox, for who sends in it": [
    "send",
    async () => {
      const world = await withInboxText();
      return { world, asked: () => world.carrier.asks.filter(({ kind }) => kind === "assign").length };
    },
  ],
  "a text in such a thread": [
    "send",
    async () => {
      const world = await withInboxText();
      return { world, asked: () => world.carrier.sent.length };
    },
  ],
  "a customer's words": [
    "text",
    async () => {
      const world = await createWorld();
      await world.begin();
      await world.text(maria, "And tomorrow?");
      return { world, asked: () => world.desk.posted.length };
    },
  ],
  "a card": [
    "open",
    async () => {
      const world = await createWorld();
      await world.text(maria, "Hi");
      return { world, asked: () => world.desk.posted.length };
    },
  ],
  "a reminder": [
    "remind",
    async () => {
      const world = await createWorld();
      await world.begin();
      world.skip(11 * minute);
      await enqueueReminders(world.ctx);
      return { world, asked: () => world.desk.reminders.length };
    },
  ],
  "a picture": [
    "files",
    async () => {
      const world = await createWorld();
      const url = "https://carrier.example/1";
      const bytes = Buffer.from("\xff\xd8\xff\xe0picture", "latin1");
      world.carrier.files.set(url, { kind: "fetched", bytes, contentType: null });
      await world.text(maria, "Look", { media: [{ url, contentType: "image/jpeg" }] });
      return { world, asked: () => world.desk.shared.length };
    },
  ],
  "a note in the carrier's inbox": [
    "carrier_note",
    async () => {
      const world = await createInboxWorld({ mirrorNotes: true });
      await world.reply(ben, await world.open(), "note: She pays cash.");
      return { world, asked: () => world.carrier.asks.filter(({ kind }) => kind === "note").length };
    },
  ],
  "a record": [
    "log",
    async () => {
      const world = await logWorld();
      await beginDirect(world);
      await world.bridge.noteUnlogged();
      return { world, asked: () => world.crm.writes.length };
    },
  ],
  "a contact": [
    "log",
    async () => {
      const world = await logWorld({
        directory: ruled({ unknownContact: { value: "placeholder", customizable: false } }),
      });
      world.crm.contacts.set(maria, []);
      await beginDirect(world);
      await world.bridge.noteUnlogged();
      return { world, asked: () => world.crm.created.length };
    },
  ],
  "a template": [
    "templates",
    async () => {
      const { world, there } = await createSides();
      await saved(world, ana);
      world.skip(minute);
      return { world, asked: () => there.writes.length };
    },
  ],
  "an opt-out in the carrier's list": [
    "consent",
    async () => {
      const world = await createWorld({ consents: true });
      await world.begin();
      const { id: episode } = await world.openEpisode();
      const how = { kind: "out", evidence: "by phone", user: ana, act: "once" } as const;
      expect(await recordOptOut(world.ctx, { episode, ...how })).toBeNull();
      return { world, asked: () => world.carrier.consents.puts.length };
    },
  ],
};

async function withText(): Promise<Scene> {
  const world = await createWorld({ hold: 0 });
  await world.reply(ben, await world.begin(), "Yes");
  return { world, asked: () => world.carrier.sent.length };
}

/** Nobody has its conversation, so its thread is lent to who sends it. */
async function withInboxText(): Promise<World> {
  const world = await createInboxWorld();
  await world.reply(cy, await world.open(), "Yes");
  const { id: episode } = await world.episode();
  await world.bridge.releaseEpisode({ episode, user: cy });
  return world;
}

/** All else that is due is done; this is left. */
async function reach(world: World, kind: string): Promise<Job> {
  for (;;) {
    const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 100));
    const others = due.filter((job) => job.kind !== kind);
    const [job] = due.filter((one) => one.kind === kind);
    if (others.length === 0 && job !== undefined) return job;
    if (due.length === 0) throw new Error(`nothing of the kind ${kind} is due`);
    for (const other of others) await runJob(world.ctx, other);
  }
}

/** Whoever has the lead of several, and stands still right behind the commit of this number. */
function frozenBehind(
  commit: number,
  { world, asked }: Scene,
  isLost: boolean,
): { readonly ctx: Context; readonly wasFrozen: () => boolean; readonly askedBefore: () => number } {
  const { store } = world.ctx;
  let commits = 0;
  let before = 0;
  const frozen: typeof store = {
    ...store,
    lead: { ...store.lead, isShared: true },
    transaction: async (work, when) => {
      if (isLost && commits >= commit)
        throw new AppError("lead", "Another instance has taken over the work.");
      const made = await store.transaction(work, when);
      commits += 1;
      if (commits === commit) {
        world.skip(minute);
        before = asked();
      }
      return made;
    },
  };
  return {
    ctx: { ...world.ctx, store: frozen },
    wasFrozen: () => commits >= commit,
    askedBefore: () => before,
  };
}

const all = Object.entries(kinds);

describe("who stood still, wherever in its work, and for whom another one leads meanwhile", () => {
  it.each(all)("does not ask for %s any more", async (_, [kind, begin]) => {
    for (let commit = 1, reached = true; reached; commit += 1) {
      const scene = await begin();
      const job = await reach(scene.world, kind);
      const { ctx, wasFrozen, askedBefore } = frozenBehind(commit, scene, true);
      await runJob(ctx, job).catch((error: unknown) => expect(error).toMatchObject({ code: "lead" }));
      reached = wasFrozen();
      if (reached) expect(scene.asked()).toBe(askedBefore());
      else expect(commit).toBeGreaterThan(1);
      await scene.world.close();
    }
  });
});

describe("who stood still, and leads still", () => {
  it.each(all)("goes on with %s, once", async (_, [kind, begin]) => {
    const scene = await begin();
    const job = await reach(scene.world, kind);
    const before = scene.asked();
    const { ctx, wasFrozen } = frozenBehind(1, scene, false);
    await runJob(ctx, job);
    expect(wasFrozen()).toBe(true);
    expect(scene.asked()).toBe(before + 1);
  });
});

describe("who did not stand still", () => {
  it("asks nobody whether it leads, as long as a moment ago is known", async () => {
    const { world } = await withText();
    const { store } = world.ctx;
    const of = (patience: number) => ({
      store: { ...store, lead: { ...store.lead, isShared: true, patience } },
      now: world.now,
    });
    const { decisions } = store.counts;
    await makeSureOfLead(of(10_000), world.now() - 4_000);
    await makeSureOfLead(of(2_000), world.now() - 900);
    expect(store.counts.decisions).toBe(decisions);
    await makeSureOfLead(of(10_000), null);
    expect(store.counts.decisions).toBe(decisions + 1);
    await world.close();
  });
});

describe("who stood still for a moment, in which another one may lead by now", () => {
  it.each([
    [2_000, 1_100],
    [5_000, 2_600],
    [10_000, 5_100],
    [300_000, 5_100],
  ])("asks where others wait %i ms for a sign of life and it took %i ms", async (patience, took) => {
    const { world } = await withText();
    const { store, now } = { store: world.ctx.store, now: world.now };
    const shared = { ...store, lead: { ...store.lead, isShared: true, patience } };
    const { decisions } = store.counts;
    await makeSureOfLead({ store: shared, now }, now() - took);
    expect(store.counts.decisions).toBe(decisions + 1);
    await world.close();
  });

  it("asks no more than a few times where each commit takes longer than that", async () => {
    let [clock, asked] = [0, 0];
    const lead = { isShared: true, patience: 2_000, isLost: () => false };
    const transaction = async () => {
      clock += 1_100;
      asked += 1;
    };
    const store = { lead, transaction } as unknown as Context["store"];
    await makeSureOfLead({ store, now: () => clock }, null);
    expect(asked).toBe(5);
  });

  it("does not begin anything where its lead is known to be over, however short it was", async () => {
    const { world } = await withText();
    const { store, now } = { store: world.ctx.store, now: world.now };
    const over = { ...store, lead: { ...store.lead, isShared: true, isLost: () => true } };
    await expect(makeSureOfLead({ store: over, now }, now())).rejects.toMatchObject({ code: "lead" });
    await world.close();
  });
});
