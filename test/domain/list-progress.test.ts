import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListId } from "../../src/domain/ids.ts";
import {
  type ListProgress,
  progressBar,
  progressLines,
  progressOffers,
} from "../../src/domain/list-progress.ts";
import { words } from "../bridge/world.ts";

const progress = (rest: Partial<ListProgress>): ListProgress => ({
  list: "l" as ListId,
  state: "running",
  line: "Front desk",
  body: "We are closed on Friday.",
  template: null,
  total: 10,
  left: 0,
  delivered: 0,
  toGo: 10,
  later: null,
  isCopy: false,
  missed: [],
  moreMissed: 0,
  ...rest,
});
const lines = (rest: Partial<ListProgress>): string[] => progressLines(progress(rest)).map(words);
const head = "Text to 10 people from Front desk: “We are closed on Friday.”";

describe("the progress of a list", () => {
  it("names the template that its words are of", () => {
    expect(lines({ template: "Opening hours" })[0]).toBe(
      "Text to 10 people from Front desk, from template Opening hours: “We are closed on Friday.”",
    );
  });

  it.each<[string, Partial<ListProgress>, string[]]>([
    [
      "while it is held",
      { state: "held" },
      ["▱▱▱▱▱▱▱▱▱▱ 0 of 10", "Nothing has left yet: the first leaves in a moment."],
    ],
    [
      "before the time that was chosen for it",
      { state: "held", later: { count: 10, at: 5 } },
      ["▱▱▱▱▱▱▱▱▱▱ 0 of 10", "Nothing has left yet: the first leaves (time)."],
    ],
    [
      "while it runs",
      { left: 4, toGo: 5 },
      ["▰▰▰▰▰▱▱▱▱▱ 5 of 10", "It has left for 4, 1 did not get it, 5 to go."],
    ],
    [
      "while some are in quiet hours",
      { left: 4, toGo: 6, later: { count: 1, at: 5 } },
      [
        "▰▰▰▰▱▱▱▱▱▱ 4 of 10",
        "It has left for 4, 6 to go. 1 of them is due only when quiet hours end where they are, the first (time).",
      ],
    ],
    [
      "once it should have gone on long ago",
      { state: "asking", left: 4, toGo: 6 },
      [
        "▰▰▰▰▱▱▱▱▱▱ 4 of 10",
        "This should have gone on some time ago, and did not. It has left for 4 of 10. Is it still right to send to the other 6?",
      ],
    ],
    [
      "when it was stopped",
      { state: "stopped", left: 4, delivered: 3, toGo: 0 },
      ["Stopped. It had left for 4 of 10. 3 are known to have arrived."],
    ],
    [
      "at its end",
      {
        state: "done",
        left: 8,
        delivered: 8,
        toGo: 0,
        missed: [{ who: "Maria Lopez (…9001)", why: "opted out" }],
        moreMissed: 1,
      },
      [
        "Done. It left for 8 of 10. All of these arrived.",
        "Did not get it, or may not have:",
        "Maria Lopez (…9001): opted out",
        "and 1 more.",
      ],
    ],
  ])("is told %s", (_, rest, told) => {
    expect(lines(rest)).toEqual([head, ...told]);
  });

  it("can be stopped until it is over, and gone on with where it asks", () => {
    const offers = (state: ListProgress["state"]) => progressOffers(progress({ state }));
    expect(offers("held")).toEqual(["stop"]);
    expect(offers("running")).toEqual(["stop"]);
    expect(offers("asking")).toEqual(["go_on", "stop"]);
    expect([...offers("stopped"), ...offers("done")]).toEqual([]);
  });

  it("has a bar of ten cells that only grows, and is full only when nobody is to go", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(), (total, some) => {
        const toGo = some % (total + 1);
        const bar = progressBar({ total, toGo });
        const full = [...bar].filter((cell) => cell === "▰").length;
        expect([...bar]).toHaveLength(10);
        expect(full === 10).toBe(toGo === 0);
        const next = [...progressBar({ total, toGo: Math.max(0, toGo - 1) })];
        expect(next.filter((cell) => cell === "▰").length).toBeGreaterThanOrEqual(full);
      }),
    );
  });
});
