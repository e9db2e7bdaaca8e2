import { describe, expect, it } from "vitest";
import type { Desk } from "../../../src/bridge/contracts/desk.ts";
import type { Job } from "../../../src/bridge/contracts/store/outbox.ts";
import type { End } from "../../../src/bridge/outbox/job-end.ts";
import { markReply } from "../../../src/bridge/posts/mark-reply.ts";
import type { DeskFailureKind } from "../../../src/domain/errors.ts";
import type { CarrierMessageId } from "../../../src/domain/ids.ts";
import { ben, maria, stranger } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

/** More tries than anything gets in the time that a test passes. */
const always = 500;

function failing(world: World, call: Exclude<keyof Desk, "claimSlot">, kind: DeskFailureKind): void {
  for (let times = 0; times < always; times += 1) world.desk.fail(call, kind, { certain: false });
}

const kinds: readonly DeskFailureKind[] = [
  "unreachable",
  "rate_limited",
  "refused",
  "missing_scope",
  "nobody",
  "message_gone",
  "thread_gone",
  "channel_closed",
];

describe("a message that stays inside", () => {
  it.each(kinds)("is marked although nobody can be told of it: %s", async (kind) => {
    const world = await createWorld();
    const thread = await world.begin();
    failing(world, "tell", kind);
    const note = await world.reply(ben, thread, "Ask @Cy", { mentions: true });
    const refused = await world.reply(stranger, thread, "Hello");
    await world.pass(hour);
    expect(world.desk.marksOn(note)).toEqual(["memo"]);
    expect(world.desk.marksOn(refused)).toEqual(["no_entry_sign"]);
  });

  it.each(kinds)("is marked although its card and lines can't be drawn: %s", async (kind) => {
    const world = await createWorld();
    const thread = await world.begin();
    for (const call of ["refreshCard", "post", "rewrite"] as const) failing(world, call, kind);
    await world.text(maria, "Hello?");
    const note = await world.reply(ben, thread, "note: ask her");
    const refused = await world.reply(stranger, thread, "Hello");
    await world.pass(hour);
    expect(world.desk.marksOn(note)).toEqual(["memo"]);
    expect(world.desk.marksOn(refused)).toEqual(["no_entry_sign"]);
  });

  it.each(["unreachable", "rate_limited"] as const)("is marked once Slack lets us: %s", async (kind) => {
    const world = await createWorld();
    const thread = await world.begin();
    for (let times = 0; times < 3; times += 1) world.desk.fail("mark", kind, { certain: false });
    const note = await world.reply(ben, thread, "note: ask her");
    const refused = await world.reply(stranger, thread, "Hello");
    await world.pass(hour);
    expect(world.desk.marksOn(note)).toEqual(["memo"]);
    expect(world.desk.marksOn(refused)).toEqual(["no_entry_sign"]);
  });
});

describe("a reply carries one mark, the one that says how it stands", () => {
  it.each([
    ["that was held back", "x".repeat(2000), {}],
    ["that mentions someone", "@Cy hi", { mentions: true }],
    ["with a file", "the map", { files: 1 }],
  ] as const)("though one %s was sent after all", async (_, text, how) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), text, how);
    await world.runAll();
    expect(world.desk.marksOn(place)).toHaveLength(1);
    if (text.length > 1000) await world.edit(place, "short");
    else await world.choose(world.desk.offers.at(-1)?.choices[0] ?? "", ben);
    await world.pass(minute);
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right"]);
    await world.report(text.length > 1000 ? "short" : text, "delivered");
    await world.pass(minute);
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
  });

  it.each([
    ["failed", { kind: "rejected", failure: { code: "30008", sentence: "No reason.", scope: "passing" } }],
    ["got lost", { kind: "unknown", reason: "timeout" }],
  ] as const)("though it %s and was tried again", async (_, outcome) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "hi");
    world.carrier.answers.push(outcome);
    await world.pass(hour);
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right"]);
  });

  it("though it waited for long", async () => {
    const world = await createWorld({ hold: minute });
    const place = await world.reply(ben, await world.begin(), "hi");
    await world.pass(20 * second);
    expect(world.desk.marksOn(place)).toEqual(["hourglass_flowing_sand"]);
    await world.pass(minute);
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right"]);
  });

  it("at last, where Slack lets us take few away: the new one stands at once", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "hi");
    await world.pass(minute);
    world.desk.takesAwayLater = true;
    world.desk.fail("unmark", "rate_limited", { retryAfterMs: hour });
    await world.report("hi", "delivered");
    await world.pass(minute);
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right", "white_check_mark"]);
    await world.pass(hour);
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
    expect(world.desk.calls.filter((call) => call === "mark")).toHaveLength(2);
  });

  it("though whoever set the one before ended before that was written down", async () => {
    const { world, place } = await unknownWhoseMark("certainly not set");
    // What it returns would write down how it went.
    await markReply(world.ctx, place, await markJobOf(world));
    expect(world.desk.marksOn(place)).toEqual(["question"]);
    await world.restart();
    await world.report("hi", "delivered");
    await world.pass(minute);
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
  });

  it("though the answer to setting the one before was lost", async () => {
    const { world, place } = await unknownWhoseMark("perhaps set");
    expect(world.desk.marksOn(place)).toEqual(["question"]);
    await world.report("hi", "delivered");
    await world.pass(minute);
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
  });

  it("though it is being sent when it is marked anew", async () => {
    const world = await createWorld({ hold: minute });
    const place = await world.reply(ben, await world.begin(), "hi");
    world.desk.fail("mark", "unreachable", { certain: false, afterwards: true, retryAfterMs: hour });
    await world.pass(20 * second);
    expect(world.desk.marksOn(place)).toEqual(["hourglass_flowing_sand"]);
    let end: End | null = null;
    world.carrier.answers.push(async () => {
      const conclude = await markReply(world.ctx, place, await markJobOf(world));
      end = await world.ctx.store.transaction(conclude);
      return { kind: "accepted", carrierMessageId: "SM1" as CarrierMessageId, state: "accepted" };
    });
    await world.pass(2 * hour);
    expect(end).toEqual({ kind: "later", after: second });
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right"]);
  });

  async function markJobOf(world: World): Promise<Job> {
    const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now() + 2 * hour, 100));
    return due.find(({ kind }) => kind === "mark") ?? expect.fail("nothing is to be marked");
  }

  async function unknownWhoseMark(became: "certainly not set" | "perhaps set") {
    const world = await createWorld({ hold: 0 });
    const place = await world.reply(ben, await world.begin(), "hi");
    world.carrier.answers.push({ kind: "unknown", reason: "timeout" });
    const isSet = became === "perhaps set";
    world.desk.fail("mark", "unreachable", { certain: !isSet, afterwards: isSet });
    await world.runAll();
    return { world, place };
  }
});

it("leaves a mark alone that the database knows nothing of, after an absence: it may be an older copy", async () => {
  const world = await createWorld({ hold: minute });
  const place = await world.reply(ben, await world.begin(), "hi");
  world.skip(hour);
  await world.desk.desk.mark(place, "white_check_mark", []);
  await world.restart();
  await world.pass(minute);
  expect(world.desk.marksOn(place)).toEqual(["white_check_mark", "no_entry_sign"]);
});
