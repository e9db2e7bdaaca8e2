import { expect, it } from "vitest";
import { ago } from "../../src/domain/ago.ts";

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];

it.each([
  [-minute, "just now"],
  [0, "just now"],
  [59 * second, "just now"],
  [minute, "1 min ago"],
  [hour - 1, "59 min ago"],
  [hour, "1 h ago"],
  [day - 1, "23 h ago"],
  [day, "1 day ago"],
  [45 * day, "45 days ago"],
])("%j milliseconds are %j", (since, words) => {
  expect(ago(since)).toBe(words);
});
