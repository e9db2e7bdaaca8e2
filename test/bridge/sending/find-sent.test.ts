import { describe, expect, it } from "vitest";
import { CarrierError } from "../../../src/domain/errors.ts";
import type { CarrierMessageId } from "../../../src/domain/ids.ts";
import { ben } from "../front-desk.ts";
import { createWorld, hour, minute, words } from "../world.ts";

/** The answer to a send was lost, and the carrier's list can't be read until `answers`. */
async function unreadable(retryAfterMs?: number) {
  const world = await createWorld();
  const { carrier } = world.carrier;
  const { findSent } = carrier;
  const looks = { count: 0, answers: false };
  const pause = retryAfterMs === undefined ? {} : { retryAfterMs };
  const failing: NonNullable<typeof findSent> = async (sms) => {
    looks.count += 1;
    if (looks.answers && findSent !== undefined) return await findSent(sms);
    throw new CarrierError("not let in", { kind: "20003", retryable: false, certain: true, ...pause });
  };
  Object.assign(carrier, { findSent: failing });
  world.carrier.answers.push({ kind: "unknown", reason: "timeout" });
  const thread = await world.begin();
  const place = await world.reply(ben, thread, "Yes");
  const doubts = () => world.thread(thread).filter((line) => line.includes("It is not known"));
  return { world, thread, place, looks, doubts };
}

describe("a text whose answer was lost, while the carrier's list can't be read", () => {
  it("is asked about, once, as soon as one with an empty list would be", async () => {
    const { world, doubts } = await unreadable();
    await world.pass(6 * minute);
    expect(doubts()).toEqual([]);
    await world.pass(minute);
    expect(doubts()).toHaveLength(1);
    await world.pass(3 * hour);
    expect(doubts()).toHaveLength(1);
    expect(words((await world.choose("discard", ben)).sentence)).toContain("Left as it is");
    await world.pass(3 * hour);
    expect(doubts()).toHaveLength(1);
  });

  it("is settled once the list can be read again, and the question is withdrawn", async () => {
    const { world, place, looks, doubts } = await unreadable();
    await world.pass(hour);
    looks.answers = true;
    const failure = null;
    world.carrier.found.push({
      kind: "found",
      carrierMessageId: "SM77" as CarrierMessageId,
      state: "sent",
      failure,
    });
    await world.pass(hour);
    expect(await world.messageOf(place)).toMatchObject({ state: "sent", carrierMessageId: "SM77" });
    expect(doubts()).toEqual([expect.stringContaining("It left after all.")]);
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("no longer open");
  });

  it("is not asked about again when the list can be read and does not have it", async () => {
    const { world, looks, doubts } = await unreadable();
    await world.pass(hour);
    looks.answers = true;
    const { count } = looks;
    await world.pass(3 * hour);
    expect(looks.count).toBe(count + 1);
    expect(doubts()).toHaveLength(1);
  });

  it("is looked for as the carrier allows it, and for a day", async () => {
    const { world, looks } = await unreadable(30 * minute);
    await world.pass(2 * hour + minute);
    expect(looks.count).toBe(5);
    await world.pass(24 * hour);
    const { count } = looks;
    await world.pass(24 * hour);
    expect(looks.count).toBe(count);
  });
});
