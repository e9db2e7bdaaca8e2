import fc from "fast-check";
import { expect, it } from "vitest";
import { allowedLines, mayTextFrom } from "../../src/domain/allowed-lines.ts";
import type { Member } from "../../src/domain/directory.ts";
import type { E164 } from "../../src/domain/ids.ts";
import { billingLine, frontLine, office } from "../bridge/front-desk.ts";
import { anyDirectory } from "./any-directory.ts";

const linesOf = (username: string, change: Partial<Member> = {}) => {
  const member = office.members.find((one) => one.username === username);
  if (member === undefined) throw new Error(`nobody is ${username}`);
  return allowedLines(office, { ...member, ...change }).map(({ number }) => number);
};

it("a member texts from their own outbound line first, and from those of the groups that they belong to", () => {
  expect(linesOf("ben", { outboundLine: billingLine as E164 })).toEqual([billingLine, frontLine]);
});

it("a member without a line of their own texts from their group's", () => {
  expect(linesOf("ben")).toEqual([frontLine]);
});

it("a manager who belongs to no group, and has no line, texts from none", () => {
  expect(linesOf("eve", { role: "manager" })).toEqual([]);
});

it("each line stands once, is one of the directory's, and is theirs to text from", () => {
  fc.assert(
    fc.property(anyDirectory(["twilio"]), (directory) => {
      for (const member of directory.members) {
        const lines = allowedLines(directory, member);
        expect(new Set(lines).size).toBe(lines.length);
        expect(lines.every((line) => directory.lines.includes(line))).toBe(true);
        expect(directory.lines.filter(({ number }) => mayTextFrom(directory, member, number))).toHaveLength(
          lines.length,
        );
      }
    }),
  );
});
