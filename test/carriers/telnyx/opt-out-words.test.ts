import { expect, it } from "vitest";
import { answers, readAutoresponse } from "../../../src/carriers/telnyx/opt-out-words.ts";
import { optOutMeaning } from "../../../src/domain/opt-out.ts";

it.each(["STOP", "stop", " Stop\n", "STOPALL", "stop all", "unsubscribe", "end", "quit", "cancel"])(
  "Telnyx answers %j",
  (body) => {
    expect(answers(body)).toBe(true);
    expect(optOutMeaning(body, false)).toBe("stop");
  },
);

it.each(["start", "UNSTOP"])("and %j", (body) => {
  expect(answers(body)).toBe(true);
  expect(optOutMeaning(body, true)).toBe("start");
});

it.each(["Stop!", "stop please", "revoke", "opt out", "remove", "arret", "yes", "resume", "help", "info"])(
  "it leaves %j to us",
  (body) => {
    expect(answers(body)).toBe(false);
  },
);

it.each([
  ["STOP", "stop"],
  ["start", "start"],
  ["HELP", "help"],
  ["INFO", "help"],
  ["PAUSE", null],
  ["", null],
  [null, null],
  [undefined, null],
])("a text that it answered as %j says so: %j", (given, word) => {
  expect(readAutoresponse(given)).toBe(word);
});
