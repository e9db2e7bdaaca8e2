import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Found, FoundConversation } from "../../../src/bridge/contracts/desk.ts";
import type { ConversationId, SlackChannelId, SlackTs } from "../../../src/domain/ids.ts";
import { drawFound } from "../../../src/slack/views/found.ts";
import { readTranscriptValue } from "../../../src/slack/views/transcript.ts";

const teamUrl = "https://acme.slack.com/";
const conversation = "01J0000000000000000000000" as ConversationId;
const one: FoundConversation = {
  who: "Maria Lopez (…9001)",
  where: "Front desk",
  state: "open, nobody has it",
  at: Date.UTC(2026, 0, 5, 12),
  link: { channel: "C1" as SlackChannelId, ts: "100.000001" as SlackTs },
  transcript: { conversation },
};
const found = (change: Partial<Found>): Found => ({
  words: "maria",
  conversations: [one],
  more: 0,
  isCut: false,
  ...change,
});

describe("what was found", () => {
  it("is an entry with who, line, state, when, a link and the transcript's button", () => {
    const [, entry] = drawFound(found({}), teamUrl).blocks;
    expect(entry).toMatchObject({
      type: "section",
      text: {
        text: expect.stringMatching(/^\*Maria Lopez \(…9001\)\* {2}· {2}Front desk\nopen, nobody has it/),
      },
      accessory: { type: "button", action_id: "transcript.show", text: { text: "Transcript" } },
    });
    expect(JSON.stringify(entry)).toContain("<https://acme.slack.com/archives/C1/p100000001|Open>");
    const value = (entry as { accessory: { value: string } }).accessory.value;
    expect(readTranscriptValue(value)).toEqual({ conversation });
  });

  it.each([
    [{ more: 0, isCut: false }, null],
    [{ more: 1, isCut: false }, "1 older one is not shown."],
    [{ more: 7, isCut: false }, "7 older ones are not shown."],
    [{ more: 7, isCut: true }, "7 or more older ones are not shown."],
    [{ more: 0, isCut: true }, "There may be more."],
  ])("says how much is not shown: %j", (change, words) => {
    const drawn = JSON.stringify(drawFound(found(change), teamUrl));
    if (words === null) expect(drawn).not.toContain("Write more of the name");
    else expect(drawn).toContain(words);
  });

  it("keeps to Slack's limits and lets no name act, however it is written", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 4_000 }),
      fc.constant("<!channel> *x* <@U1>"),
    );
    fc.assert(
      fc.property(hostile, hostile, (who, words) => {
        const many = Array.from({ length: 20 }, () => ({ ...one, who, where: who, state: who }));
        const drawn = drawFound(found({ conversations: many, words, more: 3 }), teamUrl);
        expect(drawn.blocks.length).toBeLessThanOrEqual(50);
        const all = JSON.stringify(drawn);
        expect(all).not.toContain("<!channel>");
        expect(all).not.toContain("<@U1>");
        expect(all.length).toBeLessThan(100_000);
        for (const block of drawn.blocks)
          if (block.type === "section") expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
      }),
      { numRuns: 50 },
    );
  });

  it.each(["", "x", "[]", '{"episode":"1"}', "{"])(
    "takes no transcript's button that was made up: %s",
    (value) => {
      expect(readTranscriptValue(value)).toBeNull();
    },
  );
});
