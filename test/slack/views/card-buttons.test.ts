import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EpisodeId, Username } from "../../../src/domain/ids.ts";
import { readCardValue, writeCardValue } from "../../../src/slack/views/card-buttons.ts";

const nonEmpty = fc.string({ minLength: 1 });

describe("what a card's buttons carry", () => {
  it("comes back as it was written", () => {
    fc.assert(
      fc.property(nonEmpty, fc.option(nonEmpty), (episode, assignee) => {
        const value = { episode: episode as EpisodeId, seenAssignee: assignee as Username | null };
        expect(readCardValue(writeCardValue(value))).toEqual(value);
      }),
    );
  });

  it.each(["", "e1", "null", "[]", "{}", '{"e":7}', '{"e":""}', '"e1"'])("is not read from %j", (value) => {
    expect(readCardValue(value)).toBeNull();
  });

  it("never throws, whatever is pressed", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (value) => void readCardValue(value)));
  });
});
