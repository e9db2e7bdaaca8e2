import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DraftId, EpisodeId } from "../../../src/domain/ids.ts";
import { checkView } from "../../../src/sandbox/slack/block-rules.ts";
import { drawDraftList } from "../../../src/slack/views/draft-list.ts";
import { hostileText } from "../text/hostile-text.ts";

const episode = "e1" as EpisodeId;
const team = "https://acme.slack.com/";
const kept = (id: string, text: string, template: string | null, at: number | null) => ({
  id: id as DraftId,
  text,
  template,
  at,
  changedAt: 1_700_000_000_000,
});
type Draft = ReturnType<typeof kept>;
const drawn = (drafts: readonly Draft[], contact = "Maria", said: readonly string[] = []) =>
  drawDraftList(episode, { kind: "list", contact, drafts }, team, said);

describe("the drafts of a conversation", () => {
  it("are listed with where they come from, for when they are, and what can be done about them", () => {
    const view = drawn([
      kept("d1", "Until six.", "Opening hours", 1_700_003_600_000),
      kept("d2", "Yes", null, null),
    ]);
    const words = JSON.stringify(view.blocks);
    expect(words).toContain("“Until six.”\\nfrom template Opening hours  ·  for <!date^1700003600^");
    expect(words).toContain("“Yes”\\nkept <!date^1700000000^");
    for (const action of ["draft.open", "draft.send", "draft.discard"])
      for (const id of ["d1", "d2"]) expect(words).toContain(`"action_id":"${action}","value":"${id}"`);
    expect(view.private_metadata).toBe("e1");
  });

  it("say first what came of what was pressed in them", () => {
    const [first] = drawn([kept("d1", "Yes", null, null)], "Maria", ["Discarded. Nothing was sent."]).blocks;
    expect(JSON.stringify(first)).toContain("Discarded.");
  });

  it("are taken by Slack however many there are, and whatever words stand in them; nothing in them acts", () => {
    const odd = fc.oneof(
      hostileText,
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.constantFrom("*".repeat(3_000), "*".repeat(30_000)),
    );
    fc.assert(
      fc.property(odd, fc.option(odd), fc.nat(60), (words, template, count) => {
        const drafts = Array.from({ length: count }, (_, index) => kept(`d${index}`, words, template, 1));
        const view = drawn(drafts, words, [words]);
        expect(checkView({ ...view }).messages).toEqual([]);
        expect(view.blocks.length).toBeLessThanOrEqual(100);
        expect(JSON.stringify(view.blocks).includes("at Threadline’s Home")).toBe(count > 30);
        for (const [command] of JSON.stringify(view.blocks).matchAll(/<[^>]*>/g))
          expect(command).toMatch(/^<!date\^\d+\^[^|]*\|[^|<]*>$/);
      }),
      { numRuns: 60 },
    );
  });
});
