import { describe, expect, it } from "vitest";
import { editText } from "../../src/bridge/composing/change-text.ts";
import { startText } from "../../src/bridge/composing/start-text.ts";
import { beat } from "../../src/bridge/connection/heartbeat.ts";
import { runJob } from "../../src/bridge/jobs/run-job.ts";
import { writeToStaff } from "../../src/bridge/staff/write-to-staff.ts";
import type { E164, MessageId } from "../../src/domain/ids.ts";
import { caseStep } from "../store/thin-out.ts";
import { ana, maria, noel } from "./front-desk.ts";
import { begin as beginList, contacts, handed } from "./lists/listing.ts";
import { opens, putTemplate } from "./templates/filling.ts";
import { createWorld, hour, minute, second, type World, words } from "./world.ts";

/** What somebody submits, and is told that it is done. */
interface Act {
  /** What it needs to be there; returns what is submitted. */
  readonly begin: (world: World) => Promise<() => Promise<unknown>>;
  /** The texts that leave, in any order. */
  readonly leaves: readonly string[];
  readonly holds?: (world: World) => Promise<void>;
}

const ready = "Your car is ready.";

const text = (world: World, after: number | null) => () =>
  startText(world.ctx, {
    user: ana,
    to: noel as string as E164,
    line: null,
    body: ready,
    at: after === null ? null : world.now() + after,
    unlessTheyWrite: false,
    act: "view:text",
  });

/** One that waits for its time, as it stands in its thread. */
async function waiting(world: World): Promise<MessageId> {
  await text(world, minute)();
  await world.runAll();
  await world.pass(2 * second);
  const [message] = await world.ctx.store.read((tx) => tx.messages.inState(["waiting"]));
  return message?.id ?? expect.fail("nothing waits");
}

const isResolved = async (world: World) => {
  expect(await world.episodes(maria)).toMatchObject([{ state: "resolved", resolvedBy: "ana" }]);
};

const acts: Readonly<Record<string, Act>> = {
  "a text": { begin: async (world) => text(world, null), leaves: [ready] },
  "a text for a moment later": { begin: async (world) => text(world, 5 * second), leaves: [ready] },
  "other words for a text that waits": {
    begin: async (world) => {
      const message = await waiting(world);
      return () => editText(world.ctx, { message, user: ana, body: "It is not.", act: "view:edit" });
    },
    leaves: ["It is not."],
  },
  "Send now on a text that waits": {
    begin: async (world) => {
      const message = await waiting(world);
      return () => world.bridge.sendTextNow({ message, user: ana });
    },
    leaves: [ready],
  },
  "Cancel on a text that waits": {
    begin: async (world) => {
      const message = await waiting(world);
      return () => world.bridge.cancelText({ message, user: ana });
    },
    leaves: [],
  },
  "a list": {
    begin: async (world) => () => beginList(world, { act: "view:list", recipients: contacts(2) }),
    leaves: ["Closed on Friday.", "Closed on Friday."],
    holds: async (world) => {
      expect(new Set(handed(world)).size).toBe(2);
    },
  },
  "a filled-in template": {
    begin: async (world) => {
      await world.begin();
      await putTemplate(world);
      const { kind: _, text: body, gaps: __, check: ___, ...form } = await opens(world);
      return () =>
        world.bridge.sendFilled({
          ...form,
          user: ana,
          typed: body,
          body,
          asked: null,
          act: "view:filled",
        });
    },
    leaves: ["We are open until six."],
  },
  Resolve: {
    begin: async (world) => {
      await world.begin();
      const { id: episode } = await world.openEpisode();
      return () => world.bridge.resolveEpisode({ episode, user: ana });
    },
    leaves: [],
    holds: isResolved,
  },
  Snooze: {
    begin: async (world) => {
      await world.begin();
      const { id: episode } = await world.openEpisode();
      const at = world.now() + 48 * hour;
      return () => world.bridge.snoozeEpisode({ episode, user: ana, how: "time", at, act: "view:snooze" });
    },
    leaves: [],
    holds: async (world) => {
      expect(await world.openEpisode(maria)).toMatchObject({ snoozedBy: "ana" });
    },
  },
  "a text to a colleague": {
    begin: async (world) => () =>
      writeToStaff(world.ctx, { user: ana, to: "ben", body: ready, act: "view:colleague" }),
    leaves: [],
    holds: async (world) => {
      expect(world.desk.staff).toHaveLength(1);
    },
  },
};

/** How the process ends: before the next piece of work, or when that was done and not yet written down. */
const endings = ["before", "after"] as const;

/** More pieces of work than any of these owes in its first minutes. */
const mostWork = 40;

/** Works so many pieces off, then the process ends. False when there were fewer. */
async function endAfter(world: World, count: number, how: (typeof endings)[number]): Promise<boolean> {
  for (let done = 0; ; done += 1) {
    const [job] = await nextJob(world);
    if (job === undefined) return false;
    if (done < count) {
      await runJob(world.ctx, job);
      continue;
    }
    // What stands by now was there at the last beat.
    await beat(world.ctx);
    if (how === "after") await runJob(world.ctx, job, async () => {});
    await world.restart();
    return true;
  }
}

/** The next that is due, within the first minutes. */
async function nextJob(world: World) {
  const due = () => world.ctx.store.read((tx) => tx.outbox.due(world.now(), 1));
  const now = await due();
  if (now.length > 0) return now;
  const at = await world.ctx.store.read((tx) => tx.outbox.nextDue(world.now()));
  if (at === null || at - world.now() > 2 * minute) return [];
  world.skip(at - world.now());
  world.ctx.connection.beat();
  return await due();
}

describe("what somebody is told is done", () => {
  it.each(Object.entries(acts).flatMap(([name, act]) => endings.map((how) => [name, how, act] as const)))(
    "stays done: %s, when the process ends %s any piece of work that follows",
    async (_, how, act) => {
      for (let count = 0; count < mostWork; count += caseStep()) {
        const world = await createWorld();
        const submit = await act.begin(world);
        await submit();
        if (!(await endAfter(world, count, how))) return;
        // Whoever got no answer submits it again.
        await submit();
        await world.pass(hour);
        expect(world.carrier.bodies(), `after ${count}`).toEqual(act.leaves);
        await act.holds?.(world);
        for (const post of world.desk.posted.filter((one) => one.post?.kind === "member"))
          expect(world.desk.marksOn(post), `after ${count}`).toHaveLength(1);
        const told = world.desk.told.map(({ sentence }) => words(sentence)).join();
        expect(told).not.toMatch(/\b(edited|deleted)\b/);
        await world.close();
      }
      expect.fail("it goes on and on");
    },
  );
});
