import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginsInside, callsSomebody, isNote, linksInside } from "../../src/domain/inside.ts";

describe("isNote", () => {
  it.each([
    "note: ask her about March",
    "Note: x",
    "NOTE:x",
    "note : comme en français",
    "note： wide",
    "  \n note: later",
    "\u200b\ufeffnote: behind invisible characters",
    "-- internal",
    "--",
    "— a keyboard made this of two hyphens",
    "– en dash",
    "‒ figure dash",
    "― bar",
    "// hm",
    "//",
    "> note: quoted",
    "• note: first point",
    "*note:* bold markers left over",
    "1. note: first of a numbered list",
    "12) note: a number with a bracket",
    "- note: a list typed by hand",
    "> 2. -- both",
    "ｎｏｔｅ： written wide",
    "－－ wide hyphens",
    "／／ wide slashes",
    "⒈ note: a number that is one sign",
    "📝 note: behind our own mark for notes",
    "📝️ -- the same before hyphens",
    "(note: in brackets)",
    "[note] in brackets of its own",
    "（note） wide brackets",
    "[note: x]",
    "((note: x))",
    "“note: in quotes”",
    "'note: in quotes'",
    '"note: in quotes"',
    "«note : en français»",
    "„note: unten",
    "‚note: unten",
    "“-- in quotes”",
    "(— a dash in brackets)",
    "[// slashes in brackets]",
    "⚠️ note: any sign",
    "🔒📝 (note: several)",
    "***note: x",
    "+ note: a plus as a bullet",
    "→ note: an arrow",
    "-note: no space",
    "#note: x",
    "(1) note: a number in brackets",
    "1️⃣ note: a number in a box",
    "a) note: a letter of a list",
    ":our-note: note: an emoji by its name",
    ":note: x",
    "ℹ️ note: a sign that is drawn as a letter",
    "㊙️ note: another",
    "① note: a number in a circle",
    "no\u00adte: with an invisible character in it",
  ])("keeps %j inside", (text) => {
    expect(isNote(text)).toBe(true);
  });

  it.each([
    "",
    "notes: three",
    "Notes are attached",
    "note that we close at 6",
    "Please note: we close at 6",
    "footnote: x",
    "- one point",
    "-5 degrees",
    "−5 degrees",
    "/ or",
    "https://example.com",
    "Yes – until 6",
    "Yes, until 6. -- Ben",
    "1. note-taking",
    "1. Come at 6",
    "2) Bring the papers",
    "10:30 -- or later",
    "3.5 -- or less",
    "Note ask her",
    "Notebooks: three",
    "(Notes: three)",
    "👍 – see you at 6",
    "🙂 -- see you",
    ":) -- see you",
    "(-5 degrees)",
    "“Please note: we close at 6”",
    "internal: x",
    "a note: x",
    "- -5 degrees",
    "－5 degrees",
  ])("lets %j leave", (text) => {
    expect(isNote(text)).toBe(false);
  });

  const sign = fc.constantFrom("note:", "Note:", "nOTE :", "--", "—", "–", "//");
  const blank = fc.string({ unit: fc.constantFrom(" ", "\t", "\n", "\u00a0", "\u200b") });

  it("sees a sign behind any blank space and before any words", () => {
    fc.assert(
      fc.property(blank, sign, fc.string({ unit: "binary" }), (before, mark, rest) => {
        expect(isNote(before + mark + rest)).toBe(true);
      }),
    );
  });

  it("never takes a sign after a letter or digit", () => {
    fc.assert(
      fc.property(fc.constantFrom(..."abcxyz0123456789é漢"), sign, fc.string(), (first, mark, rest) => {
        expect(isNote(first + mark + rest)).toBe(false);
      }),
    );
  });
});

describe("beginsInside", () => {
  const words = ["note", "internal", "private", "FYI", "für uns", "cafe\u0301"];

  it.each([
    "Note ask her",
    "note",
    "note, she called",
    "note - she called",
    "NOTE\nask her",
    "internal: ask her",
    "Internal only",
    "internal-only",
    "[internal] ask her",
    "(Private) ask her",
    "“private: ask her”",
    "fyi she called",
    "FYI: she called",
    "*fyi* she called",
    "> 1. fyi she called",
    "📝 fyi",
    "ｆｙｉ written wide",
    "f\u200byi with an invisible character in it",
    "Für uns: ask her",
    "Café only",
  ])("sees that %j may be meant for the team", (text) => {
    expect(beginsInside(text, words)).toBe(true);
  });

  it.each([
    "",
    "Notebooks are in stock",
    "Notes are attached",
    "Internals",
    "internal2",
    "privately, yes",
    "fyis",
    "Für unsere Kunden",
    "Please note that we close at 6",
    "It is private",
    "5 private rooms",
    "📝",
  ])("lets %j be", (text) => {
    expect(beginsInside(text, words)).toBe(false);
  });

  it("sees nothing where no word is given", () => {
    expect(beginsInside("note x", [])).toBe(false);
  });

  it("sees a word behind any signs, and before whatever is no letter or digit", () => {
    const signs = fc.string({ unit: fc.constantFrom(..." \n([{“\"'*_~>•-–#📝⚠️:/.") });
    const after = fc.constantFrom("", " ", ":", ",", ")", "]", "\n", "…", "-");
    fc.assert(
      fc.property(signs, fc.constantFrom(...words), after, (before, word, end) => {
        expect(beginsInside(`${before}${word}${end}`, words)).toBe(true);
        expect(beginsInside(`${before}x${word}${end}`, words)).toBe(false);
        expect(beginsInside(`${before}${word}x${end}`, words)).toBe(false);
      }),
    );
  });
});

describe("callsSomebody", () => {
  it.each([
    "@ana can you take it?",
    "@ana: she called again",
    "  @Ben",
    "@here who is free?",
    "> @ana look",
    "- @ana look",
    "1. @ana look",
    "(@ana look)",
    "“@ana look”",
    "＠ana written wide",
    "\u200b@ana behind something invisible",
    "@עומר",
  ])("sees that %j may be meant for a colleague", (text) => {
    expect(callsSomebody(text)).toBe(true);
  });

  it.each([
    "",
    "@",
    "@ 5 it is",
    "@5 it is",
    "Find us @lopezbakery",
    "ana@example.com is my address",
    "See you @ noon",
  ])("lets %j be", (text) => {
    expect(callsSomebody(text)).toBe(false);
  });
});

describe("linksInside", () => {
  const addresses = [
    "https://acme.slack.com/archives/C0FRONT/p1700000000000100",
    "https://acme.slack.com/archives/C0FRONT/p1700000000000100?thread_ts=1600000000.000000&cid=C0FRONT",
    "https://acme.slack.com/archives/C0FRONT",
    "https://acme.slack.com/files/U0BEN/F0FILE/hours.pdf",
    "https://files.slack.com/files-pri/T0ACME-F0FILE/hours.pdf",
    "https://acme.slack.com/docs/T0ACME/F0CANVAS",
    "https://acme.slack.com/canvas/C0FRONT",
    "https://acme.slack.com/lists/T0ACME/F0LIST",
    "https://app.slack.com/client/T0ACME/C0FRONT",
    "https://acme.enterprise.slack.com/archives/C0FRONT",
    "https://acme.slack-gov.com/archives/C0FRONT",
    "http://slack.com/archives/C0FRONT",
    "HTTPS://ACME.SLACK.COM/archives/C0FRONT",
    "acme.slack.com/archives/C0FRONT",
    "slack://channel?team=T0ACME&id=C0FRONT",
  ];

  it.each(addresses)("sees %s wherever it stands", (address) => {
    for (const text of [address, `see ${address}`, `here: ${address}.`, `(${address})`, `a\n“${address}”\nb`])
      expect(linksInside(text), text).toBe(true);
  });

  it.each([
    "",
    "https://example.com/archives/C0FRONT",
    "https://notslack.com/archives/C0FRONT",
    "https://not-slack.com/files/1",
    "https://acme.slack.com.example.com/archives/C0FRONT",
    "https://slack.com/pricing",
    "https://acme.slack.com/archivesque",
    "the archives / files of slack.com",
    "We use slack. Come by",
  ])("lets %j be", (text) => {
    expect(linksInside(text)).toBe(false);
  });

  it("sees an address between any words", () => {
    const words = fc.string({ unit: fc.constantFrom(..." \n,;:()“”éa漢📝") });
    fc.assert(
      fc.property(words, fc.constantFrom(...addresses), words, (before, address, after) => {
        expect(linksInside(`${before} ${address} ${after}`)).toBe(true);
      }),
    );
  });
});
