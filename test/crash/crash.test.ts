import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { liveThroughCrashes } from "./live-through-crashes.ts";

/** Built by `npm test` before the tests run: what is killed here is what a site starts. */
const entry = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** Beside the others: a line of the shared inbox and one of Ben's own. */
describe.concurrent("killed at random moments, at RingCentral", () => {
  it("shows each text once, also those from its own app, sends each reply once or says that it does not know; both sides agree on who has what", {
    timeout: 240_000,
  }, async () => {
    const report = await liveThroughCrashes({
      seed: 7,
      mode: "socket",
      carrier: "ringcentral",
      receive: "websocket",
      texts: 24,
      replies: 24,
      elsewhere: 10,
      begun: 0,
      listed: 0,
      kills: 3,
      hold: 0,
      life: 1_200,
      command: [entry],
      settleWithin: 90_000,
    });
    const { faults, texts, elsewhere, replies, lastWords } = report;
    expect({ faults, words: faults.length > 0 ? lastWords : [] }).toEqual({ faults: [], words: [] });
    expect(texts).toEqual({ once: 24, lost: [], doubled: [], late: [] });
    expect(elsewhere).toEqual({ once: 10, lost: [], doubled: [] });
    expect(replies.once + replies.unknown.length + replies.waiting.length).toBe(24);
  });
});

/** It can't be asked what came in, or what became of a text: all that is known it tells. */
describe.concurrent("killed at random moments, at a carrier that the directory describes", () => {
  it("shows each text once and in order, sends each reply once, and says that it does not know where no report tells", {
    timeout: 240_000,
  }, async () => {
    const report = await liveThroughCrashes({
      seed: 7,
      mode: "socket",
      carrier: "http",
      texts: 40,
      replies: 40,
      begun: 0,
      listed: 0,
      kills: 4,
      hold: 0,
      life: 1_500,
      command: [entry],
      settleWithin: 90_000,
    });
    const { faults, texts, replies, lastWords } = report;
    expect({ faults, words: faults.length > 0 ? lastWords : [] }).toEqual({ faults: [], words: [] });
    expect(texts).toEqual({ once: 40, lost: [], doubled: [], late: [] });
    expect(replies.once + replies.unknown.length + replies.waiting.length).toBe(40);
  });
});

describe.concurrent.each([
  { mode: "socket", seed: 7, hold: 1 },
  { mode: "http", seed: 11, hold: 0 },
] as const)("killed at random moments, in $mode mode, with a hold of $hold s", ({ mode, seed, hold }) => {
  it("shows each text once and in order, and sends each reply once and in order or says that it does not know; by itself it answers once", {
    timeout: 240_000,
  }, async () => {
    const report = await liveThroughCrashes({
      seed,
      mode,
      texts: 60,
      replies: 60,
      begun: 12,
      listed: 4,
      kills: 4,
      hold,
      life: 1_800,
      command: [entry],
      settleWithin: 90_000,
    });
    const { faults, texts, replies, begun, lastWords } = report;
    expect({ faults, words: faults.length > 0 ? lastWords : [] }).toEqual({ faults: [], words: [] });
    expect(texts).toEqual({ once: 60, lost: [], doubled: [], late: [] });
    // Eight of them to one customer, four of these from a template, and four to five.
    expect(begun.once + begun.unknown.length + begun.waiting.length).toBe(28);
    expect(replies.once + replies.unknown.length + replies.waiting.length).toBe(60);
  });
});
