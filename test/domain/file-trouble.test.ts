import { describe, expect, it } from "vitest";
import { fileTroubleSentence, mayHelpToTryAgain, unsafeTrouble } from "../../src/domain/file-trouble.ts";

const all = [
  ...(["slow", "too_large", "empty", "gone", "forbidden", "elsewhere", "unavailable"] as const),
  ...(["not_taken", "not_allowed", "archive", "program", "page", "script", "expired"] as const),
];

describe("what went wrong with a file", () => {
  it.each(all)("is a whole sentence: %s", (trouble) => {
    expect(fileTroubleSentence(["Picture.jpg"], trouble)).toMatch(
      /^Picture\.jpg (is|was|lies|could|can)[^{}]+\.$/,
    );
  });

  it("names several at once", () => {
    expect(fileTroubleSentence(["Picture 1", "Picture 2", "Video"], "gone")).toBe(
      "Picture 1, Picture 2 and Video: each is not kept by the phone company any more.",
    );
  });

  it("offers another try only where it may help", () => {
    const never = all.filter((trouble) => !mayHelpToTryAgain(trouble));
    expect(never).toEqual(["too_large", "elsewhere", "archive", "program", "page", "script"]);
  });

  it.each([
    ["Archive", "archive"],
    ["Web page", "page"],
    ["Script", "script"],
    ["Program", "program"],
  ])("says of a %s that it is one", (label, trouble) => expect(unsafeTrouble(label)).toBe(trouble));
});
