import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ConsentOwed,
  consentNews,
  consentsOwed,
  isOutThere,
  type ListedConsent,
} from "../../src/domain/consent-sync.ts";
import type { Address, E164 } from "../../src/domain/ids.ts";
import {
  type ConsentSource,
  type OptOutRow,
  type OptOutSource,
  standingOptOut,
} from "../../src/domain/opt-out-ledger.ts";

const [one, two, foreign] = ["+15550100001", "+15550100002", "+15550100009"] as [E164, E164, E164];
const lines = [one, two];
const numbers: Readonly<Record<string, E164>> = { one, two, foreign };
const nameOf = (line: E164 | null) => Object.keys(numbers).find((name) => numbers[name] === line) ?? "all";

function row(id: number, kind: "out" | "in", line: E164 | null, at: number, source: OptOutSource): OptOutRow {
  return {
    ...{ id, kind, line, at, source, address: "+15550199001" as Address, by: null, evidence: "" },
    ...{ messageId: null, confirmationId: null, createdAt: 100 },
  };
}

const ms = (seconds: string | undefined) => Math.round(Number(seconds) * 1_000);

/** `out@5`: said at second 5; `in:one/record@6`: of one line alone, recorded. */
function ledger(...short: readonly string[]): OptOutRow[] {
  return short.map((each, index) => {
    const [, kind, line, source, at] = /^(out|in)(?::(\w+))?(?:\/(\w+))?@([\d.]+)$/.exec(each) ?? [];
    const number = line === undefined ? null : (numbers[line] ?? null);
    return row(index + 1, kind as "out" | "in", number, ms(at), (source ?? "word") as OptOutSource);
  });
}

/** The same of the carrier's list; `@?` does not say when. Without a source, a word of theirs. */
function list(...short: readonly string[]): ListedConsent[] {
  return short.map((each) => {
    const [, state, line, source, at] = /^(out|in)(?::(\w+))?(?:\/(\w+))?@([\d.]+|\?)$/.exec(each) ?? [];
    return {
      state: state as "out" | "in",
      line: line === undefined ? null : (numbers[line] ?? null),
      source: (source ?? "contact") as ConsentSource,
      at: at === "?" ? null : ms(at),
    };
  });
}

const isKnownThere = ({ source }: Pick<OptOutRow, "source">) =>
  source === "list" || source === "refusal" || source === "carrier_word";

describe("what the ledger lacks of a carrier's list", () => {
  it.each([
    [[], ["out:one@5"], ["out:one@5"]],
    [[], ["out@5"], ["out:one@5", "out:two@5"]],
    [[], ["out:foreign@5"], []],
    [[], ["in@5"], []],
    [["out@5"], ["out@9"], []],
    [["out:one@5"], ["out@9"], ["out:two@9"]],
    [["out@5"], ["in:one@9"], ["in:one@9"]],
    [["out@5"], ["in:one@4"], []],
    [["out@5"], ["in:one@5"], []],
    [["in@5"], ["out:one@5"], ["out:one@5"]],
    [["in@5"], ["out:one@4"], []],
    // Their list may say no more than the second.
    [["in@5.7"], ["out:one@5"], ["out:one@5.7"]],
    [["in@5.7"], ["out:one@4.7"], []],
    [["out:one/list@5", "in/record@5.4"], ["out:one@5"], []],
    [["out:one@4.6", "in/record@5.4"], ["out:one@5"], []],
    // Put there a while after it was said here, and taken back at once by a word of theirs.
    [["out:one/record@10", "in/carrier_word@40.6"], ["out:one/interface@40"], []],
    [["out:two@5", "in:one@5.4"], ["out:one@5"], ["out:one@5.4"]],
    [["out@5.2"], ["in:one@6"], []],
    [["out@5.2"], ["in:one@6.2"], ["in:one@6.2"]],
    [["in@5"], ["out:one/network@9"], ["out:one@9"]],
    [["out@1"], ["in@6", "out:one@7"], ["in:two@6"]],
    [["out@1"], ["out:one@7", "in@6"], ["in:two@6"]],
    [[], ["in:one@5", "out@5"], ["out:one@5", "out:two@5"]],
    // By a clock that is ahead of ours, whose now is 50.
    [["out/record@45"], ["in:one@60"], []],
    [["out:one/list@45"], ["in:one@60"], ["in:one@50"]],
    [["in@45"], ["out:one@60"], ["out:one@50"]],
    [[], ["out:one@?"], ["out:one@50"]],
    [["in@5"], ["out:one@?"], []],
    [["in:one/list@5"], ["out:one@?"], ["out:one@50"]],
    [["out@5"], ["in:one@?"], []],
    [["out:one/list@5"], ["in:one@?"], ["in:one@50"]],
  ] satisfies [string[], string[], string[]][])("of %j beside %j is %j", (rows, listed, expected) => {
    const news = consentNews(ledger(...rows), list(...listed), lines, ms("50"));
    expect(news.map(({ kind, line, at }) => `${kind}:${nameOf(line)}@${at / 1_000}`)).toEqual(expected);
  });
});

describe("what a carrier's list lacks of the ledger", () => {
  it.each([
    [["out/record@5"], [], ["out:all"]],
    [["out:one/record@5"], [], ["out:one"]],
    [["out:foreign/record@5"], [], []],
    [["out:one/record@5"], ["out@2"], []],
    [["out/record@5"], ["out:one@2"], ["out:all"]],
    [["out/record@5"], ["out:one@2", "out:two@2"], []],
    [["out/record@5", "in:two/record@6"], [], ["out:one"]],
    [["out/carrier_word@5"], [], []],
    [["out:one/list@5"], [], []],
    [["in/record@5"], [], []],
    [["in/record@5"], ["out@2"], ["in:all"]],
    [["in/record@5"], ["out:one@2"], ["in:one"]],
    [["in/record@5"], ["out@2", "out:two@2"], ["in:all", "in:two"]],
    [["in:one/record@5"], ["out@2"], ["in:one"]],
    [["in/record@5", "out:two@6"], ["out@2"], ["in:all", "out:two"]],
    [["in/carrier_word@5"], ["out:two@2"], []],
    [["in/carrier_word@5"], ["out:two@2", "out/interface@3"], ["in:all"]],
    [["in/list@5"], ["out:two@2"], []],
    [["in/record@5"], ["out:one@?"], ["in:one"]],
  ] satisfies [string[], string[], string[]][])("of %j beside %j is %j", (rows, listed, expected) => {
    const owed = consentsOwed(ledger(...rows), list(...listed), lines, isKnownThere);
    expect(owed.map(({ line, state }) => `${state}:${nameOf(line)}`)).toEqual(expected);
  });
});

const anyLine = fc.constantFrom(one, two, null);
const anyState = fc.constantFrom("out" as const, "in" as const);
/** Moments of words; what is put there is said later than all of them. */
const anyMoment = fc.nat({ max: 9 }).map((seconds) => seconds * 1_000);
const anyConsent = fc.record({
  state: anyState,
  line: anyLine,
  source: fc.constantFrom<ConsentSource>("contact", "network", "interface"),
  at: anyMoment,
});
/** A list has one entry for a pair, and one for all numbers. */
const anyList = fc.uniqueArray(anyConsent, { selector: ({ line }) => line, maxLength: 3 });
const anyRow = fc.record({ kind: anyState, line: anyLine, at: anyMoment });
type Statement = { readonly kind: "out" | "in"; readonly line: E164 | null; readonly at: number };

const ours = (rows: readonly Statement[]) =>
  rows.map(({ kind, line, at }, index) => row(index + 1, kind, line, at, "record"));

function taken(rows: OptOutRow[], listed: readonly ListedConsent[]): OptOutRow[] {
  const news = consentNews(rows, listed, lines, ms("50"));
  return [
    ...rows,
    ...news.map(({ kind, line, at }, index) => row(rows.length + 1 + index, kind, line, at, "list")),
  ];
}

const newest = (all: readonly Statement[], line: E164) =>
  all
    .filter((each) => each.line === null || each.line === line)
    .sort((a, b) => a.at - b.at)
    .at(-1);

/** As the account acts on it. */
function sayingOf(listed: readonly ListedConsent[], line: E164): Statement | undefined {
  const all = listed.map(({ state: kind, line: of, at }) => ({ kind, line: of, at: at ?? -1 }));
  const outs = all.filter((each) => each.kind === "out" && isAbout(each, line));
  return newest(outs.length > 0 ? outs : all, line);
}

describe("a ledger and a list", () => {
  it("end as the newer statement says, however often and in whatever order they are compared", () => {
    const anyTurns = fc.array(fc.oneof(anyRow, fc.constant("compare" as const)), { maxLength: 8 });
    fc.assert(
      fc.property(anyTurns, anyList, (turns, listed) => {
        let rows: OptOutRow[] = [];
        for (const turn of [...turns, "compare" as const]) {
          const before = standings(rows);
          if (turn === "compare") rows = taken(rows, listed);
          else rows = [...rows, row(rows.length + 1, turn.kind, turn.line, turn.at, "record")];
          if (turn !== "compare") continue;
          expect(taken(rows, listed)).toEqual(rows);
          // Nobody is freed whom the account keeps back.
          for (const [index, line] of lines.entries())
            if (before[index] === true && standings(rows)[index] === false)
              expect(isOutThere(listed, line)).toBe(false);
        }
        const said = turns.filter((turn) => turn !== "compare");
        for (const line of lines) {
          const [ours, theirs] = [newest(said, line), sayingOf(listed, line)];
          const isTheirs = theirs !== undefined && (ours === undefined || theirs.at > ours.at);
          // What is said here at the moment of the list's is decided by who came first: an opt-out, if in doubt.
          if (theirs !== undefined && theirs.at === ours?.at && theirs.kind !== ours.kind) continue;
          const last = isTheirs ? theirs : ours;
          expect(standingOptOut(rows, line) !== null).toBe(last?.kind === "out");
        }
      }),
    );
  });

  it("agree once what is owed was put there, and nothing is owed or new again", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 6 }), anyList, (said, listed) => {
        const rows = taken(ours(said), listed);
        const after = put(listed, consentsOwed(rows, listed, lines, isKnownThere));
        const isWholeOut = after.some(({ line, state }) => line === null && state === "out");
        for (const line of lines) {
          const last = newest(rows, line) as OptOutRow | undefined;
          // What came from there is not put back: it may stand there otherwise, as its carrier reads it.
          if (last === undefined || last.source === "list") continue;
          // What is said of one line alone can't undo what stands of all: its carrier says so.
          if (last.kind === "in" && last.line !== null && isWholeOut) continue;
          expect(isOutThere(after, line)).toBe(last.kind === "out");
        }
        expect(taken(rows, after)).toEqual(rows);
        const again = consentsOwed(rows, after, lines, isKnownThere);
        expect(again.filter(({ state }) => state === "out" || !isWholeOut)).toEqual([]);
      }),
    );
  });
});

const isAbout = (each: { readonly line: E164 | null }, line: E164) =>
  each.line === null || each.line === line;

function standings(rows: readonly OptOutRow[]): boolean[] {
  return lines.map((line) => standingOptOut(rows, line) !== null);
}

/** As the carrier keeps it. */
function put(listed: readonly ListedConsent[], owed: readonly ConsentOwed[]): ListedConsent[] {
  return owed.reduce<ListedConsent[]>(
    (all, { line, state }, index) => [
      ...all.filter((each) => each.line !== line),
      { line, state, source: "interface", at: 20 + index },
    ],
    [...listed],
  );
}
