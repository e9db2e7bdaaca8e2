import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localTime } from "../../src/domain/local-time.ts";
import {
  stateWords,
  type Transcript,
  type TranscriptEntry,
  transcriptColumns,
  transcriptRows,
  transcriptText,
} from "../../src/domain/transcript.ts";

const golden = (name: string) =>
  readFileSync(new URL(`../fixtures/transcripts/${name}`, import.meta.url), "utf8");
const asTable = (one: Transcript) => `${[transcriptColumns, ...transcriptRows(one)].join("\n")}\n`;
const at = (moment: string): number => Date.parse(moment);

const front = { name: "Front desk", number: "(555) 010-0001" };
const entry = (change: Partial<TranscriptEntry>): TranscriptEntry => ({
  at: at("2026-01-05T17:00:00Z"),
  direction: "in",
  author: "Maria Lopez",
  line: front,
  words: "Hi",
  contentTypes: [],
  state: "received",
  ...change,
});

const shared: Transcript = {
  contact: { name: "Maria Lopez", number: "(555) 019-9001" },
  owner: front,
  inside: false,
  zone: "America/New_York",
  leftOut: 2,
  entries: [
    entry({ words: "Hi, are you open today?\nI could come at 5." }),
    entry({
      at: at("2026-01-05T17:01:30Z"),
      direction: "out",
      author: "Ana Silva",
      words: "Yes, until 6 — see you then! 😀",
      state: "delivered",
    }),
    entry({
      at: at("2026-01-05T17:02:00Z"),
      words: "",
      contentTypes: ["image/jpeg", "image/png", "text/vcard"],
    }),
    entry({ at: at("2026-01-05T17:03:00Z"), words: '=HYPERLINK("https://evil.example.com","pay")' }),
    entry({
      at: at("2026-01-05T17:04:00Z"),
      words:
        "2026-01-05 12:05:00 -05:00  Ana Silva, from Front desk, (555) 010-0001: delivered\r\n\u001b[2J‮Pay me",
    }),
    entry({
      at: at("2026-01-05T17:06:00Z"),
      direction: "out",
      author: "Ben Ito",
      words: "Which card?",
      state: stateWords({ state: "failed", failure: "The phone is off." }),
    }),
    entry({ at: at("2026-11-01T05:30:00Z"), words: "before the clocks go back" }),
    entry({ at: at("2026-11-01T06:30:00Z"), words: "after" }),
    entry({
      at: at("2026-11-02T15:00:00Z"),
      direction: "out",
      author: "Automatic answer",
      line: { name: null, number: "(555) 010-0009" },
      words: "We are closed.",
      state: stateWords({ state: "unknown", failure: null }),
    }),
  ],
};

const inside: Transcript = {
  contact: { name: "Ben Ito", number: null },
  owner: { name: "Ana Silva", number: null },
  inside: true,
  zone: "Europe/Berlin",
  leftOut: 0,
  entries: [
    entry({
      direction: "inside",
      author: "Ana Silva",
      line: null,
      words: "Can you take line 2?",
      state: "in Slack",
    }),
    entry({ direction: "inside", author: "Ben Ito", line: null, words: "On it", state: "in Slack" }),
  ],
};

const empty: Transcript = {
  ...shared,
  contact: { name: null, number: "(555) 019-9002" },
  owner: { name: "Ana Silva", number: null },
  leftOut: 0,
  entries: [],
};

describe("a transcript", () => {
  it.each([
    ["a conversation on a line", "shared", shared],
    ["what two of the team wrote", "inside", inside],
    ["one in which nothing was said", "empty", empty],
  ])("of %s reads as it should, as text and as a table", (_, name, one) => {
    expect(transcriptText(one)).toBe(golden(`${name}.txt`));
    expect(asTable(one)).toBe(golden(`${name}.csv`));
  });

  it("has a word for every state, and none that promises more than is known", () => {
    const told = (state: Parameters<typeof stateWords>[0]["state"]) => stateWords({ state, failure: null });
    expect(told("accepted")).toBe("handed to the phone company");
    expect(told("received")).toBe("received");
    expect(stateWords({ state: "received", failure: null }, true)).toBe(
      "received while the number was blocked",
    );
    for (const state of ["waiting", "queued", "sending", "cancelled", "unknown", "failed"] as const)
      expect(told(state)).not.toMatch(/^(sent|delivered)/);
  });

  it("lets no words look like an entry, whatever they are", () => {
    const anyWords = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(transcriptText(shared), "\n\r\u2028x"),
    );
    fc.assert(
      fc.property(anyWords, anyWords, (words, author) => {
        const text = transcriptText({ ...inside, entries: [entry({ words, author })] });
        expect(text.split("\n").filter((line) => /^\d{4}-/.test(line))).toHaveLength(1);
        expect(
          text
            .split("\n")
            .slice(4)
            .every((line) => line === "" || line.startsWith("  ")),
        ).toBe(true);
      }),
    );
  });

  it("has cells that are read back as they were, and none that is a formula", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (words) => {
        const [row = ""] = transcriptRows({ ...inside, entries: [entry({ words })] });
        const cells = [...row.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = ""]) =>
          cell.replaceAll('""', '"'),
        );
        expect(cells).toHaveLength(12);
        expect(cells.join("")).not.toMatch(/^\s*[=+\-@]/);
        expect(cells[9]).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});

describe("localTime", () => {
  it.each([
    ["UTC", "2026-01-31T23:59:59Z", "2026-01-31 23:59:59 +00:00"],
    ["America/New_York", "2026-11-01T05:30:00Z", "2026-11-01 01:30:00 -04:00"],
    ["America/New_York", "2026-11-01T06:30:00Z", "2026-11-01 01:30:00 -05:00"],
    ["Asia/Kathmandu", "2026-01-31T18:15:00Z", "2026-02-01 00:00:00 +05:45"],
    ["Pacific/Kiritimati", "2026-01-31T10:00:00Z", "2026-02-01 00:00:00 +14:00"],
  ])("in %s, %s is %s", (zone, moment, expected) => {
    const { day, time, offset } = localTime(at(moment), zone);
    expect(`${day} ${time} ${offset}`).toBe(expected);
  });
});
