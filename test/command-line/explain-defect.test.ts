/** What a defect of a command's says to whoever ran it: where it happened, and nobody's words or number. */
import { describe, expect, it } from "vitest";
import { explainDefect } from "../../src/command-line/explain-defect.ts";

const words = "Is my test positive?";
const number = "+15550199001";
const said = (error: unknown) => explainDefect(error, { DATABASE_URL: "nonsense" });

function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe("a defect", () => {
  it.each<[string, unknown]>([
    ["of words that could not be parsed", thrown(() => JSON.parse(words))],
    ["of words that are not what they were taken for", thrown(() => "user" in (words as never))],
    ["that quotes", new Error(`no such word: "${words}"`)],
    ["of several lines", new Error(`it failed\n${words}`)],
    ["that names a number", new Error(`no row of ${number}`)],
  ])("%s says where it happened, and nobody's words or number", async (_, error) => {
    const sentence = await said(error);
    expect(sentence).toMatch(/^Something went wrong that should not have: \w*Error: [\s\S]*\n {4}at /);
    expect(sentence).not.toContain("test positive");
    expect(sentence).not.toContain("Is my te");
    expect(sentence).not.toContain(number);
  });

  it("that is no error says no more than what it is", async () => {
    expect(await said(words)).toBe("Something went wrong that should not have: string");
  });
});
