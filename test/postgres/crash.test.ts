import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { liveThroughCrashes } from "../crash/live-through-crashes.ts";
import { postgres } from "../store/database.ts";
import { findPostgres } from "./cluster.ts";

/** Built by `npm test` before the tests run: what is killed here is what a site starts. */
const entry = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const bin = postgres() === null ? null : findPostgres();

describe.skipIf(bin === null).concurrent.each([
  {
    mode: "socket",
    seed: 3,
    first: ["kill the leader", "freeze the leader", "restart immediate"],
  },
  { mode: "http", seed: 5, first: ["cut connections", "restart fast", "kill the leader"] },
] as const)("two instances on PostgreSQL, in $mode mode: $first", ({ mode, seed, first }) => {
  it("lose no text and show none twice, in order, and send each reply once, or say that they do not know", {
    timeout: 240_000,
  }, async () => {
    const report = await liveThroughCrashes({
      seed,
      mode,
      texts: 30,
      replies: 30,
      begun: 0,
      listed: 0,
      kills: first.length,
      served: { bin: bin ?? "", instances: 2, patience: 2, first },
      hold: 0,
      life: 1_200,
      command: [entry],
      settleWithin: 90_000,
    });
    const { faults, texts, replies, lastWords } = report;
    expect({ faults, words: faults.length > 0 ? lastWords : [] }).toEqual({ faults: [], words: [] });
    expect(texts).toEqual({ once: 30, lost: [], doubled: [], late: [] });
    expect(replies.once + replies.unknown.length + replies.waiting.length).toBe(30);
  });
});
