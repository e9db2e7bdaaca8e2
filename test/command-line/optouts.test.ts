import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { erase } from "../../src/command-line/erase.ts";
import { exportCustomer } from "../../src/command-line/export.ts";
import { printOptOuts } from "../../src/command-line/optouts.ts";
import { loadSlackCalls } from "../../src/config.ts";
import type { Address, E164, Username } from "../../src/domain/ids.ts";
import type { OptOutRow } from "../../src/domain/opt-out-ledger.ts";
import { openStore } from "../../src/store/index.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
});
afterEach(() => site.stop());

const maria = "+15550199001" as Address;
const sam = "+15550199002" as Address;
const noon = Date.UTC(2026, 0, 5, 12);

async function write(rows: readonly Partial<OptOutRow>[]): Promise<void> {
  const store = await openStore({ database: site.databaseFile, keys: [], tables: "update" });
  const plain = {
    address: maria,
    kind: "out",
    line: null,
    source: "word",
    by: null,
    evidence: "STOP",
  } as const;
  for (const [index, row] of rows.entries())
    await store.transaction((tx) =>
      tx.optOuts.add({
        ...plain,
        at: noon + index * 1000,
        messageId: null,
        confirmationId: null,
        createdAt: noon,
        ...row,
      }),
    );
  await store.close();
}

async function said(number = "", csv = false): Promise<string> {
  const screen = createScreen();
  expect(await printOptOuts(site.config(), number, csv, screen)).toBe(0);
  return screen.text();
}

const history: readonly Partial<OptOutRow>[] = [
  { source: "carrier_word" },
  { kind: "in", source: "record", by: "ana" as Username, evidence: 'She asked by phone,\nsaid "yes"' },
  { address: sam, line: "+15550100001" as E164, source: "refusal", evidence: '=HYPERLINK("x")' },
];

describe("threadline optouts", () => {
  it("names the list that a row came from, and who set it there", async () => {
    const evidence = "RingCentral’s list of opt-outs (set by a text of theirs)";
    await write([
      { source: "list", evidence },
      { source: "list", evidence: "" },
    ]);
    expect((await said()).split("\n").slice(2)).toEqual([
      `2026-01-05 12:00:00  (555) 019-9001  out  all lines  ${evidence}`,
      "2026-01-05 12:00:01  (555) 019-9001  out  all lines  the carrier’s own list",
    ]);
    expect(await said("", true)).toContain(`"list","","${evidence}"`);
  });

  it("prints every row, undone ones too", async () => {
    await write(history);
    expect(await said()).toBe(
      [
        "Times are in UTC. Of a number and a line, the newest row counts.\n",
        "2026-01-05 12:00:00  (555) 019-9001  out  all lines  texted a word, and the carrier acted on it: “STOP”",
        '2026-01-05 12:00:01  (555) 019-9001  in  all lines  recorded by ana: “She asked by phone, said "yes"”',
        '2026-01-05 12:00:02  (555) 019-9002  out  (555) 010-0001  the carrier refused a text: “=HYPERLINK("x")”',
      ].join("\n"),
    );
  });

  it("prints those of one number alone, however it is grouped", async () => {
    await write(history);
    expect(await said("+1 555 019 9002")).not.toContain("019-9001");
  });

  it("prints a table, in which no words are a formula", async () => {
    await write(history);
    expect((await said("", true)).split(/\n(?="2026)/)).toEqual([
      "time,number,kind,line,source,by,evidence",
      '"2026-01-05T12:00:00.000Z","+15550199001","out","all","carrier_word","","STOP"',
      '"2026-01-05T12:00:01.000Z","+15550199001","in","all","record","ana","She asked by phone,\nsaid ""yes"""',
      '"2026-01-05T12:00:02.000Z","+15550199002","out","+15550100001","refusal","","\'=HYPERLINK(""x"")"',
    ]);
  });

  it("prints a table, in which no sender's own name is a formula either, and every number is itself", async () => {
    await write([{ address: '=HYPERLINK("x")' as Address }, { address: "+4915550199001" as Address }]);
    const cells = (await said("", true)).split("\n").map((row) => row.split('","')[1]);
    expect(cells).toEqual([undefined, '\'=HYPERLINK(""x"")', "+4915550199001"]);
  });

  it("lets no words move the cursor, or turn what follows round", async () => {
    const harm = "STOP\u001b[2J\u202e now\u2066";
    await write([{ evidence: harm }, { source: "list", evidence: harm }]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not come out.
    const harmful = /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/;
    for (const asTable of [false, true]) expect(await said("", asTable)).not.toMatch(harmful);
  });

  it("reads on where there are many", async () => {
    await write(Array.from({ length: 501 }, (_, index) => ({ evidence: `STOP ${index}` })));
    const printed = await said();
    expect(printed.match(/STOP \d+/g)).toHaveLength(501);
    expect(printed).toContain("“STOP 500”");
  });

  it("says so where there is nothing", async () => {
    await write([]);
    expect(await said()).toBe("Nobody has opted out so far.");
    expect(await said(maria)).toBe(
      "(555) 019-9001 has never opted out or in, as far as is written down here.",
    );
    expect(await said("", true)).toBe("time,number,kind,line,source,by,evidence");
  });

  it("says so of a short code, and of a group", async () => {
    await write([]);
    for (const [typed, shown] of [
      ["12345", "12345 has never"],
      ["+15550199002, +15550199001", "None of (555) 019-9001 and (555) 019-9002 has ever"],
    ] as const)
      expect(await said(typed)).toBe(`${shown} opted out or in, as far as is written down here.`);
  });

  it("of a group prints those who text as it, in the order in which they said so", async () => {
    await write([{}, { address: sam }, { kind: "in" }]);
    const printed = await said(`${sam}, ${maria}`, true);
    expect(printed.split("\n").map((row) => row.split(",")[1]?.replaceAll('"', ""))).toEqual([
      "number",
      maria,
      sam,
      maria,
    ]);
  });

  it("refuses what is no number in words", async () => {
    await write([]);
    await expect(said("12")).rejects.toThrow("That is no number. Write it with its country code");
    await expect(said("5550199001")).rejects.toThrow("Did you mean +15550199001?");
  });
});

describe("what erasing a customer leaves", () => {
  const erased = async () => {
    const screen = createScreen();
    await erase(site.config(), loadSlackCalls({}), maria, screen, Date.now);
    return screen.text();
  };

  it("is that they asked not to be texted, without their words or a name", async () => {
    await write([
      { evidence: "stop it, this is Maria" },
      { source: "record", by: "ana" as Username, evidence: "Maria said so" },
    ]);
    expect(await erased()).toContain(
      "- That (555) 019-9001 asked not to be texted, and when, without words or names: they must not be texted all the same.",
    );
    expect(await said()).toMatch(/019-9001 {2}out {2}all lines {2}texted a word\n.*recorded$/);
    expect(await erased()).toBe(
      "Of (555) 019-9001 only this is stored: that they asked not to be texted, and when.",
    );
    const screen = createScreen();
    expect(await exportCustomer(site.config(), maria, screen)).toBe(0);
    expect(screen.text()).toContain("Asked not to be texted");
    expect(screen.text()).not.toContain("Maria said");
  });

  it("is nothing where they took it back", async () => {
    await write([{}, { kind: "in", evidence: "START" }]);
    expect(await erased()).not.toContain("asked not to be texted");
    expect(await said()).toBe("Nobody has opted out so far.");
  });

  it("still counts when they write again", async () => {
    await write([{}]);
    await erased();
    const store = await openStore({ database: site.databaseFile, keys: [], tables: "update" });
    const owner = { kind: "line", number: "+15550100001" as E164 } as const;
    let ids = 0;
    const newId = () => `id-${++ids}`;
    expect(await store.transaction((tx) => tx.conversations.open(maria, owner, newId, noon))).toMatchObject({
      inLedger: true,
    });
    expect(await store.transaction((tx) => tx.conversations.open(sam, owner, newId, noon))).toMatchObject({
      inLedger: false,
    });
    await store.close();
  });
});
