import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTemplateCommand } from "../../src/domain/template-command.ts";

describe("what is typed behind /sms-template", () => {
  it.each([
    ["", { kind: "pick" }],
    [" \n\t", { kind: "pick" }],
    ["help", { kind: "help" }],
    [" HELP ", { kind: "help" }],
    ["manage", { kind: "manage" }],
    ["Manage", { kind: "manage" }],
    ["hours", { kind: "find", words: "hours" }],
    ["!hours", { kind: "find", words: "!hours" }],
    ["  opening \n hours ", { kind: "find", words: "opening hours" }],
    ["help with parking", { kind: "find", words: "help with parking" }],
    ["manage my booking", { kind: "find", words: "manage my booking" }],
  ])("%j is read", (typed, command) => {
    expect(readTemplateCommand(typed)).toEqual(command);
  });

  it("never throws, and words stand on one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        const command = readTemplateCommand(typed);
        if (command.kind === "find") expect(command.words).toMatch(/^\S+( \S+)*$/u);
      }),
    );
  });
});
