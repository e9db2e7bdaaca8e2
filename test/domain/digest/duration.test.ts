import { expect, it } from "vitest";
import { durationWords } from "../../../src/domain/digest/duration.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

it.each([
  [0, "less than a minute"],
  [minute - 1, "less than a minute"],
  [minute, "1 minute"],
  [hour - 1, "59 minutes"],
  [hour, "1 hour"],
  [hour + 5 * minute, "1 hour 5 minutes"],
  [day - 1, "23 hours 59 minutes"],
  [day, "1 day"],
  [day + 59 * minute, "1 day"],
  [2 * day + 3 * hour + 59 * minute, "2 days 3 hours"],
  [50 * hour, "2 days 2 hours"],
  [400 * day + hour, "400 days 1 hour"],
])("%i ms are told in their two largest units, no hour twice", (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});
