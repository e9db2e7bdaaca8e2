import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVcards } from "../../src/domain/vcard.ts";

const card = (...lines: string[]) => ["BEGIN:VCARD", "VERSION:3.0", ...lines, "END:VCARD"].join("\r\n");

describe("a card", () => {
  it.each<[string, readonly string[], readonly unknown[]]>([
    [
      "its name and number",
      ["FN:Maria Lopez", "TEL:+1 555 019 9001"],
      [{ number: "+1 555 019 9001", name: "Maria Lopez" }],
    ],
    [
      "of 4.0, its number as an address",
      ["FN:Maria", 'TEL;VALUE=uri;TYPE="voice,cell":tel:+1-555-019-9001'],
      [{ number: "+1-555-019-9001", name: "Maria" }],
    ],
    [
      "with several numbers, a row each",
      ["FN:Maria", "TEL;TYPE=CELL:5550199001", "item1.TEL;type=pref:5550199002"],
      [
        { number: "5550199001", name: "Maria" },
        { number: "5550199002", name: "Maria" },
      ],
    ],
    [
      "without a full name, by its parts",
      ["N:Lopez;Maria;Ana;;", "TEL:1"],
      [{ number: "1", name: "Maria Ana Lopez" }],
    ],
    [
      "whose name is escaped",
      ["FN:Lopez\\, Maria\\; Ltd.", "TEL:1"],
      [{ number: "1", name: "Lopez, Maria; Ltd." }],
    ],
    [
      "whose lines are folded",
      ["FN:Mar", " ia Lo", "\tpez", "TEL:1"],
      [{ number: "1", name: "Maria Lopez" }],
    ],
    ["in lower case", ["fn:Maria", "tel:1"], [{ number: "1", name: "Maria" }]],
    [
      "with a company, and a department of it",
      ["FN:Maria", "ORG:Lopez\\, Lopez\\; Co.;Sales", "TEL:1"],
      [{ number: "1", name: "Maria", company: "Lopez, Lopez; Co." }],
    ],
    [
      "with a zone",
      ["FN:Maria", "TZ:America/Chicago", "TEL:1"],
      [{ number: "1", timeZone: "America/Chicago" }],
    ],
    ["with an offset, which is no zone", ["TZ:-0600", "TEL:1"], [{ number: "1", name: "" }]],
  ])("%s", (_, lines, rows) => {
    const found = readVcards(card(...lines));
    expect(found).toMatchObject({ rows, problems: [], withoutNumber: 0 });
    for (const row of found.rows)
      expect(row.timeZone).toBe(lines.includes("TZ:America/Chicago") ? "America/Chicago" : undefined);
  });

  it("without a number is counted", () => {
    expect(readVcards(`${card("FN:Nobody")}\n${card("FN:Maria", "TEL:1")}`)).toMatchObject({
      rows: [{ name: "Maria", line: 8 }],
      withoutNumber: 1,
    });
  });

  it.each<[string, string, unknown]>([
    [
      "whose version is no word",
      "BEGIN:VCARD\nVERSION:\u001b[2J\u202e2.1\nTEL:1\nEND:VCARD",
      { line: 2, sentence: "This card is of version [2J2.1. Save it as 3.0 or 4.0." },
    ],
    [
      "of an old version",
      "BEGIN:VCARD\nVERSION:2.1\nTEL:1\nEND:VCARD",
      { line: 2, sentence: "This card is of version 2.1. Save it as 3.0 or 4.0." },
    ],
    [
      "that does not end",
      "BEGIN:VCARD\nTEL:1",
      { line: 1, sentence: "This card does not end with END:VCARD." },
    ],
    [
      "that begins in another",
      "BEGIN:VCARD\nBEGIN:VCARD\nEND:VCARD",
      { line: 2, sentence: "The card of line 1 does not end." },
    ],
  ])("%s is told", (_, text, problem) => {
    expect(readVcards(text).problems).toEqual([problem]);
  });
});

it("whatever the file holds, nothing throws", () => {
  const piece = fc.constantFrom(
    "BEGIN:VCARD",
    "END:VCARD",
    "VERSION:3.0",
    "FN:x",
    "TEL:1",
    ":",
    ";",
    "\n",
    " ",
    "\\",
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string({ maxLength: 5 }))),
      (pieces) => void readVcards(pieces.join("")),
    ),
  );
});
