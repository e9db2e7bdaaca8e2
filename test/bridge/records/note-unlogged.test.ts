import { describe, expect, it } from "vitest";
import { assignEpisode } from "../../../src/bridge/conversations/assign-episode.ts";
import { reopenEpisode } from "../../../src/bridge/conversations/reopen-episode.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { E164, Username } from "../../../src/domain/ids.ts";
import type { LogPolicy, LogRules } from "../../../src/domain/log-policy.ts";
import { ana, ben, benWith, maria, noel, officeWithDirect } from "../front-desk.ts";
import { hour, minute, type WorldOptions } from "../world.ts";
import { answerDirect, beginDirect, direct, type LogWorld, logWorld, ruled } from "./log-world.ts";

const day = 24 * hour;
const said = <T>(value: T) => ({ value, customizable: false });
const ruledWorld = (rules: { [Name in keyof LogPolicy]?: LogPolicy[Name] }, options: WorldOptions = {}) => {
  const crm = Object.fromEntries(
    Object.entries(rules).map(([name, value]) => [name, said(value)]),
  ) as LogRules;
  return logWorld({ directory: ruled(crm), ...options });
};

/** By kind and day, what each record tells. */
const told = (world: LogWorld) =>
  Object.entries(world.inCrm()).map(([key, texts]) => `${key.replace("day:", "")}: ${texts.join(" / ")}`);
const episodes = (world: LogWorld) => Object.values(world.inCrm()).map((texts) => texts.join(" / "));

async function begun(world: LogWorld, body?: string) {
  const thread = await world.begin(maria, body);
  const episode = await world.openEpisode(maria);
  return { thread, episode: episode.id };
}

describe("a direct conversation", () => {
  it("has a record a day by its member's clock, each with what came or began to leave on it", async () => {
    // New York, seven in the morning.
    const world = await logWorld();
    const thread = await beginDirect(world, "Morning");
    await answerDirect(world, thread, "Good morning");
    await world.live(16 * hour + 55 * minute);
    await world.text(maria, "Before midnight", direct);
    await world.live(10 * minute);
    await world.text(maria, "After midnight", direct);
    await answerDirect(world, thread, "Good night");
    await world.live(hour);
    expect(told(world)).toEqual([
      "2026-01-05: Morning / Good morning / Before midnight",
      "2026-01-06: After midnight / Good night",
    ]);
  });

  it("counts in its member's zone, not in the directory's", async () => {
    const world = await logWorld({ directory: benWith({ timeZone: "Asia/Tokyo" }) });
    await beginDirect(world, "Evening there");
    await world.live(4 * hour);
    await world.text(maria, "The next day there", direct);
    await world.live(minute);
    expect(told(world)).toEqual(["2026-01-05: Evening there", "2026-01-06: The next day there"]);
  });

  it.each([
    ["23 hours", Date.UTC(2026, 2, 8, 5), 23, ["2026-03-07", "2026-03-08", "2026-03-09"]],
    ["25 hours", Date.UTC(2026, 10, 1, 4), 25, ["2026-10-31", "2026-11-01", "2026-11-02"]],
  ])("has one record of a day of %s, written when it is over", async (_, begin, hours, days) => {
    const world = await ruledWorld({ write: "once" });
    world.skip(begin - minute - world.now());
    const thread = await beginDirect(world, "The evening before");
    await world.tick();
    await world.pass(2 * minute);
    await world.text(maria, "Its first minute", direct);
    await world.tick();
    await world.pass(hours * hour - 3 * minute);
    await answerDirect(world, thread, "Its last minutes");
    await world.live(minute);
    expect(told(world)).toEqual([`${days[0]}: The evening before`]);
    await world.live(2 * minute);
    await world.text(maria, "The day after", direct);
    await world.tick();
    await world.pass(25 * hour);
    expect(told(world)).toEqual([
      `${days[0]}: The evening before`,
      `${days[1]}: Its first minute / Its last minutes`,
      `${days[2]}: The day after`,
    ]);
    expect(world.crm.writes).toHaveLength(3);
  });

  it("counts a text that was held at midnight for the day on which it began to leave", async () => {
    const world = await logWorld({ hold: 10 * minute });
    const thread = await beginDirect(world, "Morning");
    await world.live(16 * hour + 55 * minute);
    await answerDirect(world, thread, "Good night");
    await world.live(hour);
    expect(told(world)).toEqual(["2026-01-05: Morning", "2026-01-06: Good night"]);
  });

  it("counts a text that was fetched late for the day it came, and tells them in order", async () => {
    const world = await logWorld();
    await beginDirect(world, "Monday");
    await world.live(day);
    await world.text(maria, "Tuesday", direct);
    await world.live(minute);
    const missed = new Date(world.now() - 20 * hour);
    await world.text(maria, "Monday, missed", { ...direct, receivedAt: missed });
    await world.live(2 * minute);
    expect(told(world)).toEqual(["2026-01-05: Monday / Monday, missed", "2026-01-06: Tuesday"]);
  });

  it("tells the day before of a failure that is heard of after midnight", async () => {
    const world = await logWorld();
    const thread = await beginDirect(world, "Morning");
    await answerDirect(world, thread, "Good morning");
    await world.live(20 * hour);
    await world.report("Good morning", "failed");
    await world.live(minute);
    const [record] = told(world);
    expect(record).toMatch(/^2026-01-05: Morning \/ Good morning \(.+\)$/);
    expect(told(world)).toHaveLength(1);
  });

  it("is not logged while logging is off; its record is kept, and goes on once it is on", async () => {
    const world = await ruledWorld({ autoLog: false });
    await beginDirect(world, "One");
    await world.live(hour);
    const held = await world.ctx.store.read((tx) => tx.records.heldOf(maria, ["off"]));
    expect(held.map(({ localDay }) => localDay)).toEqual(["2026-01-05"]);
    await world.apply(officeWithDirect);
    await world.text(maria, "Two", direct);
    await world.live(minute);
    expect(told(world)).toEqual(["2026-01-05: One / Two"]);
  });

  it("has no record with a number that is left out", async () => {
    const world = await ruledWorld({ doNotLog: [maria as string as E164] });
    await beginDirect(world);
    await world.text(noel, "Hello", direct);
    await world.live(hour);
    expect(told(world)).toEqual(["2026-01-05: Hello"]);
    expect(await world.ctx.store.read((tx) => tx.unlogged.texts(5))).toEqual([]);
  });

  it("is written once a day, when the day is over, where the CRM wants that", async () => {
    const world = await ruledWorld({ write: "once" });
    await beginDirect(world, "Morning");
    await world.live(8 * hour);
    await world.text(maria, "Noon", direct);
    await world.live(8 * hour);
    expect(world.crm.writes).toEqual([]);
    await world.live(2 * hour);
    expect(world.crm.writes).toHaveLength(1);
    expect(told(world)).toEqual(["2026-01-05: Morning / Noon"]);
  });

  it("is written after midnight although nothing ran then", async () => {
    const world = await ruledWorld({ write: "once" });
    await beginDirect(world, "Morning");
    await world.tick();
    world.skip(30 * hour);
    await world.restart();
    await world.live(minute);
    expect(told(world)).toEqual(["2026-01-05: Morning"]);
  });

  it("tells of a note when there is a record of its day, and tells it as it stands", async () => {
    const world = await logWorld();
    const thread = await beginDirect(world, "Morning");
    await world.live(2 * minute);
    const note = await answerDirect(world, thread, "note: she is away");
    await world.live(2 * minute);
    expect(world.crm.writes).toHaveLength(2);
    await world.edit(note, "note: she is back");
    await world.live(2 * minute);
    expect(world.crm.writes).toHaveLength(3);
    await world.delete(note);
    await world.live(2 * minute);
    expect(world.crm.writes).toHaveLength(4);
  });
});

describe("a shared conversation", () => {
  it("has its record when it is resolved, and not before", async () => {
    const world = await logWorld();
    const { thread, episode } = await begun(world, "Open today?");
    await world.reply(ben, thread, "Until six.");
    await world.live(hour);
    expect(world.crm.writes).toEqual([]);
    await resolveEpisode(world.ctx, { episode, user: ben });
    await world.live(minute);
    expect(episodes(world)).toEqual(["Open today? / Until six."]);
  });

  it("goes on in the same record once it is reopened", async () => {
    const world = await logWorld();
    const { episode } = await begun(world, "Open today?");
    await resolveEpisode(world.ctx, { episode, user: ben });
    await world.live(2 * minute);
    await reopenEpisode(world.ctx, { episode, user: ben });
    await world.text(maria, "And on Sunday?");
    await world.live(2 * minute);
    await resolveEpisode(world.ctx, { episode, user: ben });
    await world.live(2 * minute);
    expect(episodes(world)).toEqual(["Open today? / And on Sunday?"]);
    expect(new Set(world.crm.writes.slice(1).map(({ existing }) => existing))).toEqual(new Set(["log 1"]));
  });

  it("grows with each text from the first one, where its rules say so", async () => {
    const world = await ruledWorld({ logShared: "from_first_message" });
    const { thread } = await begun(world, "Open today?");
    await world.live(minute);
    expect(episodes(world)).toEqual(["Open today?"]);
    await world.reply(ben, thread, "Until six.");
    await world.live(2 * minute);
    expect(episodes(world)).toEqual(["Open today? / Until six."]);
  });

  it("is logged once it has been open and silent for so long, and follows what comes after that", async () => {
    const world = await ruledWorld({ logOpenAfterHours: 2 });
    await begun(world, "Open today?");
    await world.live(hour + 50 * minute);
    expect(world.crm.writes).toEqual([]);
    await world.live(20 * minute);
    expect(episodes(world)).toEqual(["Open today?"]);
    await world.text(maria, "Hello?");
    await world.live(2 * minute);
    expect(episodes(world)).toEqual(["Open today? / Hello?"]);
    expect((await world.openEpisode(maria)).state).toBe("open");
  });

  it("is written each time it was silent for so long, and at its end, where each is written once", async () => {
    const world = await ruledWorld({ logOpenAfterHours: 2, write: "once" });
    const { episode } = await begun(world, "Open today?");
    await world.live(3 * hour);
    expect(episodes(world)).toEqual(["Open today?"]);
    await world.text(maria, "Hello?");
    await world.live(hour);
    await world.text(maria, "Hello??");
    await world.live(hour + 30 * minute);
    expect(episodes(world)).toEqual(["Open today?"]);
    await world.live(hour);
    expect(episodes(world)).toEqual(["Open today? / Hello? / Hello??"]);
    await world.text(maria, "Bye");
    await resolveEpisode(world.ctx, { episode, user: ben });
    await world.live(2 * minute);
    expect(episodes(world)).toEqual(["Open today? / Hello? / Hello?? / Bye"]);
    expect(world.crm.writes).toHaveLength(3);
  });

  it("tells of a failure that is heard of after it was resolved", async () => {
    const world = await logWorld();
    const { thread, episode } = await begun(world, "Open today?");
    await world.reply(ben, thread, "Until six.");
    await world.live(minute);
    await resolveEpisode(world.ctx, { episode, user: ben });
    await world.live(2 * minute);
    await world.report("Until six.", "failed");
    await world.live(2 * minute);
    expect(episodes(world)).toEqual([expect.stringMatching(/^Open today\? \/ Until six\. \(.+\)$/)]);
  });

  it("keeps what happened to it, in order", async () => {
    const world = await logWorld();
    const { episode } = await begun(world);
    const form = { episode, to: "ben" as Username, seenAssignee: null, act: "1" };
    await assignEpisode(world.ctx, { ...form, user: ana });
    await resolveEpisode(world.ctx, { episode, user: ben });
    await reopenEpisode(world.ctx, { episode, user: ben });
    const events = await world.ctx.store.read((tx) => tx.episodeEvents.of(episode));
    expect(events.map(({ kind, by, to }) => [kind, by, to])).toEqual([
      ["assigned", "ana", "ben"],
      ["resolved", "ben", null],
      ["reopened", "ben", null],
    ]);
  });
});
