import { describe, expect, it } from "vitest";
import type { Desk } from "../../../src/bridge/contracts/desk.ts";
import type { DeskFailureKind } from "../../../src/domain/errors.ts";
import { ben, maria, stranger } from "../front-desk.ts";
import { createWorld, hour, type World } from "../world.ts";

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
