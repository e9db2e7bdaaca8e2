import { expect, it } from "vitest";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../src/domain/ids.ts";
import { plainSentence } from "../../src/domain/plain-sentence.ts";

it("says in plain words what else would be a time, a link or a mention", () => {
  const at = Date.parse("2026-11-26T13:00:00Z");
  const link = { channel: "C1" as SlackChannelId, ts: "5.0" as SlackTs };
  const sentence = ["Maria opted out ", { at }, ", see ", { link, label: "her thread" }, "."];
  expect(plainSentence(sentence, "America/New_York")).toBe(
    "Maria opted out Nov 26, 2026 at 8:00 AM EST, see her thread.",
  );
  expect(plainSentence(["Ask ", { mention: "U0BEN" as SlackUserId }, "."], "UTC")).toBe("Ask a colleague.");
});
