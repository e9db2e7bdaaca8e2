import { expect, it } from "vitest";
import { importTemplates } from "../../../src/bridge/template-library/import-templates.ts";
import { temporaryStore } from "../../store/temporary.ts";
import { office } from "../front-desk.ts";

async function siteWith(ids: (nth: number) => string) {
  const store = await temporaryStore();
  await store.transaction((tx) => tx.directories.replace(office, 1));
  const counts = { transactions: 0 };
  const counted: Pick<typeof store, "read" | "transaction"> = {
    read: store.read,
    transaction: (work, when) => {
      counts.transactions += 1;
      return store.transaction(work, when);
    },
  };
  let nth = 0;
  const take = (rows: Parameters<typeof importTemplates>[1]) =>
    importTemplates(counted, rows, {
      limits: { personal: 25, company: 50 },
      newId: () => ids(nth++),
      now: 1,
      write: true,
    });
  return { take, counts, all: () => store.read((tx) => tx.templates.all()) };
}

const rows = Array.from({ length: 500 }, (_, index) => ({
  place: `row ${index + 2}`,
  scope: "group:200",
  key: `key-${index}`,
  name: `Name ${index}`,
  text: `Text ${index}.`,
  literal: "",
}));

it("five hundred templates are taken over in one transaction", async () => {
  const { take, counts, all } = await siteWith((nth) => `t${nth}`);
  expect(await take(rows)).toMatchObject({ problems: [], planned: { length: 500 } });
  expect(counts.transactions).toBe(1);
  expect(await all()).toHaveLength(500);
  await take(rows.map((row) => ({ ...row, text: `${row.text} Or not.` })));
  expect(counts.transactions).toBe(2);
  expect((await all()).every(({ version, text }) => version === 2 && text.endsWith("Or not."))).toBe(true);
});

it("where one can't be written, none is", async () => {
  const { take, all } = await siteWith((nth) => (nth < 400 ? `t${nth}` : "t0"));
  await expect(take(rows)).rejects.toThrow();
  expect(await all()).toEqual([]);
});
