import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../../src/domain/directory.ts";
import type { Address, ContactId, E164 } from "../../../src/domain/ids.ts";
import { office } from "../../bridge/front-desk.ts";
import { temporaryStore } from "../temporary.ts";

interface Known {
  readonly address: string;
  readonly name?: string;
  readonly shared?: boolean;
}

async function storeWith(known: readonly Known[], contacts: Directory["contacts"] = []) {
  const heard: string[] = [];
  const keys = [randomBytes(32)];
  const store = await temporaryStore({ keys, onStatement: (sql) => heard.push(sql) });
  await store.transaction(async (tx) => {
    await tx.directories.replace({ ...office, contacts }, 1);
    const details = known.map(({ address, name = null, shared = null }, index) => ({
      id: `c${index}` as ContactId,
      address: address as Address,
      name,
      company: null,
      timeZone: null,
      shared,
    }));
    await tx.contacts.putAll(details, 1);
  });
  return {
    heard,
    search: async (typed: string, limit = 20) => {
      heard.length = 0;
      const found = await store.read((tx) => tx.contacts.search(typed, limit));
      return found.map(({ address, name }) => `${name ?? "?"} ${address}`);
    },
    full: (typed: string) => store.read((tx) => tx.contacts.search(typed, 20)),
  };
}

const people = [
  { address: "+15550199001", name: "Maria Lopez" },
  { address: "+15550199002", name: "José Martínez" },
  { address: "+15550199003", name: "Anna-Maria Berg" },
  { address: "+442079460958", name: "Ltd. Grandmaria" },
  { address: "+15550199005" },
  { address: "BANK" },
];

describe("contacts are found", () => {
  it.each<[string, readonly string[]]>([
    ["maria", ["Anna-Maria Berg +15550199003", "Maria Lopez +15550199001", "Ltd. Grandmaria +442079460958"]],
    ["LOPEZ mar", ["Maria Lopez +15550199001"]],
    ["jose martinez", ["José Martínez +15550199002"]],
    ["ｊｏｓé", ["José Martínez +15550199002"]],
    ["99005", ["? +15550199005"]],
    ["(555) 019-9001", ["Maria Lopez +15550199001"]],
    ["+1 555 019 9002", ["José Martínez +15550199002"]],
    ["020 7946 0958", ["Ltd. Grandmaria +442079460958"]],
    ["bank", []],
    ["%", []],
    ["_", []],
    ["nobody", []],
    ["maria 99001", []],
  ])("by %j", async (typed, expected) => {
    const { search } = await storeWith(people);
    expect(await search(typed)).toEqual(expected);
  });

  it("by nothing: all that have a name, as many as are wanted", async () => {
    const { search } = await storeWith(people);
    expect(await search("", 2)).toEqual(["Anna-Maria Berg +15550199003", "José Martínez +15550199002"]);
    expect(await search("  ")).toHaveLength(4);
  });

  it("by the directory's names, where nobody gave another one at the desk", async () => {
    const { search, full } = await storeWith(people, [
      { number: "+15550199001" as E164, name: "Mary from the directory" },
      { number: "+15550199005" as E164, name: "Noel Quist" },
      { number: "+15550199066" as E164, name: "Quist senior" },
    ]);
    expect(await search("directory")).toEqual([]);
    expect(await search("quist")).toEqual(["Noel Quist +15550199005", "Quist senior +15550199066"]);
    expect((await full("quist")).map(({ id }) => id !== null)).toEqual([true, false]);
    expect(await search("0199066")).toEqual(["Quist senior +15550199066"]);
  });

  it("say whether several people share their number", async () => {
    const { full } = await storeWith([{ address: "+15550199001", name: "The Lopez family", shared: true }]);
    expect(await full("lopez")).toMatchObject([{ givenName: "The Lopez family", shared: true }]);
  });

  it("among ten thousand with two statements, a letter or a digit more costs no more", async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      address: `+1555${String(2_000_000 + index)}`,
      name: `Person ${index.toString(36)}`,
    }));
    const { search, heard } = await storeWith(many);
    await search("the directory is read once");
    for (const typed of ["p", "person a", "555200", "nobody at all", ""]) {
      await search(typed, 100);
      expect(heard).toHaveLength(2);
    }
    expect(await search("person 7pr")).toEqual(["Person 7pr +15552009999"]);
  });
});
