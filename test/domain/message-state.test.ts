import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  hasLeft,
  type LearnedState,
  leftUnexpectedly,
  type MessageState,
  mayHaveLeft,
  nextState,
} from "../../src/domain/message-state.ts";

const states: readonly MessageState[] = [
  "waiting",
  "queued",
  "sending",
  "unknown",
  "accepted",
  "sent",
  "delivered",
  "failed",
  "cancelled",
];
const learned: readonly LearnedState[] = ["accepted", "sent", "delivered", "failed", "unknown"];

const anyState = fc.constantFrom(...states);
const anyNews = fc.array(fc.constantFrom(...learned), { maxLength: 8 });

function told(start: MessageState, news: readonly LearnedState[]): MessageState {
  return news.reduce<MessageState>(nextState, start);
}

describe("nextState", () => {
  it.each<[MessageState, LearnedState, MessageState]>([
    ["sending", "accepted", "accepted"],
    ["sending", "unknown", "unknown"],
    ["unknown", "delivered", "delivered"],
    ["unknown", "failed", "failed"],
    ["accepted", "unknown", "accepted"],
    ["accepted", "sent", "sent"],
    ["sent", "accepted", "sent"],
    ["sent", "failed", "failed"],
    ["failed", "sent", "failed"],
    ["failed", "delivered", "delivered"],
    ["delivered", "failed", "delivered"],
    ["delivered", "sent", "delivered"],
    ["queued", "delivered", "delivered"],
    ["waiting", "sent", "sent"],
    ["cancelled", "delivered", "delivered"],
    ["cancelled", "failed", "failed"],
  ])("moves %s by %s to %s", (current, news, wanted) => {
    expect(nextState(current, news)).toBe(wanted);
  });

  it("ends in the same state whatever the order and repetition of the same news", () => {
    const twoTellings = anyNews.chain((news) =>
      fc.tuple(
        fc.constant(news),
        fc.shuffledSubarray([...news, ...news, ...news], { minLength: news.length * 3 }),
      ),
    );
    fc.assert(
      fc.property(anyState, twoTellings, (start, [news, retold]) => {
        expect(told(start, retold)).toBe(told(start, news));
      }),
    );
  });

  it("never goes back from what the carrier said", () => {
    fc.assert(
      fc.property(anyState, anyNews, fc.constantFrom(...learned), (start, news, late) => {
        const before = told(start, news);
        const now = nextState(before, late);
        const again = learned.find((one) => one === before);
        if (again !== undefined) expect(nextState(now, again)).toBe(now);
        if (before === "delivered") expect(now).toBe("delivered");
      }),
    );
  });
});

describe("what a state means", () => {
  it.each<[MessageState, boolean, boolean]>([
    ["waiting", false, false],
    ["queued", false, false],
    ["sending", false, true],
    ["unknown", false, true],
    ["accepted", true, true],
    ["sent", true, true],
    ["delivered", true, true],
    ["failed", false, false],
    ["cancelled", false, false],
  ])("%s: has left %s, may have left %s", (state, left, maybe) => {
    expect([hasLeft(state), mayHaveLeft(state)]).toEqual([left, maybe]);
  });

  it("asks to tell people when what was cancelled, waiting or failed has left after all", () => {
    expect(leftUnexpectedly("cancelled", "sent")).toBe(true);
    expect(leftUnexpectedly("failed", "delivered")).toBe(true);
    expect(leftUnexpectedly("waiting", "accepted")).toBe(true);
    expect(leftUnexpectedly("cancelled", "failed")).toBe(false);
    expect(leftUnexpectedly("sending", "accepted")).toBe(false);
  });
});
