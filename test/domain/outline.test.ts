import { describe, expect, it } from "vitest";
import { readOutline } from "../../src/domain/outline.ts";

const deep = { root: null, problems: [{ line: 2, sentence: "Lists and maps are nested too deeply here." }] };

describe("brackets", () => {
  it.each([
    ["plain text", "- a :[ b {{ c"],
    ["single quotes", "- '[[{{'"],
    ["double quotes", '- "[[{{"'],
    ["a block of lines", "- |-\n  [[{{\n  [[{{"],
    ["a comment", "- a # [[{{"],
  ])("that stand in %s open nothing, however many there are", (_, item) => {
    const { root, problems } = readOutline(Array.from({ length: 60 }, () => item).join("\n"));
    expect(problems).toEqual([]);
    expect(root).toMatchObject({ kind: "list" });
  });

  it.each([
    ["in a row", `a: 1\nb: ${"[".repeat(41)}`],
    ["of both kinds", `a: 1\n${"[{".repeat(100_000)}`],
    ["after a text that holds some", `a: "]]]]"\n${"[ ".repeat(41)}`],
  ])("that open without end are refused before they are followed: %s", (_, text) => {
    expect(readOutline(text)).toEqual(deep);
  });
});

it.each([
  ["signs of tags", "!".repeat(900_000)],
  ["signs of anchors", `a: ${"&".repeat(900_000)}`],
  ["spaces", " ".repeat(900_000)],
  ["quotes", '"\\'.repeat(450_000)],
  ["colons", "a:".repeat(400_000)],
  ["empty lines", "\n".repeat(90_000)],
])("a file of nothing but %s is read, or refused, without delay", (_, text) => {
  const { root, problems } = readOutline(text);
  expect(root === null || problems.length === 0).toBe(true);
});
