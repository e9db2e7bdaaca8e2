import { describe, expect, it } from "vitest";
import type { Waiting } from "../../../src/bridge/contracts/desk.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../../src/domain/ids.ts";
import { drawReminder, drawWaiting } from "../../../src/slack/views/reminder.ts";

const team = "https://acme.slack.com/";
const minute = 60_000;
const at = 1_700_000_000_000;
const place = { channel: "C0FRONT" as SlackChannelId, ts: "1700000000.000100" as SlackTs };
const ben = "U0BEN" as SlackUserId;

/** The first came last. */
const waiting = (count: number, more: Partial<Waiting> = {}): Waiting[] =>
  Array.from({ length: count }, (_, index) => ({
    contact: `Person ${index}`,
    since: at - index * minute,
    at: place,
    holder: null,
    calls: null,
    ...more,
  }));
const drawn = (count: number, more: Partial<Waiting> = {}) =>
  drawReminder({ previous: null, anew: true, waiting: waiting(count, more) }, team, at + 2 * minute, true);
const namesIn = (of: unknown) =>
  [...JSON.stringify(of).matchAll(/\|Person (\d+)>/g)].map(([, index]) => Number(index));

describe("the line about who waits", () => {
  it("counts them and names the oldest first", () => {
    expect(drawn(3).text).toBe("3 waiting, oldest 4 min");
    expect(namesIn(drawn(3).blocks)).toEqual([2, 1, 0]);
  });

  it("says who has each, or that nobody has", () => {
    expect(JSON.stringify(drawn(1, { holder: "Ben *Ito*" }).blocks)).toMatch(/ {2}· {2}Ben .*Ito/);
    expect(JSON.stringify(drawn(1, { holder: "Ben *Ito*" }).blocks)).not.toContain("*Ito*");
    expect(JSON.stringify(drawn(1).blocks)).toContain("nobody yet");
  });

  it("calls once whoever has them, as a new post and never when it is redrawn", () => {
    const called = { holder: "Ben Ito", calls: ben };
    const { text, blocks } = drawn(3, called);
    expect(text).toBe("<@U0BEN> 3 waiting, oldest 4 min");
    expect(JSON.stringify(blocks).match(/<@U0BEN>/g)).toHaveLength(1);
    const again = drawReminder({ previous: null, anew: false, waiting: waiting(3, called) }, team, at, false);
    expect(JSON.stringify(again)).not.toContain("<@");
  });

  it("calls also for those that it has no room to list", () => {
    const [newest, ...rest] = waiting(12);
    if (newest === undefined) throw new Error("nobody waits");
    const all = [{ ...newest, holder: "Ben Ito", calls: ben }, ...rest];
    const { blocks } = drawReminder({ previous: null, anew: true, waiting: all }, team, at, true);
    expect(JSON.stringify(blocks)).toContain("<@U0BEN>");
  });

  it("lists all of ten, and of more the ten oldest with a button for the rest", () => {
    expect(namesIn(drawn(10).blocks)).toHaveLength(10);
    expect(JSON.stringify(drawn(10).blocks)).not.toContain("Show all");
    const { blocks } = drawn(25);
    expect(namesIn(blocks)).toEqual([24, 23, 22, 21, 20, 19, 18, 17, 16, 15]);
    expect(blocks.at(-1)).toMatchObject({
      type: "section",
      text: { text: "and 15 more" },
      accessory: { text: { text: "Show all" } },
    });
  });

  it("is not cut however long names are", () => {
    const long = drawn(10, { contact: "A".repeat(200), holder: "B".repeat(200) });
    expect(JSON.stringify(long.blocks).match(/A>|B…/g)).toHaveLength(10);
  });
});

describe("the list of all who wait", () => {
  it("names every one of them, the oldest first", () => {
    const { blocks } = drawWaiting(waiting(40), team);
    expect(namesIn(blocks)).toEqual(Array.from({ length: 40 }, (_, index) => 39 - index));
  });

  it("keeps to Slack's limits and counts those that it leaves out", () => {
    const { blocks } = drawWaiting(waiting(3_000, { contact: "Person 1 ".repeat(30) }), team);
    expect(blocks.length).toBeLessThanOrEqual(100);
    for (const block of blocks) expect(JSON.stringify(block).length).toBeLessThan(4_000);
    expect(JSON.stringify(blocks.at(-1))).toMatch(/and [\d,]+ more/);
  });

  it("says that nobody waits any more", () => {
    expect(JSON.stringify(drawWaiting([], team).blocks)).toContain("Nobody waits any more");
  });
});
