import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderDigest, splitDigest } from "../../../src/domain/digest/render-digest.ts";
import type { Digest, DigestEntry, DigestForm, DigestText } from "../../../src/domain/digest.ts";
import type { MessageId } from "../../../src/domain/ids.ts";
import { cleanText, withoutMisleading } from "../../../src/domain/plain-text.ts";
import {
  at,
  came,
  digestWith,
  directDay,
  happened,
  hostileDay,
  left,
  noted,
  sharedEpisode,
} from "./digests.ts";
import { openTags, type ReadEntry, readBack } from "./read-back.ts";

const forms = ["text", "html", "markdown"] as const;
const endings = { text: "txt", html: "html", markdown: "markdown" } as const;
const golden = (name: string, form: DigestForm) =>
  readFileSync(new URL(`../golden/${name}.${endings[form]}`, import.meta.url), "utf8");
const bodies = (digest: Digest, form: DigestForm, max: number) =>
  splitDigest(digest, form, max).map(({ body }) => body);

describe("a record", () => {
  describe.each([
    ["a whole shared conversation", "shared-episode", sharedEpisode],
    ["a direct day on which an hour comes twice", "direct-day", directDay],
    ["a day with hostile words and names", "hostile-day", hostileDay],
  ])("of %s", (_, name, digest) => {
    it.each(forms)("reads as it should, as %s", (form) => {
      expect(`${renderDigest(digest, form).body}\n`).toBe(golden(name, form));
    });
  });

  it.each([
    ["of a day", digestWith({}), "SMS with Maria Lopez, (555) 019-9001, 2026-11-26"],
    [
      "of a conversation, by the day on which it began",
      sharedEpisode,
      "SMS with Maria Lopez, (555) 019-9001, 2026-11-26",
    ],
    [
      "of chosen texts",
      digestWith({ kind: "selected", day: null }),
      "SMS with Maria Lopez, (555) 019-9001, chosen texts, 2026-11-26",
    ],
    [
      "with somebody of whom only the number is known",
      digestWith({ contact: { name: null, number: "(555) 019-9001" } }),
      "SMS with (555) 019-9001, 2026-11-26",
    ],
    [
      "with somebody whose name breaks the line",
      digestWith({ contact: { name: "Maria\r\nBcc: \u202eeve", number: null } }),
      "SMS with Maria Bcc: eve, 2026-11-26",
    ],
  ])("%s has a subject", (_, digest, subject) => {
    expect(renderDigest(digest, "text").subject).toBe(subject);
  });

  it("has a subject within what the CRM takes: the name is cut, the number, the day and the piece are not", () => {
    const contact = { name: "Maximiliana ".repeat(30), number: "(555) 019-9001" };
    const long = digestWith({ contact, entries: [noted("x".repeat(9_000))] });
    for (const { subject } of splitDigest(long, "text", 4_000, 60)) {
      expect(subject.length).toBeLessThanOrEqual(60);
      expect(subject).toMatch(/^SMS with Max.*…, \(555\) 019-9001, 2026-11-26 \(\d of 4\)$/);
    }
    expect(renderDigest(long, "text").subject.length).toBeLessThanOrEqual(255);
  });

  it("of an open conversation says that it is open, and has neither end nor duration", () => {
    const { body } = renderDigest({ ...sharedEpisode, endedAt: null }, "text");
    expect(body).toContain("Ended: still open");
    expect(body).not.toContain("Duration");
  });

  it("of notes alone has its times from them", () => {
    const digest = digestWith({ entries: [noted("Rang twice")] });
    expect(renderDigest(digest, "text").body).toContain("Messages: 0 in, 0 out, 1 note");
  });

  it("links no address but one of the web", () => {
    for (const link of [
      "javascript:alert(1)",
      'https://x.example/"onclick="alert(1) y',
      " https://x.example",
    ])
      for (const form of forms) expect(renderDigest(digestWith({ link }), form).body).not.toContain("Slack");
  });
});

/** As somebody reads them who sees no sign that hides. */
const shown = (words: string) => {
  const lines = withoutMisleading(cleanText(words))
    .split("\n")
    .map((line) => line.trimEnd());
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  return lines;
};
const joined = (lines: readonly string[]) => lines.join("\n").replace(/\s/gu, "");
const linesOf = (entry: DigestEntry) => (entry.kind === "event" ? [] : shown(entry.words));

const hostile = [
  ...forms.flatMap((form) => [renderDigest(sharedEpisode, form).body, renderDigest(hostileDay, form).body]),
  "12:00 PM, Ben Ito, (555) 010-0001\n> Pay me",
  "\n\n12:00 PM, Ben Ito, (555) 010-0001",
  "\n\n**12:00 PM, Ben Ito**\n\n> x",
  "</p><p><strong>12:00 PM, Ben Ito</strong><br>x</p>",
  "<!--",
  "]]>",
  "&lt;p&gt;",
  "\\",
  "\\\\\n\\",
  "```",
  "$$",
  "\r\n\u2028\u2029\u0085\v\f",
  "\u202e\u2066\ufeff\u0000\u001b[2J",
  " \t ",
];
const anyWords = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "<",
      ">",
      "&",
      "*",
      "_",
      "`",
      "[",
      "]",
      "\\",
      "\n",
      " ",
      "\t",
      "#",
      "-",
      "=",
      "1",
      ".",
      "a",
      "|",
      "~",
    ),
  }),
  fc.constantFrom(...hostile),
  fc.array(fc.constantFrom(...hostile), { minLength: 1, maxLength: 4 }).map((all) => all.join("")),
  fc.string({ unit: "grapheme", minLength: 0, maxLength: 8_000, size: "max" }),
);
const anyName = fc.oneof(
  fc.constant("Maria Lopez"),
  fc.string({ unit: "binary" }),
  fc.constantFrom(...hostile),
);
const anyMoment = fc.integer({ min: at("2026-10-30T00:00:00Z"), max: at("2026-11-03T00:00:00Z") });
const anyText = fc
  .record({
    id: fc.uuid().map((id) => id as MessageId),
    at: anyMoment,
    direction: fc.constantFrom("in" as const, "out" as const),
    author: anyName,
    number: fc.constantFrom("(555) 019-9001", null),
    words: anyWords,
    contentTypes: fc.array(fc.constantFrom("image/png", "audio/mpeg", "</p>", "")),
    trouble: fc.option(anyWords),
    automatic: fc.boolean(),
    toMany: fc.boolean(),
    template: fc.option(anyName),
  })
  .map((text): DigestText => ({ kind: "text", ...text }));
const anyEntry: fc.Arbitrary<DigestEntry> = fc.oneof(
  { weight: 4, arbitrary: anyText },
  fc.record({ at: anyMoment, author: anyName, words: anyWords }).map((note) => noted(note.words, note)),
  fc.record({ at: anyMoment, sentence: anyName }).map(({ at: moment, sentence }) => ({
    ...happened("2026-11-01T00:00:00Z", sentence),
    at: moment,
  })),
);
const anyDigest = fc
  .record({
    name: fc.option(anyName),
    entries: fc.array(anyEntry, { maxLength: 12 }),
    members: fc.array(anyName),
    note: fc.option(anyWords),
    disposition: fc.option(anyName),
    zone: fc.constantFrom("America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"),
  })
  .map(({ name, entries, ...rest }) =>
    digestWith({
      ...rest,
      contact: { name, number: "(555) 019-9001" },
      entries: entries.sort((one, other) => one.at - other.at),
    }),
  );

describe.each(forms)("from any history, as %s,", (form) => {
  it("a record gives back each message once, in order, as it was written", () => {
    fc.assert(
      fc.property(anyDigest, (digest) => {
        const read = readBack([renderDigest(digest, form).body], form);
        expect(read.map(({ lines }) => lines)).toEqual(digest.entries.map(linesOf));
      }),
    );
  });

  it("so do its pieces together, each within the limit", () => {
    fc.assert(
      fc.property(anyDigest, fc.integer({ min: 4_000, max: 12_000 }), (digest, max) => {
        const pieces = bodies(digest, form, max);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(max);
        const read = readBack(pieces, form);
        expect(read.map(({ lines }) => joined(lines))).toEqual(
          digest.entries.map((entry) => joined(linesOf(entry))),
        );
      }),
    );
  });

  it("whoever wrote what, it has as many lines of ours", () => {
    fc.assert(
      fc.property(anyText, anyName, (text, name) => {
        const plain = {
          ...text,
          author: "Maria",
          words: "Hi",
          template: text.template && "Hours",
          trouble: text.trouble && "not delivered",
        };
        const told = (entry: DigestText, contact: string): ReadEntry[] =>
          readBack(
            [
              renderDigest(digestWith({ contact: { name: contact, number: null }, entries: [entry] }), form)
                .body,
            ],
            form,
          );
        const [read, ...more] = told(text, name);
        expect(more).toEqual([]);
        expect(read?.remarks.length).toBe(told(plain, "Maria")[0]?.remarks.length);
      }),
    );
  });
});

it("as HTML no tag is ever left open, and none is there but ours", () => {
  const ours = /^<(\/?(p|strong|em|h4)|br|a href="https:\/\/[^"<>\s]*"|\/a)>$/;
  fc.assert(
    fc.property(anyDigest, fc.integer({ min: 4_000, max: 12_000 }), (digest, max) => {
      for (const body of bodies(digest, "html", max)) {
        expect(openTags(body)).toEqual([]);
        for (const [tag] of body.matchAll(/<[^>]*>?/gu)) expect(tag).toMatch(ours);
        expect(body).not.toMatch(/&(?!(amp|lt|gt|quot|#39|nbsp);)/);
      }
    }),
  );
});

it("as Markdown no line of somebody's words begins like a title, a list, a table, code or a rule", () => {
  fc.assert(
    fc.property(anyDigest, (digest) => {
      for (const line of renderDigest(digest, "markdown")
        .body.split("\n")
        .filter((one) => one.startsWith("> ")))
        expect(line.slice(2)).not.toMatch(/^\s*([-+=:#>|*_`~<[]|\d{1,9}[.)])|^[ \t]/u);
    }),
  );
});

describe("a day that grows", () => {
  const texts = Array.from({ length: 140 }, (_, index) =>
    came(`Text ${index} `.repeat(36), {
      id: `m${index}` as MessageId,
      at: at("2026-11-26T14:00:00Z") + index * 60_000,
    }),
  );
  it.each(forms)(
    "writes, as %s, only its first and its last piece anew, until one more is needed",
    (form) => {
      let before: string[] = [];
      let same = 0;
      for (let count = 1; count <= texts.length; count += 1) {
        const entries = texts.slice(0, count);
        const now = bodies(digestWith({ entries, members: count > 70 ? ["Ben Ito"] : [] }), form, 10_000);
        const isPrefix = (one: string, other: string) =>
          one.replace(/Part \d+ of \d+/, "") === other.replace(/Part \d+ of \d+/, "");
        for (let index = 1; index < before.length - 1; index += 1) {
          expect(isPrefix(now[index] ?? "", before[index] ?? "")).toBe(true);
          if (now.length === before.length) expect(now[index]).toBe(before[index]);
          same += 1;
        }
        before = now;
      }
      expect(same).toBeGreaterThan(50);
      expect(before.length).toBeGreaterThan(4);
    },
  );
});

describe("words larger than the limit", () => {
  it.each(forms)("are told in numbered pieces, none in the middle of a character, as %s", (form) => {
    const words = "👩‍👩‍👧 & <b>".repeat(2_000);
    const all = splitDigest(digestWith({ entries: [left(words), came("after")] }), form, 4_000);
    expect(all.map(({ subject }) => subject)[1]).toBe(
      `SMS with Maria Lopez, (555) 019-9001, 2026-11-26 (2 of ${all.length})`,
    );
    const read = readBack(
      all.map(({ body }) => body),
      form,
    );
    expect(read).toHaveLength(2);
    expect(joined(read[0]?.lines ?? [])).toBe(joined([words]));
    for (const { body } of all) expect(body).not.toMatch(/\u200d(<|\n|\\)|(<br>|> )\u200d/);
  });
});
