import { describe, expect, it } from "vitest";
import type { ListId } from "../../../src/domain/ids.ts";
import type { ListProgress } from "../../../src/domain/list-progress.ts";
import { drawProgress, listActions } from "../../../src/slack/views/list-progress.ts";

const progress = (rest: Partial<ListProgress>): ListProgress => ({
  list: "list-1" as ListId,
  state: "running",
  line: "Front desk",
  body: "Closed on *Friday*, <@U0BEN> & all.",
  template: null,
  total: 12,
  left: 5,
  delivered: 3,
  toGo: 7,
  later: null,
  isCopy: false,
  missed: [],
  moreMissed: 0,
  ...rest,
});
const drawn = (rest: Partial<ListProgress>) => drawProgress(progress(rest), "https://team.slack.com/");
const buttons = (rest: Partial<ListProgress>) =>
  drawn(rest).blocks.flatMap((block) =>
    block.type === "actions"
      ? block.elements.map((element) =>
          element.type === "button" ? [element.text.text, element.action_id, element.value] : [],
        )
      : [],
  );

describe("how far a list is", () => {
  it("is a bar and counts, with Stop", () => {
    const shown = JSON.stringify(drawn({}).blocks);
    expect(shown).toContain("▰▰▰▰▱▱▱▱▱▱ 5 of 12");
    expect(shown).toContain("It has left for 5, 7 to go.");
    expect(buttons({})).toEqual([["Stop", listActions.stop, "list-1"]]);
  });

  it("asks whether it goes on, and offers nothing once it is over", () => {
    expect(buttons({ state: "asking" }).map(([label]) => label)).toEqual(["Go on", "Stop"]);
    expect(buttons({ state: "done", toGo: 0 })).toEqual([]);
  });

  it("shows words and names as they are: nothing in them calls anybody", () => {
    const missed = [{ who: "<!channel> (…9001)", why: "opted *out*" }];
    const { text, blocks } = drawn({ state: "done", toGo: 0, missed });
    expect(JSON.stringify(blocks)).not.toContain("<@U0BEN>");
    expect(text).not.toContain("<@U0BEN>");
    expect(JSON.stringify(blocks)).not.toContain("<!channel>");
  });

  it("fits into a message, however many are named", () => {
    const missed = Array.from({ length: 20 }, (_, index) => ({
      who: `${"A very long name ".repeat(8)}${index}`,
      why: "the phone company says that this number can't receive texts, and that for a long time ".repeat(4),
    }));
    const { blocks } = drawn({ state: "done", toGo: 0, missed, moreMissed: 80 });
    expect(blocks.length).toBeLessThan(50);
    expect(JSON.stringify(blocks)).toContain("and 80 more.");
  });
});
