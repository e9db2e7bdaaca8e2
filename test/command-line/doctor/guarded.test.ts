import { describe, expect, it } from "vitest";
import { guarded } from "../../../src/command-line/doctor/guarded.ts";
import { AppError } from "../../../src/domain/errors.ts";

const words = "Is my test positive?";
const failing = (error: unknown) => guarded("slack", () => Promise.reject(error));

describe("a check that fails", () => {
  it("is a problem, in the sentence that it failed with", async () => {
    const sentence = "The database is locked.";
    expect(await failing(new AppError("locked", sentence))).toEqual([
      { name: "slack", level: "problem", sentence },
    ]);
  });

  it.each<[string, Error]>([
    ["what can't be parsed", new SyntaxError(`Unexpected token, ${words}`)],
    ["words in quotes", new Error(`no such word: "${words}"`)],
    ["several lines", new Error(`it failed\n${words}`)],
    ["a number", new Error("no row of +15550199001")],
    ["a token", new Error("bad token xoxb-123-456-abcDEF")],
  ])("on %s is one that says nothing of it", async (_, error) => {
    const [finding] = await failing(error);
    expect(finding).toMatchObject({ name: "slack", level: "problem" });
    expect(finding?.sentence).toMatch(/^This could not be checked: .+\.$/);
    expect(finding?.sentence).not.toMatch(/positive|\+1555|xoxb/);
  });
});
