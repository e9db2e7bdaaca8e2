import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapsLeft } from "../../../src/domain/filled-template.ts";
import { beginsInside, isNote, linksInside } from "../../../src/domain/inside.ts";
import { isEmptyText, textLength } from "../../../src/domain/plain-text.ts";
import {
  type Doubt,
  type Moment,
  maySend,
  type SendFacts,
  type Verdict,
} from "../../../src/domain/policy/may-send.ts";
import { calledTemplate } from "../../../src/domain/template-call.ts";
import type { WaitReason } from "../../../src/domain/wait.ts";

type Wrote = NonNullable<SendFacts["message"]>;

const typed: Wrote = { kind: "plain", mentions: false, files: 0, thread: "current" };
/** A member's reply that nothing keeps. */
const free: SendFacts = {
  text: "Yes, until 6.",
  message: typed,
  insideWords: ["note", "internal"],
  agreed: new Set(),
  line: "known",
  canReceive: true,
  isGroupBeyond: false,
  optedOut: false,
  inReview: false,
  isBlocked: false,
  mayReply: true,
  maxText: 160,
  carriesMedia: false,
  conversation: "open",
  isColleagues: false,
  isHolders: false,
  isUnderWay: false,
  isFirst: false,
  tooLate: false,
  quiet: null,
};

type Change = Partial<Omit<SendFacts, "message" | "agreed">> & {
  readonly message?: Partial<Wrote>;
  readonly agreed?: readonly WaitReason[];
};

/** What is said first of the same fact is outdone by what is said later. */
function factsWith(first: Change, later: Change = {}): SendFacts {
  return {
    ...free,
    ...first,
    ...later,
    message: { ...typed, ...first.message, ...later.message },
    agreed: new Set([...(first.agreed ?? []), ...(later.agreed ?? [])]),
  };
}

const note = (reason: "prefix" | "me" | "template" | Doubt): Verdict => ({ kind: "note", reason });
const refused = (reason: (Verdict & { kind: "refused" })["reason"]): Verdict => ({ kind: "refused", reason });
const ask = (reason: (Verdict & { kind: "ask" })["reason"]): Verdict => ({ kind: "ask", reason });
const text: Verdict = { kind: "text" };

interface Rule {
  readonly name: string;
  readonly change: Change;
  readonly verdict: Verdict;
  /** Asked again before it leaves. */
  readonly leaving: boolean;
  /** What its author may say yes to. */
  readonly agreed: readonly WaitReason[];
}

const rule = (
  name: string,
  change: Change,
  verdict: Verdict,
  { leaving = false, agreed = [] }: Partial<Pick<Rule, "leaving" | "agreed">> = {},
): Rule => ({ name, change, verdict, leaving, agreed });

/** Whoever said yes to one of these said yes to the moment. */
const notTooLate: WaitReason[] = ["late", "outage", "overtaken"];

/** In the order in which they decide; rules of one rank can't apply together. */
const ranks: readonly (readonly Rule[])[] = [
  [rule("a /me message", { message: { kind: "me" } }, note("me"))],
  [rule("a note by its beginning", { text: "note: call her" }, note("prefix"))],
  [rule("the call of a template", { text: "!hours" }, note("template"))],
  [rule("a line that is gone", { line: "gone" }, refused("line_gone"), { leaving: true })],
  [rule("someone who may not text here", { mayReply: false }, refused("not_member"), { leaving: true })],
  [
    rule("someone without an outbound line", { line: "none" }, refused("no_outbound_line"), {
      leaving: true,
    }),
  ],
  [
    rule("a contact that can't be answered", { canReceive: false }, refused("cannot_receive"), {
      leaving: true,
    }),
  ],
  [rule("a blocked number", { isBlocked: true }, refused("blocked"), { leaving: true })],
  [rule("a contact that opted out", { optedOut: true }, refused("opted_out"), { leaving: true })],
  [rule("a mention", { message: { mentions: true } }, note("mention"), { agreed: ["mention"] })],
  [rule("a note's first word", { text: "Internal: call her" }, note("word"), { agreed: ["word"] })],
  [
    rule("a link into Slack", { text: "https://acme.slack.com/docs/T1/F1" }, note("link"), {
      agreed: ["link"],
    }),
  ],
  [rule("a template's gap", { text: "See you on ⟦Day⟧." }, note("gap"), { agreed: ["gap"] })],
  [
    rule("no text", { text: " \u200b\n", message: { kind: "plain", files: 0 } }, refused("empty")),
    rule(
      "nothing but what no text can hold",
      { text: "", message: { kind: "partial", files: 0 } },
      refused("content_only"),
    ),
    rule("files without text", { text: "", message: { files: 2 } }, refused("files_only")),
    rule("a text too long for the carrier", { text: "x".repeat(161) }, refused("too_long")),
  ],
  [rule("a contact that may want to opt out", { inReview: true }, ask("review"), { leaving: true })],
  [rule("a resolved conversation", { conversation: "resolved" }, ask("resolved"))],
  [rule("a former thread", { message: { thread: "former" } }, ask("former"), { agreed: ["former"] })],
  [
    rule("heard after a later one left", { tooLate: "overtaken" }, ask("overtaken"), {
      leaving: true,
      agreed: notTooLate,
    }),
  ],
  [
    rule("a conversation in which its holder alone answers", { isHolders: true }, ask("colleague"), {
      leaving: true,
    }),
  ],
  [
    rule("a colleague's answer that is under way", { isUnderWay: true }, ask("underway"), {
      agreed: ["underway"],
    }),
  ],
  [rule("a colleague's conversation", { isColleagues: true }, ask("colleague"), { agreed: ["colleague"] })],
  [rule("a group that its line can't text", { isGroupBeyond: true }, ask("group"), { leaving: true })],
  [
    rule("an hour that is not right", { quiet: { strict: false, next: 9 } }, ask("quiet"), {
      leaving: true,
      agreed: ["quiet"],
    }),
  ],
  [
    rule("too late", { tooLate: "late" }, ask("late"), { leaving: true, agreed: notTooLate }),
    rule("written while we were away", { tooLate: "outage" }, ask("outage"), {
      leaving: true,
      agreed: notTooLate,
    }),
  ],
  [rule("files", { message: { files: 1 } }, ask("files"), { agreed: ["files"] })],
  [rule("what no text can hold", { message: { kind: "partial" } }, ask("content"), { agreed: ["content"] })],
  [rule("its author's first text ever", { isFirst: true }, ask("first"), { agreed: ["first"] })],
];
const rules = ranks.flat();

const everyReason: readonly WaitReason[] = [
  "hold",
  "mention",
  "word",
  "link",
  "gap",
  "late",
  "outage",
  "overtaken",
  "resolved",
  "former",
  "files",
  "content",
  "review",
  "colleague",
  "underway",
  "first",
  "quiet",
  "group",
];

/** Whether all that a rule changes is so. */
function applies({ change }: Rule, facts: SendFacts): boolean {
  const { message = {}, agreed: _, ...rest } = change;
  const is = (of: object, wanted: object) =>
    Object.entries(wanted).every(([name, value]) => (of as Record<string, unknown>)[name] === value);
  return is(facts, rest) && is(facts.message ?? {}, message);
}

/** Of two ranks, where one does not change what the other needs. */
const pairs = ranks.flatMap((rank, at) =>
  rank.flatMap((first) =>
    ranks.slice(at + 1).flatMap((later) =>
      later.flatMap((second) => {
        const both = factsWith(second.change, first.change);
        return applies(first, both) && applies(second, both) ? [{ first, second, both }] : [];
      }),
    ),
  ),
);

describe("what keeps a text", () => {
  it.each(rules)("$name, when it is written", ({ change, verdict }) => {
    expect(maySend(factsWith(change), "writing")).toEqual(verdict);
  });

  it.each(rules)("$name, when it is about to leave: $leaving", ({ change, verdict, leaving }) => {
    expect(maySend(factsWith(change), "leaving")).toEqual(leaving ? verdict : text);
  });

  it("is nothing at all where no rule applies, at either moment", () => {
    expect(maySend(free, "writing")).toEqual(text);
    expect(maySend(free, "leaving")).toEqual(text);
  });

  it.each(rules)("$name is outdone by what was agreed to: $agreed, and by nothing else", (one) => {
    for (const reason of everyReason) {
      const verdict = maySend(factsWith(one.change, { agreed: [reason] }), "writing");
      expect(verdict, reason).toEqual(one.agreed.includes(reason) ? text : one.verdict);
    }
  });

  it.each(pairs)("$first.name goes before $second.name", ({ first, second, both }) => {
    expect(maySend(both, "writing")).toEqual(first.verdict);
    const decides = first.leaving ? first : second.leaving ? second : { verdict: text };
    expect(maySend(both, "leaving")).toEqual(decides.verdict);
  });

  it("is known for every two rules that can apply together", () => {
    expect(pairs.length).toBeGreaterThan(60);
  });
});

describe("a text", () => {
  it.each([
    ["as long as the carrier takes", { text: "x".repeat(160) }, text],
    ["that is longer only by blanks around it", { text: `  ${"x".repeat(160)} \n` }, text],
    ["of signs that take two units each", { text: "😀".repeat(81) }, refused("too_long")],
    ["with files on a line that carries them", { carriesMedia: true, message: { files: 3 } }, text],
    [
      "with more than words on a line that carries files",
      { carriesMedia: true, message: { kind: "partial" } },
      ask("content"),
    ],
    [
      "of files alone on a line that carries them",
      { carriesMedia: true, text: "", message: { files: 1 } },
      text,
    ],
    [
      "with a mention and a note's beginning",
      { text: "// @Cy?", message: { mentions: true } },
      note("prefix"),
    ],
    [
      "in the former thread of a resolved conversation",
      { conversation: "resolved", message: { thread: "former" } },
      ask("resolved"),
    ],
  ] satisfies [string, Change, Verdict][])("%s", (_, change, verdict) => {
    expect(maySend(factsWith(change), "writing")).toEqual(verdict);
  });

  it("that comes from no member's message can be no note, and has neither files nor a former thread", () => {
    for (const body of [
      "note: 5 boxes",
      "// 5",
      "-- five",
      "Internal medicine",
      "https://acme.slack.com/archives/C1/p1",
      "!hours",
    ]) {
      const begun = { ...free, message: null, text: body };
      expect(maySend(begun, "writing")).toEqual(text);
      expect(maySend(begun, "leaving")).toEqual(text);
    }
  });

  it.each([
    ["a line that is gone", { line: "gone" }, refused("line_gone")],
    ["someone who may not text here", { mayReply: false }, refused("not_member")],
    ["a contact that can't be answered", { canReceive: false }, refused("cannot_receive")],
    ["a contact that opted out", { optedOut: true }, refused("opted_out")],
    ["a contact that may want to", { inReview: true }, ask("review")],
    ["a blocked number", { isBlocked: true }, refused("blocked")],
    ["no text", { text: " " }, refused("empty")],
    ["a text too long for the carrier", { text: "x".repeat(161) }, refused("too_long")],
    ["a resolved conversation", { conversation: "resolved" }, ask("resolved")],
    ["too late", { tooLate: "late" }, ask("late")],
    ["a conversation in which its holder alone answers", { isHolders: true }, ask("colleague")],
    ["a colleague's answer that is under way", { isUnderWay: true }, ask("underway")],
    ["its author's first text ever", { isFirst: true }, ask("first")],
  ] satisfies [string, Partial<SendFacts>, Verdict][])(
    "that comes from no member's message is kept by %s all the same",
    (_, change, verdict) => {
      expect(maySend({ ...free, message: null, ...change }, "writing")).toEqual(verdict);
    },
  );

  it("that a member begins otherwise asks about a colleague like a reply", () => {
    expect(maySend({ ...free, message: null, isColleagues: true }, "writing")).toEqual(ask("colleague"));
  });

  it("at an hour at which what the team begins does not leave, it does not, whatever its author says", () => {
    const agreed = new Set<WaitReason>(["quiet", "late"]);
    for (const moment of ["writing", "leaving"] as const)
      for (const message of [typed, null])
        expect(maySend({ ...free, message, agreed, quiet: { strict: true, next: 9 } }, moment)).toEqual(
          ask("quiet"),
        );
  });

  it("from a line that its author may not begin texts from is refused, at either moment", () => {
    for (const moment of ["writing", "leaving"] as const)
      expect(maySend({ ...free, message: null, line: "not theirs" }, moment)).toEqual(
        refused("line_not_theirs"),
      );
  });
});

const anyFacts: fc.Arbitrary<SendFacts> = fc.record({
  text: fc.oneof(
    fc.constantFrom(
      "",
      " ",
      "\u200b",
      "note: x",
      "// x",
      "Note x",
      "internal",
      "slack.com/files/U1",
      "!hours",
      "Yes",
      "x".repeat(20),
    ),
    fc.string({ unit: "binary", maxLength: 24 }),
  ),
  message: fc.option(
    fc.record({
      kind: fc.constantFrom("plain" as const, "partial" as const, "me" as const),
      mentions: fc.boolean(),
      files: fc.nat({ max: 2 }),
      thread: fc.constantFrom("current" as const, "former" as const),
    }),
  ),
  insideWords: fc.subarray(["note", "internal", "yes"]),
  agreed: fc.subarray([...everyReason]).map((reasons) => new Set(reasons)),
  line: fc.constantFrom("known" as const, "gone" as const, "none" as const, "not theirs" as const),
  canReceive: fc.boolean(),
  isGroupBeyond: fc.boolean(),
  optedOut: fc.boolean(),
  inReview: fc.boolean(),
  isBlocked: fc.boolean(),
  mayReply: fc.boolean(),
  maxText: fc.nat({ max: 24 }),
  carriesMedia: fc.boolean(),
  hasFiles: fc.boolean(),
  conversation: fc.constantFrom("open" as const, "resolved" as const),
  isColleagues: fc.boolean(),
  isHolders: fc.boolean(),
  isUnderWay: fc.boolean(),
  isFirst: fc.boolean(),
  tooLate: fc.constantFrom(false as const, "late" as const, "outage" as const, "overtaken" as const),
  quiet: fc.option(fc.record({ strict: fc.boolean(), next: fc.nat() })),
});

/** Each rule by itself, as a person would say it. */
function objections(facts: SendFacts, moment: Moment): string[] {
  const { message, agreed } = facts;
  const isYes = (...reasons: WaitReason[]) => reasons.some((reason) => agreed.has(reason));
  const hasFiles = (message?.files ?? 0) > 0;
  const takesFiles = (hasFiles || facts.hasFiles === true) && facts.carriesMedia && !isYes("files");
  const isNothing = isEmptyText(facts.text) && !takesFiles;
  const always: [string, boolean][] = [
    ["line_gone", facts.line === "gone"],
    ["not_member", !facts.mayReply],
    ["no_outbound_line", facts.line === "none"],
    ["line_not_theirs", facts.line === "not theirs"],
    ["cannot_receive", !facts.canReceive],
    ["opted_out", facts.optedOut],
    ["review", facts.inReview],
    ["group", facts.isGroupBeyond],
    ["colleague", facts.isHolders],
    ["blocked", facts.isBlocked],
    ["quiet", facts.quiet !== null && (facts.quiet.strict || !isYes("quiet"))],
    ["late", facts.tooLate === "late" && !isYes(...notTooLate)],
    ["outage", facts.tooLate === "outage" && !isYes(...notTooLate)],
    ["overtaken", facts.tooLate === "overtaken" && !isYes(...notTooLate)],
  ];
  const written: [string, boolean][] = [
    ["me", message?.kind === "me"],
    ["prefix", message !== null && isNote(facts.text)],
    ["template", message !== null && calledTemplate(facts.text) !== null],
    ["mention", message?.mentions === true && !isYes("mention")],
    ["word", message !== null && beginsInside(facts.text, facts.insideWords) && !isYes("word")],
    ["link", message !== null && linksInside(facts.text) && !isYes("link")],
    ["gap", message !== null && gapsLeft(facts.text).length > 0 && !isYes("gap")],
    ["empty", isNothing && !hasFiles && message?.kind !== "partial"],
    ["content_only", isNothing && message?.kind === "partial"],
    ["files_only", isNothing && hasFiles],
    ["too_long", textLength(facts.text) > facts.maxText],
    ["resolved", facts.conversation === "resolved"],
    ["former", message?.thread === "former" && !isYes("former")],
    ["colleague", facts.isColleagues && !isYes("colleague")],
    ["underway", facts.isUnderWay && !isYes("underway")],
    ["first", facts.isFirst && !isYes("first")],
    ["files", hasFiles && !facts.carriesMedia && !isYes("files")],
    ["content", message?.kind === "partial" && !isYes("content")],
  ];
  return [...always, ...(moment === "writing" ? written : [])].flatMap(([name, holds]) =>
    holds ? [name] : [],
  );
}

describe("whatever the facts", () => {
  const anyMoment = fc.constantFrom("writing" as const, "leaving" as const);

  it("a text leaves only if no rule objects, and is kept by one that does", () => {
    fc.assert(
      fc.property(anyFacts, anyMoment, (facts, moment) => {
        const against = objections(facts, moment);
        const verdict = maySend(facts, moment);
        if (verdict.kind === "text") expect(against).toEqual([]);
        else expect(against).toContain(verdict.reason);
      }),
      { numRuns: 3_000 },
    );
  });

  it("what leaves when it is written would also leave when it is about to", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (maySend(facts, "writing").kind === "text") expect(maySend(facts, "leaving")).toEqual(text);
      }),
      { numRuns: 3_000 },
    );
  });

  it("saying yes to more keeps nothing that left before", () => {
    fc.assert(
      fc.property(anyFacts, anyMoment, fc.constantFrom(...everyReason), (facts, moment, more) => {
        if (maySend(facts, moment).kind !== "text") return;
        expect(maySend({ ...facts, agreed: new Set([...facts.agreed, more]) }, moment)).toEqual(text);
      }),
      { numRuns: 3_000 },
    );
  });
});
