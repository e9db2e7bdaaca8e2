/** Quiet hours in a list: each recipient has their own. It is noon in UTC at first, 7:00 in New York. */

import { describe, expect, it } from "vitest";
import { beat } from "../../../src/bridge/connection/heartbeat.ts";
import { planList } from "../../../src/bridge/lists/start-list.ts";
import type { E164 } from "../../../src/domain/ids.ts";
import { progressLines } from "../../../src/domain/list-progress.ts";
import type { Recipient } from "../../../src/domain/recipient.ts";
import { ana } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";
import { begin, contacts, handed, listOf, number, seen } from "./listing.ts";

const quietHours = { from: 8, to: 21 };
const london = "+442079460958" as E164;
const londoner: Recipient = { kind: "number", number: london };
const mixed = [...contacts(2), londoner];

/** Stays awake for so long: a heartbeat every minute, as the clock's tick gives it. */
async function stayAwake(world: World, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minute) {
    await world.pass(Math.min(minute, left));
    await beat(world.ctx);
  }
}

describe("a list by night", () => {
  it("says before it begins how many get it only in the morning, where they are", async () => {
    const world = await createWorld({ quietHours });
    const planned = await planList(world.ctx, {
      user: ana,
      recipients: mixed,
      line: null,
      body: "Closed on Friday.",
      at: null,
    });
    expect(planned).toMatchObject({ plan: { now: 1, later: [{ at: world.now() + hour, count: 2 }] } });
  });

  it("leaves at once for those by day, and for the others at eight, each once", async () => {
    const world = await createWorld({ quietHours });
    await begin(world, { recipients: mixed });
    await stayAwake(world, 2 * minute);
    expect(handed(world)).toEqual([london]);
    expect(progressLines(seen(world)).map(words).slice(1)).toEqual([
      "▰▰▰▱▱▱▱▱▱▱ 1 of 3",
      "It has left for 1, 2 to go. They are due only when quiet hours end where they are, the first (time).",
    ]);
    await stayAwake(world, 58 * minute - second);
    expect(handed(world)).toEqual([london]);
    await stayAwake(world, 2 * minute);
    expect(handed(world)).toEqual([london, number(1), number(2)]);
    expect(seen(world)).toMatchObject({ state: "done", left: 3 });
  });

  it("can be stopped while it waits for the morning", async () => {
    const world = await createWorld({ quietHours });
    await begin(world, { recipients: mixed });
    await stayAwake(world, 2 * minute);
    await world.bridge.stopList({ list: listOf(world), user: ana });
    await stayAwake(world, 2 * hour);
    expect(handed(world)).toEqual([london]);
  });

  it("goes on in the morning what was put off until the evening was over", async () => {
    const world = await createWorld({ quietHours });
    await stayAwake(world, 13 * hour + 59 * minute);
    const putOff = {
      kind: "rejected",
      failure: { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: 90 * second },
    } as const;
    world.carrier.answers.push(putOff);
    await begin(world, { recipients: contacts(1) });
    await stayAwake(world, 3 * minute);
    expect(world.carrier.sent).toHaveLength(1);
    expect(seen(world)).toMatchObject({ state: "running", toGo: 1, missed: [] });
    await stayAwake(world, 11 * hour);
    expect(handed(world)).toEqual([number(1), number(1)]);
    expect(seen(world)).toMatchObject({ state: "done", left: 1 });
  });
});
