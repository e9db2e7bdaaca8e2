import { beforeEach, describe, expect, it } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import { closeEpisode } from "../../../src/bridge/conversations/close-episode.ts";
import { CarrierError } from "../../../src/domain/errors.ts";
import type { E164, LoginName, SlackChannelId, SlackTs } from "../../../src/domain/ids.ts";
import { ben, benLine, benWith, frontLine, maria, office, officeWithDirect } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

let marked: { readonly ids: readonly string[]; readonly login: string | undefined }[];
let tried: (readonly string[])[];
/** How often it can't be told yet. */
let silent: number;

beforeEach(() => {
  marked = [];
  tried = [];
  silent = 0;
});

const failure = { kind: "busy", retryable: true, certain: true } as const;
const markRead: Carrier["markRead"] = async (ids, login) => {
  tried.push(ids);
  if (silent > 0) {
    silent -= 1;
    throw new CarrierError("busy", failure);
  }
  marked.push({ ids, login });
};

/** A direct conversation with Ben has begun. */
async function withBen(
  directory = officeWithDirect,
): Promise<{ world: World; thread: SlackTs; channel: SlackChannelId }> {
  const world = await createWorld({ hold: 0, directory });
  Object.assign(world.carrier.carrier, { markRead });
  await world.text(maria, "Are you there?", { to: benLine as E164 });
  await world.pass(second);
  const { thread, channel } = await world.openEpisode();
  if (thread === null || channel === null) throw new Error("the conversation has no thread");
  return { world, thread, channel };
}

const ids = () => marked.map((one) => one.ids);

describe("what a member read in a direct conversation", () => {
  it("is marked as read at the carrier once they answer, each text once", async () => {
    const { world, thread, channel } = await withBen();
    await world.text(maria, "Hello?", { to: benLine as E164 });
    await world.pass(second);
    expect(marked).toEqual([]);
    await world.reply(ben, thread, "Yes.", { channel });
    await world.pass(minute);
    expect(ids()).toEqual([["IN1", "IN2"]]);
    await world.reply(ben, thread, "What is it?", { channel });
    await world.pass(minute);
    expect(ids()).toEqual([["IN1", "IN2"]]);
    await world.text(maria, "Nothing.", { to: benLine as E164 });
    await world.pass(minute);
    await world.reply(ben, thread, "OK.", { channel });
    await world.pass(minute);
    expect(ids()).toEqual([["IN1", "IN2"], ["IN3"]]);
  });

  it("is marked once they call it done", async () => {
    const { world } = await withBen();
    await closeEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ben });
    await world.pass(minute);
    expect(ids()).toEqual([["IN1"]]);
  });

  it("is not marked when it closes by itself", async () => {
    const { world } = await withBen();
    await world.pass(15 * 24 * hour);
    await world.bridge.closeIdle();
    await world.pass(minute);
    expect(ids()).toEqual([]);
  });

  it("is marked by the login of its line", async () => {
    const login = "ben-desk" as LoginName;
    const directory = benWith({});
    const lines = directory.lines.map((one) => (one.number === benLine ? { ...one, login } : one));
    const { world, thread, channel } = await withBen({ ...directory, lines });
    await world.reply(ben, thread, "Yes.", { channel });
    await world.pass(minute);
    expect(marked).toEqual([{ ids: ["IN1"], login }]);
  });

  it("is marked later where the carrier can't be told now, and let go where it never can", async () => {
    const { world, thread, channel } = await withBen();
    silent = 2;
    await world.reply(ben, thread, "Yes.", { channel });
    await world.pass(hour);
    expect(ids()).toEqual([["IN1"]]);
    await world.text(maria, "Hello?", { to: benLine as E164 });
    silent = Number.POSITIVE_INFINITY;
    await world.reply(ben, thread, "Still yes.", { channel });
    await world.pass(hour);
    expect(ids()).toEqual([["IN1"]]);
    const { length } = tried;
    await world.pass(hour);
    expect(tried).toHaveLength(length);
  });

  it("is nothing that a shared conversation has", async () => {
    const world = await createWorld({ hold: 0, directory: office });
    Object.assign(world.carrier.carrier, { markRead });
    const thread = await world.begin(maria, "Hi");
    await world.reply(ben, thread, "Yes.");
    await world.pass(minute);
    expect([marked, world.carrier.sent.map(({ from }) => from)]).toEqual([[], [frontLine]]);
  });
});
