import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply } from "../../src/command-line/apply.ts";
import { exportTemplates, importTemplatesFile } from "../../src/command-line/templates.ts";
import type { Template } from "../../src/domain/template.ts";
import { writeScope } from "../../src/domain/template.ts";
import { openStore } from "../../src/store/index.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
  await apply(site.config(), createScreen(), Date.now);
});
afterEach(() => site.stop());

function file(content: string | Buffer, name: string): string {
  const path = join(site.folder, name);
  writeFileSync(path, content);
  return path;
}

const without = (words: string) => words.replaceAll(`${site.folder}/`, "");

async function imported(
  content: string | Buffer,
  {
    name = "t.csv",
    dryRun = false,
    env = {},
  }: { name?: string; dryRun?: boolean; env?: Record<string, string> } = {},
): Promise<string> {
  const screen = createScreen();
  const path = file(content, name);
  expect(await importTemplatesFile(site.config(env), { file: path, dryRun }, screen, Date.now)).toBe(0);
  return without(screen.text());
}

async function refused(...args: Parameters<typeof imported>): Promise<string> {
  return without(
    await imported(...args).then(
      (said) => `not refused: ${said}`,
      (error: Error) => error.message,
    ),
  );
}

async function inStore<T>(look: Parameters<Awaited<ReturnType<typeof openStore>>["read"]>[0]): Promise<T> {
  const { database, encryptionKeys: keys } = site.config();
  const store = await openStore({ database, keys, tables: "expect" });
  const found = await store.read(look);
  await store.close();
  return found as T;
}

const all = () => inStore<Template[]>((tx) => tx.templates.all());

async function kept() {
  const found = await all();
  return found
    .map(({ scope, key, name, text, version }) => [writeScope(scope), key, name, text, version])
    .sort();
}

const header = "scope,key,name,text";
const table = [
  header,
  'company,hours,Opening hours,"Monday to Friday,\n9 to 5. ""Closed"" on holidays."',
  "group:200,parking,Parking,Behind the house.",
  'personal:ben,thanks,Thanks,"Thank you, {{contact.first_name|all}}!"',
].join("\n");

const list = `# What we say
- scope: company
  key: hours
  name: Opening hours
  text: |
    Monday to Friday,
    9 to 5. "Closed" on holidays.
- { scope: group:200, key: parking, name: Parking, text: Behind the house. }
- scope: personal:ben
  key: thanks
  name: Thanks
  text: "Thank you, {{contact.first_name|all}}!"
`;

describe("threadline templates import", () => {
  it.each([
    ["t.csv", table],
    ["t.CSV", `\ufeff${table.replaceAll("\n", "\r\n")}\r\n`],
    ["t.csv", table.replaceAll(/^([^,\n"]+),([^,\n"]+),([^,\n"]+),/gm, "$1;$2;$3;")],
    ["t.yml", list],
    ["t.yaml", `\ufeff${list.replaceAll("\n", "\r\n")}`],
  ])("takes them over from %s, and the same again changes nothing", async (name, content) => {
    expect(await imported(content, { name })).toBe(`3 templates in ${name}: 3 new, 0 changed, 0 as before.`);
    const theirs = [
      ["company", "hours", "Opening hours", 'Monday to Friday,\n9 to 5. "Closed" on holidays.', 1],
      ["group:200", "parking", "Parking", "Behind the house.", 1],
      ["personal:ben", "thanks", "Thanks", "Thank you, {{contact.first_name|all}}!", 1],
    ];
    expect(await kept()).toEqual(theirs);
    expect(await imported(content, { name })).toContain("0 new, 0 changed, 3 as before.");
    expect(await kept()).toEqual(theirs);
  });

  it("writes a change as a new version, by nobody, and deletes nothing that it does not name", async () => {
    await imported(table);
    const change = `${header}\ncompany,hours,When we are open,Always.\ngroup:200,map,Map,Turn left.`;
    expect(await imported(change)).toBe("2 templates in t.csv: 1 new, 1 changed, 0 as before.");
    const hours = (await all()).find(({ key }) => key === "hours");
    expect(hours).toMatchObject({ name: "When we are open", text: "Always.", version: 2, changedBy: null });
    expect(await kept()).toHaveLength(4);
    const versions = await inStore((tx) => tx.templates.versions(hours?.id as Template["id"]));
    expect(versions).toMatchObject([
      { change: "edited", by: null },
      { change: "created", by: null },
    ]);
  });

  it("writes what Slack calls :wave: as a phone shows it, like a form does", async () => {
    for (const name of ["t.csv", "t.yml"]) {
      const content =
        name === "t.csv"
          ? `${header}\ncompany,hi,Hi :wave:,Hi :wave: at 9:30:15 :nothing:`
          : "- scope: company\n  key: hi\n  name: 'Hi :wave:'\n  text: 'Hi :wave: at 9:30:15 :nothing:'";
      await imported(content, { name });
      expect(await kept()).toEqual([["company", "hi", "Hi 👋", "Hi 👋 at 9:30:15 :nothing:", 1]]);
    }
  });

  it("says with --dry-run what would change, and changes nothing", async () => {
    await imported(table);
    const change = [
      `${header},literal`,
      'company,hours,Hours,"Monday to Friday,\n9 to 5. ""Closed"" on holidays.",yes',
      "group:200,parking,Parking,Behind the house.,",
      "group:200,map,Map,Turn left.,",
    ].join("\n");
    const before = await kept();
    expect(await imported(change, { dryRun: true })).toBe(
      [
        "changed  company hours “Hours”: its name, “Opening hours” before; literal now",
        "new      group:200 map “Map”",
        "3 templates in t.csv: 1 would be new, 1 would be changed, 1 as before.",
        "Nothing was written.",
      ].join("\n"),
    );
    expect(await kept()).toEqual(before);
  });

  it("keeps words with braces as they stand where it is told so", async () => {
    await imported(`${header},literal\ncompany,code,Code,Use {{this}} here.,yes`);
    expect(await all()).toMatchObject([{ literal: true, text: "Use {{this}} here." }]);
    expect(await imported(`${header}\ncompany,code,Code,Use {{that}} here.`)).toContain("1 changed");
    expect(await all()).toMatchObject([{ literal: true, text: "Use {{that}} here." }]);
  });

  it("works beside the running app", async () => {
    const app = await site.startApp();
    await imported(table);
    expect(await kept()).toHaveLength(3);
    await app.stop();
  });

  it("takes five hundred into one group, thousands at a time", async () => {
    const rows = Array.from(
      { length: 500 },
      (_, index) => `group:200,key-${index},Name ${index},Text ${index}.`,
    );
    expect(await imported([header, ...rows].join("\n"))).toContain("500 templates in t.csv: 500 new");
    const more = Array.from({ length: 10_000 }, (_, index) => `group:200,more-${index},More ${index},Text.`);
    expect(await imported([header, ...rows, ...more].join("\n"))).toMatch(
      /10000 new, 0 changed, 500 as before/,
    );
  });

  it.each<[string, string | Buffer, string]>([
    ["nothing", "", "t.csv is empty. The first line names the columns: scope, key, name, text"],
    [
      "a mistyped column",
      "scope,key,nmae,text\n",
      "t.csv, row 1: There is no column “nmae”. Did you mean name?",
    ],
    ["a column that lacks", "scope,name,text\n", "t.csv, row 1: The column key is missing."],
    ["an open quote", `${header}\ncompany,hours,"Hours,x`, "This can't be read as a table."],
    [
      "more cells than columns",
      `${header}\ncompany,a1,Name,Hello, you`,
      "t.csv, row 2: There are 5 cells, and 4 columns.",
    ],
    ["what is no text", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00, 0x0a, 0xfe]), "This is not UTF-8"],
    ["two bytes a letter", Buffer.from(`\ufeff${header}`, "utf16le"), "another encoding (UTF-16)"],
    ["signs that control a terminal", "\u001b[31mred\u0007,key\n", "There is no column “[31mred”."],
    ["ten megabytes", Buffer.alloc(10_000_000, "a,b\n"), "t.csv is larger than 8 MB"],
    [
      "no scope",
      `${header}\n,hours,Hours,Text.`,
      "row 2, scope: There is no scope. Write company, group:EXTENSION (such as group:200) or personal:USERNAME",
    ],
    ["another scope", `${header}\nteam:200,hours,Hours,Text.`, "row 2, scope: “team:200” is no scope."],
    [
      "a group that is none",
      `${header}\ngroup:999,hours,Hours,Text.`,
      "row 2, scope: No group has the extension 999.",
    ],
    [
      "a member who is none",
      `${header}\npersonal:bem,hours,Hours,Text.`,
      "No member is called bem. Did you mean ben?",
    ],
    [
      "no key",
      `${header}\ncompany,,Opening hours,Text.`,
      "row 2, key: There is no key. Write one, such as opening-hours.",
    ],
    ["a wrong key", `${header}\ncompany,Öffnung,Öffnung,Text.`, "row 2, key: “Öffnung” can't be a key."],
    [
      "a key with a meaning",
      `${header}\ncompany,help,Help,Text.`,
      "row 2, key: The key help means something else here.",
    ],
    ["an unknown variable", `${header}\ncompany,hours,Hours,Hi {{contact.naem}}`, "row 2, text: "],
    [
      "a long text",
      `${header}\ncompany,hours,Hours,${"x".repeat(1001)}`,
      "row 2, text: This text has 1,001 characters",
    ],
    [
      "neither yes nor no",
      `${header},literal\ncompany,hours,Hours,Text.,maybe`,
      "row 2, literal: literal is maybe. Write yes or no.",
    ],
    [
      "a key twice",
      `${header}\ncompany,hours,Hours,Text.\nCompany,HOURS,Other,Text.`,
      "row 3, key: company with the key hours stands in row 2 already. Keep one of the two.",
    ],
    [
      "a name twice",
      `${header}\ncompany,hours,Hours,Text.\ncompany,open,HOURS,Text.`,
      "row 3, name: “Hours” is there already, with the key hours. Give this one another name. It stands in row 2.",
    ],
    [
      "a key that others see as well",
      `${header}\ngroup:200,hours,Hours,Text.\ncompany,hours,Our hours,Text.`,
      "row 3, key: The key hours is taken by “Hours”, a template of Front desk. Choose another, such as hours-2. It stands in row 2.",
    ],
  ])("refuses %s, and keeps nothing of the file", async (_, content, sentence) => {
    expect(await refused(content)).toContain(sentence);
    expect(await kept()).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["nothing", "# later\n", "t.yml is empty. Write a list, each item with scope, key, name, text"],
    ["no list", "company: hours", "t.yml, line 1: This is no list of templates."],
    ["a word", "- hours", "t.yml, line 1: This is no list of templates."],
    [
      "a mistyped key",
      "- scope: company\n  nmae: Hours",
      "line 2: `nmae` means nothing here. Did you mean `name`?",
    ],
    [
      "a list in place of a text",
      "- scope: company\n  text: [a, b]",
      "line 2: `text` holds a list. Write a single text.",
    ],
    ["an alias", "- &a { scope: company }\n- *a", "line 2: `*a` is an alias; write the value out instead."],
    [
      "a bomb",
      `a: &a [x]\nb: &b [*a, *a]\nc: [${"*b, ".repeat(50)}]`,
      "is an alias; write the value out instead.",
    ],
    [
      "brackets without end",
      `- ${"[".repeat(100_000)}`,
      "line 1: Lists and maps are nested too deeply here.",
    ],
    ["a mistake of form", "- scope: company\n key: x", "t.yml, line 2: "],
    [
      "a wrong row",
      "- scope: company\n  key: hours\n  name: Hours",
      "t.yml, line 1, text: There is no text yet.",
    ],
  ])("refuses a list with %s", async (_, content, sentence) => {
    expect(await refused(content, { name: "t.yml" })).toContain(sentence);
    expect(await kept()).toEqual([]);
  });

  it("names every mistake by its row, fifty at a time", async () => {
    const rows = Array.from({ length: 60 }, (_, index) => `company,k${index + 10},Name ${index},`);
    const said = (await refused([header, "team,a,,Text.", ...rows].join("\n"))).split("\n");
    expect(said.slice(0, 4)).toEqual([
      expect.stringMatching(/^t\.csv, row 2, scope: /),
      expect.stringMatching(/^t\.csv, row 2, key: /),
      expect.stringMatching(/^t\.csv, row 2, name: /),
      expect.stringMatching(/^t\.csv, row 3, text: /),
    ]);
    expect(said.slice(-2)).toEqual(["14 more; mend these first.", "Nothing was changed."]);
  });

  it("holds the limits, of what would stand once it is taken over", async () => {
    const env = { TEMPLATE_LIMIT_COMPANY: "2", TEMPLATE_LIMIT_PERSONAL: "1" };
    const rows = (scope: string, ...keys: string[]) =>
      keys.map((key) => `${scope},${key},Name of ${key},Text.`);
    await imported([header, ...rows("company", "a1")].join("\n"), { env });
    const said = await refused(
      [header, ...rows("company", "a2", "a3", "a4"), ...rows("personal:ben", "b1", "b2")].join("\n"),
      { env },
    );
    expect(said).toBe(
      [
        "t.csv, row 3, scope: company would have 4 templates, and can have 2. Take 2 out, or delete some in Slack first.",
        "t.csv, row 6, scope: personal:ben would have 2 templates, and can have 1. Take 1 out, or delete some in Slack first.",
        "Nothing was changed.",
      ].join("\n"),
    );
    expect(
      await imported(
        [header, ...rows("company", "a1", "a2"), ...rows("group:200", "c1", "c2", "c3")].join("\n"),
        { env },
      ),
    ).toContain("4 new");
    expect(
      await imported([header, ...rows("company", "a1", "a2")].join("\n"), {
        env: { TEMPLATE_LIMIT_COMPANY: "1" },
      }),
    ).toContain("2 as before");
  });

  it("lets two exchange their names", async () => {
    await imported(`${header}\ncompany,a1,One,Text.\ncompany,a2,Two,Text.`);
    expect(await imported(`${header}\ncompany,a1,Two,Text.\ncompany,a2,One,Text.`)).toContain("2 changed");
  });

  it("refuses a key that moved where the old one is still seen, and takes it where it is not", async () => {
    await imported(`${header}\ngroup:200,hours,Hours,Text.`);
    expect(await refused(`${header}\ncompany,hours,Hours,Text.`)).toContain(
      "is taken by “Hours”, a template of Front desk",
    );
    expect(await kept()).toHaveLength(1);
  });

  it("refuses another kind of file, and one that is not there", async () => {
    expect(await refused("x", { name: "t.xlsx" })).toBe(
      "t.xlsx ends with neither .csv nor .yml. Name it so that it does.",
    );
    const gone = importTemplatesFile(
      site.config(),
      { file: "gone.csv", dryRun: false },
      createScreen(),
      Date.now,
    );
    await expect(gone).rejects.toThrow("The file gone.csv can't be read. Check its name and your rights.");
  });
});

describe("threadline templates export", () => {
  async function exported(name: string): Promise<string> {
    const screen = createScreen();
    expect(await exportTemplates(site.config(), join(site.folder, name), screen)).toBe(0);
    return without(screen.text());
  }

  it.each(["out.csv", "deep/er/out.yml"])(
    "writes all that stand into %s, which its owner alone may read",
    async (name) => {
      await imported(table);
      expect(await exported(name)).toBe(
        [
          `3 templates are in ${name} now: 1 of the company, 1 of groups, 1 of members.`,
          "Only you can read it: members' own are in it. Keep it to yourself.",
        ].join("\n"),
      );
      const path = join(site.folder, name);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(await imported(readFileSync(path), { name: name.replaceAll("/", "-") })).toContain(
        "0 new, 0 changed, 3 as before.",
      );
    },
  );

  it("is a table as spreadsheets read it, without formulas", async () => {
    await imported(`${header}\ncompany,sum,'=Sum,"=1+1\nnext"`);
    await exported("out.csv");
    expect(readFileSync(join(site.folder, "out.csv"), "utf8")).toBe(
      '\ufeff"scope","key","name","text"\r\n"company","sum","\'=Sum","\'=1+1\nnext"\r\n',
    );
    expect(await kept()).toEqual([["company", "sum", "=Sum", "=1+1\nnext", 1]]);
  });

  it("is a list as people write it", async () => {
    await imported(`${header}\ncompany,hours,Opening hours,"Monday:\n9 to 5"\ncompany,no,No,no`);
    await exported("out.yml");
    expect(readFileSync(join(site.folder, "out.yml"), "utf8")).toBe(
      "- scope: company\n  key: hours\n  name: Opening hours\n  text: |-\n    Monday:\n    9 to 5\n- scope: company\n  key: no\n  name: No\n  text: no\n",
    );
  });

  it.each(["out.csv", "out.yml"])("of nothing is %s that import reads", async (name) => {
    expect(await exported(name)).toContain(`0 templates are in ${name} now.`);
    expect(await imported(readFileSync(join(site.folder, name)), { name })).toContain("0 templates in");
  });

  it("overwrites nothing, and says where it can't be", async () => {
    file("mine", "out.csv");
    await expect(exported("out.csv")).rejects.toThrow(
      "exists already. Name a new file; nothing was overwritten.",
    );
    expect(readFileSync(join(site.folder, "out.csv"), "utf8")).toBe("mine");
    await expect(exported("out.txt")).rejects.toThrow("ends with neither .csv nor .yml");
    expect(existsSync(join(site.folder, "out.txt"))).toBe(false);
    await expect(exported("out.csv/out.csv")).rejects.toThrow("can't be made");
  });
});
