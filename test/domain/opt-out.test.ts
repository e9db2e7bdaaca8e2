import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type OptOutMeaning, optOutMeaning } from "../../src/domain/opt-out.ts";

type Phrases = Readonly<Record<OptOutMeaning, readonly string[]>>;

const tables = ["./opt-out-phrases.yml", "./opt-out-more-phrases.yml"].map(
  (file) => parse(readFileSync(new URL(file, import.meta.url), "utf8")) as Phrases,
);

const rows = tables.flatMap((table) =>
  (Object.keys(table) as OptOutMeaning[]).flatMap((meaning) =>
    table[meaning].map((text) => ({ text, meaning })),
  ),
);

const isYes = (text: string) => /^\W*yes\W*$/i.test(text);

describe("what a text says about being texted", () => {
  it.each(rows.filter(({ text }) => !isYes(text)))("$text means $meaning", ({ text, meaning }) => {
    expect(optOutMeaning(text, false)).toBe(meaning);
  });

  it.each(rows)("$text means $meaning to whoever has opted out, too", ({ text, meaning }) => {
    expect(optOutMeaning(text, true)).toBe(meaning);
  });

  it.each(["yes", "Yes!", " YES 👍"])("%j means start only to whoever has opted out", (text) => {
    expect([optOutMeaning(text, false), optOutMeaning(text, true)]).toEqual(["nothing", "start"]);
  });

  it("is decided soon, however long the text", () => {
    const long = "please i want you to stop by and no quiero que me remove my ".repeat(300);
    const began = process.cpuUsage();
    expect(optOutMeaning(long, false)).toBe("nothing");
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(1_000);
  });
});
