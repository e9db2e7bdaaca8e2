import fc from "fast-check";
import { expect, it } from "vitest";
import { allowedLines } from "../../src/domain/allowed-lines.ts";
import type { Member } from "../../src/domain/directory.ts";
import type { E164 } from "../../src/domain/ids.ts";
import { billingLine, frontLine, office } from "../bridge/front-desk.ts";
import { anyDirectory } from "./any-directory.ts";

const linesOf = (username: string, change: Partial<Member> = {}) => {
  const member = office.members.find((one) => one.username === username);
  if (member === undefined) throw new Error(`nobody is ${username}`);
  const { lines, standard } = allowedLines(office, { ...member, ...change });
  return { lines: lines.map(({ number }) => number), standard: standard?.number ?? null };
};

it("a member texts from their own outbound line, and from those of the groups that they belong to", () => {
  expect(linesOf("ben", { outboundLine: billingLine as E164 })).toEqual({
    lines: [billingLine, frontLine],
    standard: billingLine,
  });
});

it("a member without a line of their own texts from their group's", () => {
  expect(linesOf("ben")).toEqual({ lines: [frontLine], standard: frontLine });
});

it("a manager who belongs to no group, and has no line, texts from none", () => {
  expect(linesOf("eve", { role: "manager" })).toEqual({ lines: [], standard: null });
});

it("each line stands once, is one of the directory's, and what is meant is the first", () => {
  fc.assert(
    fc.property(anyDirectory(["twilio"]), (directory) => {
      for (const member of directory.members) {
        const { lines, standard } = allowedLines(directory, member);
        expect(new Set(lines).size).toBe(lines.length);
        expect(lines.every((line) => directory.lines.includes(line))).toBe(true);
        expect(standard).toBe(lines[0] ?? null);
      }
    }),
  );
});
