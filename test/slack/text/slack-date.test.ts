import { describe, expect, it } from "vitest";
import { slackDate } from "../../../src/slack/text/slack-date.ts";
import { toPhone } from "../../../src/slack/text/to-phone.ts";

const date = new Date("2026-11-21T19:14:59.900Z");

describe("slackDate", () => {
  it("gives Slack's token with words for where it is not understood", () => {
    expect(slackDate(date, "{time}", "America/New_York")).toBe("<!date^1795288499^{time}|2:14 PM EST>");
    expect(slackDate(date, "{date_short_pretty} {time}", "Europe/Zurich")).toBe(
      "<!date^1795288499^{date_short_pretty} {time}|Nov 21, 8:14 PM GMT+1>",
    );
  });

  it("reads as those words on a phone", () => {
    const nobody = { user: () => null, channel: () => null, group: () => null };
    expect(toPhone({ text: `at ${slackDate(date, "{time}", "UTC")}` }, nobody).text).toBe("at 7:14 PM UTC");
  });
});
