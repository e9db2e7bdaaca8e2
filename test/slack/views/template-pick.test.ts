import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PickScope } from "../../../src/bridge/templates/pick-form.ts";
import type { EpisodeId, SlackChannelId, SlackTs } from "../../../src/domain/ids.ts";
import {
  drawPick,
  type PickAsked,
  readAgain,
  readPick,
  readPickMetadata,
  writeAgain,
} from "../../../src/slack/views/template-pick.ts";
import { hostileText } from "../text/hostile-text.ts";

const channel = fc.stringMatching(/^[CGD][A-Z0-9]{8,10}$/).map((id) => id as SlackChannelId);
const scope = fc.oneof(
  fc.constant<PickScope>({ kind: "own" }),
  fc.constant<PickScope>({ kind: "all" }),
  channel.map((id): PickScope => ({ kind: "channel", channel: id })),
);
const option = fc.record({ value: fc.string({ minLength: 1, maxLength: 36 }), label: hostileText });
const words = fc.string({ unit: "grapheme", maxLength: 200 });

describe("the form in which a template is picked", () => {
  it("fits what Slack takes, and comes back as it was drawn", () => {
    fc.assert(
      fc.property(scope, words, fc.option(option), fc.option(option), (within, looked, one, other) => {
        const form = { scope: within, words: looked, conversation: one, template: other };
        const view = drawPick(form);
        const metadata = view.private_metadata ?? "";
        expect(metadata.length).toBeLessThanOrEqual(3_000);
        expect(readPickMetadata(metadata)).toEqual({ scope: within, words: looked });
        const initial = view.blocks.map((block) => {
          const element = "element" in block ? block.element : null;
          if (element?.type !== "external_select") throw new Error("no menu");
          expect(element.min_query_length).toBe(0);
          return element.initial_option;
        });
        expect(view.blocks.map(({ block_id }) => block_id)).toEqual(["conversation", "template"]);
        expect(initial.map((shown) => shown?.value)).toEqual([one?.value, other?.value]);
        for (const shown of initial) {
          if (shown === undefined) continue;
          expect(shown.text.text.length).toBeGreaterThan(0);
          expect(shown.text.text.length).toBeLessThanOrEqual(75);
        }
      }),
    );
  });

  it("says what is chosen", () => {
    const chosen = (action: string, value: string) => ({ [action]: { selected_option: { value } } });
    const values = {
      conversation: chosen("template.conversation", "e1"),
      template: chosen("template.chosen", "t1"),
    };
    expect(readPick(values)).toEqual({ conversation: "e1", template: "t1" });
    const none = { conversation: { "template.conversation": { selected_option: null } } };
    expect(readPick(none)).toEqual({ conversation: null, template: null });
  });
});

describe("the button that opens it once more", () => {
  const place = { channel: "C0FRONT" as SlackChannelId, ts: "1700000000.000100" as SlackTs };
  it.each<PickAsked>([
    { typed: "", channel: null },
    { typed: "opening hours", channel: place.channel },
    { of: { episode: "e1" as EpisodeId } },
    { of: { message: place, thread: null } },
    { of: { message: place, thread: place.ts } },
  ])("asks for the same: %j", (asked) => {
    expect(readAgain(writeAgain(asked))).toEqual(asked);
  });

  it("holds what Slack takes, whatever was typed, and reads whatever is pressed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 4_000 }), (typed) => {
        expect(writeAgain({ typed, channel: place.channel }).length).toBeLessThanOrEqual(2_000);
      }),
    );
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (value) => void readAgain(value)));
    for (const value of [
      "",
      "{}",
      '{"of":{}}',
      '{"of":{"message":{}}}',
      '{"of":{"message":7,"thread":null}}',
    ])
      expect(readAgain(value)).toBeNull();
  });
});
