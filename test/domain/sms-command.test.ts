import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory, Group, Member } from "../../src/domain/directory.ts";
import type { E164, Extension, SlackChannelId, SlackUserId, Username } from "../../src/domain/ids.ts";
import { parseE164 } from "../../src/domain/phone.ts";
import { normalizeText } from "../../src/domain/plain-text.ts";
import { readSmsCommand } from "../../src/domain/sms-command.ts";

const member = (username: string, extension?: string): Member => ({
  username: username as Username,
  ...(extension === undefined ? {} : { extension: extension as Extension }),
  slack: { kind: "id", id: `U0${username.toUpperCase()}` as SlackUserId },
  role: "agent",
});
const frontDesk: Group = {
  name: "Front desk",
  extension: "200" as Extension,
  channel: "C1" as SlackChannelId,
  members: [],
  outboundLine: "+15550100001" as E164,
  notify: "none",
  reopenWithinMinutes: 0,
};
const directory: Directory = {
  timeZone: "America/New_York",
  customerWord: "patient",
  lines: [],
  members: [member("ana", "101"), member("dee", "102"), member("ben.ito")],
  groups: [frontDesk],
  contacts: [],
};
const read = (typed: string, country = "US") => readSmsCommand(typed, { directory, country });
const to = (...numbers: string[]) => numbers.map((number) => ({ kind: "number", number }));

describe("what is typed behind /sms", () => {
  it.each([
    ["", { kind: "new", to: [], text: "" }],
    ["  \n", { kind: "new", to: [], text: "" }],
    ["help", { kind: "help" }],
    ["HELP me", { kind: "help" }],
    ["find Maria Lopez", { kind: "find", words: "Maria Lopez" }],
    ["Find", { kind: "find", words: "" }],
  ])("%j is a word of its own", (typed, command) => {
    expect(read(typed)).toEqual(command);
  });

  it.each([
    ["+1 555 010 0123 running late", "+15550100123", "running late"],
    ["(555) 010-0123 running late", "+15550100123", "running late"],
    ["555.010.0123 running late", "+15550100123", "running late"],
    ["5550100123: running late", "+15550100123", "running late"],
    ["5550100123 be there at 5", "+15550100123", "be there at 5"],
    ["5550100123\nrunning late\n\nAna", "+15550100123", "running late\n\nAna"],
    ["001 555 010 0123 hi", "+15550100123", "hi"],
    ["+44 20 7946 0958 running late", "+442079460958", "running late"],
  ])("%j is one number and its text", (typed, number, text) => {
    expect(read(typed, typed.startsWith("001") ? "DE" : "US")).toEqual({ kind: "number", number, text });
  });

  it.each([
    ["+1 555 010 0123", to("+15550100123"), ""],
    ["5550100123 4 of us are late", to("+15550100123"), "4 of us are late"],
    ["555 010 0123 4 of us are late", to("+15550100123"), "4 of us are late"],
    ["5550100123 (4 of us) are late", to("+15550100123"), "(4 of us) are late"],
    ["5550100123 #4 is late", to("+15550100123"), "#4 is late"],
    ["5550100123 x12 are you there?", to("+15550100123"), "x12 are you there?"],
    ["5550100123 ext. 12 are you there?", to("+15550100123"), "ext. 12 are you there?"],
    ["5550100123 5550100124 hi", to("+15550100123"), "5550100124 hi"],
    ["5550100123, 5550100124 hi", to("+15550100123", "+15550100124"), "hi"],
    ["5550100123; 555 010 0124, +15550100123 hi", to("+15550100123", "+15550100124"), "hi"],
    // It may end in two places.
    ["+49 30 123456 78 Hallo", to("+493012345678"), "Hallo"],
    // Ana's extension, or a number that begins with it.
    ["101 555 0123 hi", to("+11015550123"), "hi"],
  ])("%j leaves a doubt, and fills in the form", (typed, recipients, text) => {
    expect(read(typed)).toEqual({ kind: "new", to: recipients, text });
  });

  it.each([
    ["102 can you take line 2?", "dee", "can you take line 2?"],
    ["dee can you take line 2?", "dee", "can you take line 2?"],
    ["Dee: can you?", "dee", "can you?"],
    ["@ben.ito can you?", "ben.ito", "can you?"],
  ])("%j is for a colleague", (typed, username, text) => {
    expect(read(typed)).toEqual({ kind: "staff", username, text });
  });

  it.each([
    ["dee", { kind: "member", username: "dee" }, ""],
    ["101", { kind: "member", username: "ana" }, ""],
    ["200 who has the key?", { kind: "group", extension: "200" }, "who has the key?"],
  ])("%j fills in the form with them", (typed, recipient, text) => {
    expect(read(typed)).toEqual({ kind: "new", to: [recipient], text });
  });

  it.each([
    ["Maria running late", "Maria", "word", null],
    ["de can you?", "de", "word", "dee"],
    ["103 can you?", "103", "number", "101"],
    ["+1 555 running late", "+1 555", "number", null],
    ["911 come at once", "911", "number", null],
    ["5550100123late", "5550100123late", "word", null],
    ["$5 is due", "$5", "word", null],
    [`${"x".repeat(50)} hi`, `${"x".repeat(39)}…`, "word", null],
  ])("%j begins with nothing that is known, and it is named", (typed, what, looksLike, near) => {
    expect(read(typed)).toEqual({ kind: "unknown", what, looksLike, near });
  });
});

describe("anything at all", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."+1 2()-.,5;:a\n०"), maxLength: 60 }),
    fc.tuple(fc.string(), fc.string()).map((parts) => parts.join(" ")),
  );
  const number = fc.constantFrom("+1 555 010 0123", "(555) 010-0123", "5550100123", "+442079460958");

  it("is read, and sent at once only to the one number that it begins with", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          fc.tuple(number, anything).map((parts) => parts.join(" ")),
        ),
        (typed) => {
          const command = read(typed);
          if (command.kind !== "number") return;
          const before = normalizeText(typed).slice(0, -command.text.length);
          expect(parseE164(before.replace(/[\s,;:]+$/, ""), "US")).toBe(command.number);
          expect(command.text).not.toBe("");
          expect(command.text).not.toMatch(/^\P{L}*\p{N}/u);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("that has a digit right behind the number fills in the form", () => {
    const between = fc.constantFrom(" ", "  ", " (", " #", " - ", "\n", ": ", ", ", " +");
    fc.assert(
      fc.property(number, between, fc.nat(), fc.string(), (first, sign, digits, rest) => {
        expect(read(`${first}${sign}${digits}${rest}`).kind).not.toBe("number");
      }),
    );
  });

  it("that begins with two numbers fills in the form", () => {
    const between = fc.constantFrom(" ", ", ", "; ", ",  ", "\n");
    fc.assert(
      fc.property(number, between, number, fc.string(), (first, sign, second, text) => {
        expect(read(`${first}${sign}${second} ${text}`).kind).toBe("new");
      }),
    );
  });
});
