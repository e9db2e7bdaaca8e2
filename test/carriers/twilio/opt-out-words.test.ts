import { expect, it } from "vitest";
import { answers } from "../../../src/carriers/twilio/opt-out-words.ts";
import type { E164 } from "../../../src/domain/ids.ts";

const longCode = "+15550100001" as E164;
const tollFree = "+18885550100" as E164;

it.each(["STOP", "stop", " Stop\n", "STOPALL", "unsubscribe", "end", "quit", "cancel", "revoke", "optout"])(
  "Twilio answers %j on a long code",
  (body) => {
    expect(answers(body, longCode)).toBe(true);
  },
);

it.each(["start", "YES", "unstop", "help", "INFO"])("and %j", (body) => {
  expect(answers(body, longCode)).toBe(true);
});

it.each([
  "Stop!",
  "stop please",
  "stop all",
  "opt out",
  "opt-out",
  "remove",
  "arret",
  "alto",
  "parar",
  "🛑 stop",
  "resume",
])("it leaves %j to us", (body) => {
  expect(answers(body, longCode)).toBe(false);
});

it("it leaves all but STOP, START and UNSTOP to us on a toll-free number", () => {
  const answered = ["STOP", "START", "UNSTOP", "CANCEL", "QUIT", "HELP", "YES"].filter((body) =>
    answers(body, tollFree),
  );
  expect(answered).toEqual(["STOP", "START", "UNSTOP"]);
});
