import { describe, expect, it } from "vitest";
import type { AutoReplyForm } from "../../../src/bridge/members/set-auto-reply.ts";
import type { Json } from "../../../src/lib/json.ts";
import { checkView } from "../../../src/sandbox/slack/block-rules.ts";
import { drawAutoReplyForm, readAutoReplyForm } from "../../../src/slack/views/auto-reply.ts";

const form = (change: Partial<AutoReplyForm> = {}): AutoReplyForm => ({
  reply: null,
  hours: null,
  maxText: 1_600,
  ...change,
});

/** As Slack gives back what was drawn, when nothing is changed. */
function untouched(view: ReturnType<typeof drawAutoReplyForm>): Json {
  return Object.fromEntries(
    view.blocks.flatMap((block) => {
      if (!("element" in block) || block.block_id === undefined) return [];
      const { action_id, initial_value, initial_option } = block.element as {
        action_id: string;
        initial_value?: string;
        initial_option?: object;
      };
      const value = { value: initial_value ?? null, selected_option: initial_option ?? null };
      return [[block.block_id, { [action_id]: value }]];
    }),
  );
}

describe("the form of an auto-reply", () => {
  it.each<[string, AutoReplyForm]>([
    ["nothing", form()],
    [
      "one with everything",
      form({ reply: { text: "x".repeat(1_600), on: true, hours: "outside", atMostEveryMinutes: 5 } }),
    ],
    ["long hours", form({ hours: "Mon 9:00-17:00, ".repeat(40) })],
  ])("fits into Slack's limits with %s in it", (_, state) => {
    expect(checkView({ ...drawAutoReplyForm(state) }).messages).toEqual([]);
  });

  it("is read as it stood when nothing is changed", () => {
    const reply = { text: "I am away.", on: true, hours: "outside", atMostEveryMinutes: 60 } as const;
    expect(readAutoReplyForm(untouched(drawAutoReplyForm(form({ reply }))))).toEqual({
      text: "I am away.",
      on: true,
      hours: "outside",
      every: "60",
    });
    expect(readAutoReplyForm(untouched(drawAutoReplyForm(form())))).toEqual({
      text: "",
      on: false,
      hours: "always",
      every: "",
    });
  });

  it("says how long it may be, and when the member works", () => {
    const drawn = JSON.stringify(drawAutoReplyForm(form({ maxText: 160, hours: "Mon-Fri 9:00-17:00" })));
    expect(drawn).toContain("At most 160 characters.");
    expect(drawn).toContain("Only outside my hours (Mon-Fri 9:00-17:00)");
  });

  it("takes an emoji that was picked as a phone shows it, and any other word as it is", () => {
    const values = { text: { text: { value: "Back soon :wave::skin-tone-3: at 5:30: :unknown_one:" } } };
    expect(readAutoReplyForm(values).text).toBe("Back soon 👋🏼 at 5:30: :unknown_one:");
  });
});
