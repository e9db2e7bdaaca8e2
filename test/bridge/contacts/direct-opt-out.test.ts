import { describe, expect, it } from "vitest";
import { routeKept } from "../../../src/bridge/connection/route-kept.ts";
import type { E164, SlackChannelId, SlackTs } from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  benSecondLine,
  benWith,
  front,
  frontLine,
  maria,
  office,
  officeWithTwoDirect,
} from "../front-desk.ts";
import { createWorld, minute, type World, type WorldOptions, words } from "../world.ts";

const benDirect = `D${ben}` as SlackChannelId;
const nothingMore = "until they text START.";

/** Ben is texted on one line, and answers from another. */
async function directWorld(options: WorldOptions = {}) {
  const directory = benWith({ outboundLine: benSecondLine }, officeWithTwoDirect);
  const world = await createWorld({ directory, ...options });
  await world.runAll();
  await world.text(maria, "Hi Ben", { to: benLine });
  await world.runAll();
  const { thread } = await world.openEpisode(maria);
  return { world, thread: thread as SlackTs };
}

const ledger = (world: World) => world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
const sentFrom = (world: World) => world.carrier.sent.map(({ from, body }) => [from, body]);
const fromBen = (world: World, thread: SlackTs, text: string) =>
  world.reply(ben, thread, text, { channel: benDirect });

describe("whoever opts out of a member's own conversation", () => {
  it("tells its owner, gets the confirmation from the line that they texted, and nothing more", async () => {
    const { world, thread } = await directWorld();
    await fromBen(world, thread, "Hello Maria");
    await world.text(maria, "Parar", { to: benLine });
    await fromBen(world, thread, "Sorry");
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([
      [benLine, "You will get no more texts from Ben direct. Text START to get them again."],
    ]);
    expect(world.thread(thread).find((line) => line.includes("has opted out"))).toMatch(
      new RegExp(`^app: @${ben} Maria Lopez .*${nothingMore}`),
    );
  });

  it("is out of the line texted and of the one that answers leave from, where an opt-out reaches lines", async () => {
    const { world, thread } = await directWorld({ optOutScope: "line" });
    await world.text(maria, "STOP", { to: benLine });
    await fromBen(world, thread, "Sorry");
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([]);
    expect((await ledger(world)).map(({ line }) => line)).toEqual([benLine, benSecondLine]);
    await world.text(maria, "Hi", { to: frontLine });
    await world.runAll();
    const shared = world.desk.posted.findLast(({ card, channel }) => card !== null && channel === front)?.ts;
    await world.reply(ben, shared as SlackTs, "We are open");
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([[frontLine, "We are open"]]);
    await world.text(maria, "START", { to: benLine });
    await fromBen(world, thread, "Hello again");
    await world.pass(minute);
    expect(sentFrom(world).at(-1)).toEqual([benSecondLine, "Hello again"]);
  });

  it("is asked about there, and its owner alone decides", async () => {
    const { world, thread } = await directWorld();
    await world.text(maria, "take me off your list", { to: benLine });
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toMatch(
      new RegExp(`^app: @${ben} Maria Lopez .* wrote “take me off`),
    );
    const refused = await world.choose("opt_out", ana);
    expect(refused.decided).toBe(false);
    expect(words((await world.choose("opt_out", ben)).sentence)).toBe("Nothing is sent to them any more.");
    expect(await ledger(world)).toMatchObject([{ kind: "out", source: "review", by: "ben", line: null }]);
  });

  it("is answered by no auto-reply", async () => {
    const autoReply = { text: "I am away", on: true, hours: "always" } as const;
    const directory = benWith({ outboundLine: benSecondLine, autoReply }, officeWithTwoDirect);
    const world = await createWorld({ directory });
    await world.text(maria, "ADIOS", { to: benLine, word: "stop" });
    await world.text(maria, "Are you there?", { to: benLine });
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([]);
  });
});

describe("a word that comes to a line which leads to nobody", () => {
  it("counts at once, and its text is shown once the line leads somewhere", async () => {
    const spare = "+15550100009" as E164;
    const line = { number: spare, name: "Spare", carrier: "twilio", preview: "full" } as const;
    const world = await createWorld({ directory: { ...office, lines: [...office.lines, line] } });
    const thread = await world.begin(maria);
    expect(await world.text(maria, "STOP", { to: spare })).toBe("unrouted");
    await world.reply(ben, thread, "Hello?");
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([]);
    expect(await ledger(world)).toMatchObject([{ kind: "out", evidence: "STOP", messageId: null }]);
    const routed = { ...line, smsExtension: office.groups[0]?.extension };
    await world.apply({ ...office, lines: [...office.lines, routed as typeof line] });
    await routeKept(world.ctx);
    await world.pass(minute);
    expect(world.desk.posted.findLast(({ card }) => card !== null)?.card?.optedOut).not.toBeNull();
    expect(await ledger(world)).toHaveLength(1);
  });
});
