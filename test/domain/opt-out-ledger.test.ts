import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address, E164, Username } from "../../src/domain/ids.ts";
import {
  type ConsentSource,
  howOptedOut,
  listEvidence,
  type OptOutRow,
  type OptOutSource,
  refusedLines,
  standingOptOut,
} from "../../src/domain/opt-out-ledger.ts";
import { office } from "../bridge/front-desk.ts";

const [one, two] = ["+15550100001", "+15550100002"] as [E164, E164];

/** `out@5`: said at 5; `in:one@6`: of one line alone. The ids follow the order in which they are written down. */
function ledger(...short: readonly string[]): OptOutRow[] {
  return short.map((each, index) => {
    const [, kind, line, source, at] = /^(out|in)(?::(one|two))?(?:\/(\w+))?@(\d+)$/.exec(each) ?? [];
    return {
      id: index + 1,
      address: "+15550199001" as Address,
      kind: kind as "out" | "in",
      line: line === undefined ? null : line === "one" ? one : two,
      source: (source ?? "word") as OptOutSource,
      by: null,
      at: Number(at),
      evidence: each,
      messageId: null,
      confirmationId: null,
      createdAt: 100,
    };
  });
}

describe("what the ledger says of a line", () => {
  it.each([
    [[], null],
    [["out@1"], "out@1"],
    [["out@1", "in@2"], null],
    [["out@1", "in@2", "out@3"], "out@3"],
    [["out@1", "out/refusal@2"], "out@1"],
    [["out:one@1"], "out:one@1"],
    [["out:two@1"], null],
    [["out@1", "in:one@2"], null],
    [["out@1", "in:two@2"], "out@1"],
    [["out:one@1", "in@2"], null],
    [["in@1", "out:one@2"], "out:one@2"],
    [["in@5", "out@4"], null],
    [["out@5", "in@4"], "out@5"],
    [["in@5", "out@5"], "out@5"],
    [["out@5", "in@5"], null],
  ])("of %j it is %s", (rows, expected) => {
    expect(standingOptOut(ledger(...rows), one)?.evidence ?? null).toBe(expected);
  });

  it("is of every line what is said of every line, also where no line is known", () => {
    expect(standingOptOut(ledger("out@1"), null)).not.toBeNull();
    expect(standingOptOut(ledger("out:one@1"), null)).toBeNull();
  });

  it("is what the newest row about it says, whatever the order in which they are found", () => {
    const anyRow = fc.record({
      kind: fc.constantFrom("out", "in"),
      line: fc.constantFrom("", ":one", ":two"),
      at: fc.nat({ max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 8 }), (given) => {
        const rows = ledger(...given.map(({ kind, line, at }) => `${kind}${line}@${at}`));
        for (const line of [one, two, null]) {
          const about = rows.filter((row) => row.line === null || row.line === line);
          const newest = [...about].sort((a, b) => a.at - b.at || a.id - b.id).at(-1);
          const standing = standingOptOut(rows, line);
          expect(standing !== null).toBe(newest?.kind === "out");
          expect(standingOptOut([...rows].reverse(), line)).toEqual(standing);
        }
      }),
    );
  });
});

describe("the carrier", () => {
  it.each([
    [["out@1"], []],
    [["out/record@1"], []],
    [["out:one/carrier_word@1"], ["one"]],
    [["out:one/refusal@1"], ["one"]],
    [["out:one/carrier_word@1", "in@2"], ["one"]],
    [["out:one/carrier_word@1", "in/record@2"], ["one"]],
    [["out:one/refusal@1", "in:one/carrier_word@2"], []],
    [["out:one/carrier_word@1", "out:two/carrier_word@2", "in:one/carrier_word@3"], ["two"]],
    [["out:one/list@1"], ["one"]],
    [["out:one/refusal@1", "in:one/list@2"], []],
    [["out/carrier_word@1"], [null]],
    [["out/carrier_word@1", "in:one/carrier_word@2"], []],
  ])("of %j refuses texts from %j", (rows, expected) => {
    const names = refusedLines(ledger(...rows), ({ line }) => line).map(
      (line) => line && (line === one ? "one" : "two"),
    );
    expect(names).toEqual(expected);
  });
});

describe("how somebody opted out", () => {
  const row = { by: "ana" as Username, evidence: "STOP" };
  it.each([
    ["word", "they wrote “STOP”", "they wrote so"],
    ["carrier_word", "they wrote “STOP”", "they wrote so"],
    ["refusal", "the phone company said so when it refused a text to them", undefined],
    ["review", "they wrote “STOP”, and ana took it so", "ana took it so"],
    ["record", "ana recorded it: “STOP”", "ana recorded it"],
    ["list", "STOP says so", "the phone company’s own list says so"],
  ] satisfies [OptOutSource, string, string | undefined][])("by %s reads so", (source, whole, erased) => {
    expect(howOptedOut(office, { ...row, source })).toBe(whole);
    expect(howOptedOut(office, { ...row, source, evidence: "" })).toBe(erased ?? whole);
  });

  it("by a carrier's own list says whose it is, and who set it there", () => {
    const by = (source: ConsentSource | "us") =>
      howOptedOut(office, { source: "list", by: null, evidence: listEvidence("RingCentral", source) });
    expect((["contact", "network", "interface", "us"] as const).map(by)).toEqual([
      "RingCentral’s list of opt-outs (set by a text of theirs) says so",
      "RingCentral’s list of opt-outs (set by the phone network) says so",
      "RingCentral’s list of opt-outs (set by an administrator or another app) says so",
      "RingCentral’s list of opt-outs (set by us) says so",
    ]);
  });

  it("is quoted in part where it is long, and whole where it is the proof", () => {
    const long = { source: "review", by: null, evidence: "stop ".repeat(40).trim() } as const;
    expect(howOptedOut(office, long)).toMatch(/^they wrote “.{59}…”, and somebody took it so$/);
    expect(howOptedOut(office, long, "whole")).toContain(long.evidence);
  });
});
