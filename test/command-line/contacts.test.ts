import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply } from "../../src/command-line/apply.ts";
import { exportContacts, importFile } from "../../src/command-line/contacts.ts";
import { erase } from "../../src/command-line/erase.ts";
import { exportCustomer } from "../../src/command-line/export.ts";
import { loadSlackCalls } from "../../src/config.ts";
import type { Address } from "../../src/domain/ids.ts";
import { scene } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import { until } from "../journeys/until.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
  await apply(site.config(), createScreen(), Date.now);
});
afterEach(() => site.stop());

function file(content: string | Buffer, name = "people.csv"): string {
  const path = join(site.folder, name);
  writeFileSync(path, content);
  return path;
}

async function imported(content: string | Buffer, { name = "people.csv", dryRun = false } = {}) {
  const screen = createScreen();
  const path = file(content, name);
  expect(await importFile(site.config(), { file: path, dryRun }, screen, Date.now)).toBe(0);
  return screen.text().replaceAll(`${site.folder}/`, "");
}

async function refused(content: string | Buffer, name?: string): Promise<string> {
  const said = await imported(content, name === undefined ? {} : { name }).catch(
    (error: Error) => error.message,
  );
  return said.replaceAll(`${site.folder}/`, "");
}

async function exported(): Promise<string> {
  const screen = createScreen();
  expect(await exportContacts(site.config(), screen)).toBe(0);
  return screen.text();
}

async function known(address: string) {
  const { database, encryptionKeys: keys } = site.config();
  const store = await openStore({ database, keys, tables: "expect" });
  const found = await store.read((tx) => tx.contacts.find(address as Address));
  await store.close();
  return found;
}

describe("threadline contacts import", () => {
  it("takes names, companies, zones and shared numbers over, and says how many", async () => {
    const table = [
      "number,name,time_zone,shared",
      "+15550199061,Nora Quist,America/Chicago,",
      '"(555) 019-9062","Quist, ""the elder""",,no',
      "+447700900123,The Quists,,yes",
    ].join("\n");
    expect(await imported(table)).toBe("3 contacts in people.csv: 3 new, 0 changed, 0 as before.");
    expect(await known("+15550199061")).toMatchObject({
      givenName: "Nora Quist",
      timeZone: "America/Chicago",
      shared: false,
    });
    expect(await known("+15550199062")).toMatchObject({ givenName: 'Quist, "the elder"', timeZone: null });
    expect(await known("+447700900123")).toMatchObject({ givenName: "The Quists", shared: true });
    expect(await imported(table)).toBe("3 contacts in people.csv: 0 new, 0 changed, 3 as before.");
    expect(await imported("number,shared,company\n+15550199061,yes,Quist & Co")).toContain(
      "0 new, 1 changed",
    );
    expect(await imported("number,company\n+15550199061,Quist & Sons")).toContain("0 new, 1 changed");
    expect(await known("+15550199061")).toMatchObject({
      givenName: "Nora Quist",
      company: "Quist & Sons",
      timeZone: "America/Chicago",
      shared: true,
    });
  });

  it("says with --dry-run what would change, and changes nothing", async () => {
    const said = await imported("number,name\n+15550199061,Nora", { dryRun: true });
    expect(said).toBe(
      "1 contact in people.csv: 1 would be new, 0 would be changed, 0 as before.\nNothing was written.",
    );
    expect(await known("+15550199061")).toBeNull();
  });

  it.each<[string, string | Buffer]>([
    ["a byte order mark and Windows lines", "\ufeffnumber,name\r\n+15550199061,Nora\r\n"],
    ["semicolons, and columns in another order and case", "Name;Number\nNora;+15550199061\n\n"],
    ["tabs", "number\tname\n+15550199061\tNora"],
    ["quoted line breaks beside it", 'number,name\n"+15550199061","Nora"\n,,\n'],
  ])("reads a table with %s", async (_, content) => {
    expect(await imported(content)).toContain("1 contact");
    expect(await known("+15550199061")).toMatchObject({ givenName: "Nora" });
  });

  it("reads cards, each number of them, and counts those without", async () => {
    const cards = [
      "BEGIN:VCARD\nVERSION:4.0\nFN:Nora\nTEL;VALUE=uri:tel:+1-555-019-9061\nTEL:5550199062\nEND:VCARD",
      "BEGIN:VCARD\nVERSION:3.0\nFN:No number\nEND:VCARD",
    ].join("\n");
    expect(await imported(cards, { name: "people.vcf" })).toBe(
      "2 contacts in people.vcf: 2 new, 0 changed, 0 as before.\n1 card without a number is left out.",
    );
    expect(await known("+15550199062")).toMatchObject({ givenName: "Nora" });
  });

  it("is in force at once beside the running app: on open cards, and for the next text", async () => {
    const app = await site.startApp();
    const { slack, twilio } = site.sandbox;
    await twilio.control.text({ from: scene.sam, to: scene.line, body: "Hello" });
    const card = () => slack.control.messages(scene.channel)[0];
    await until("the card", () => card());
    await imported(`number,name\n${scene.sam},Samuel Quist`);
    await until("the name", () => JSON.stringify(card() ?? "").includes("Samuel Quist"));
    await app.stop();
  });

  it.each<[string, string | Buffer, string]>([
    [
      "a wrong column",
      "phone,name\n+15550199061,Nora",
      "people.csv, line 1: There is no column “phone”. The first line names the columns: number, name, company, time_zone, shared; only number is needed.",
    ],
    [
      "a mistyped column",
      "number,nmae\n+15550199061,Nora",
      "people.csv, line 1: There is no column “nmae”. Did you mean name?",
    ],
    ["no names of columns", "+15550199061,Nora", "people.csv, line 1: There is no column “+15550199061”."],
    ["a column twice", "number,name,name\n", "people.csv, line 1: The column name stands twice."],
    ["no column of numbers", "name\nNora", "people.csv, line 1: The column number is missing."],
    ["nothing", "", "people.csv is empty."],
    [
      "what can't be a number",
      "number\n555 01\n",
      "people.csv, line 2: 555 01 is not a phone number. Write it with its country code, such as +15550199001.",
    ],
    [
      "signs that control a terminal in place of a number",
      "number\n\u001b[2J\u202e555 01\n",
      "people.csv, line 2: [2J555 01 is not a phone number.",
    ],
    [
      "signs that control a terminal in place of a zone",
      "number,time_zone\n+15550199061,\u001b[2J\u202eNowhere\n",
      "people.csv, line 2: [2JNowhere is not a time zone.",
    ],
    ["no number", "number,name\n,Nora", "people.csv, line 2: There is no number."],
    ["our own line", `number\n${scene.line}`, "is our own line"],
    [
      "a name of the team",
      "number,name\n+15550199061,Ben Ito",
      "people.csv, line 2: A member, a group, a line or the app itself has this name.",
    ],
    [
      "a number as a name",
      "number,name\n+15550199061,12345",
      "people.csv, line 2: This is a number. Write a name.",
    ],
    [
      "a company that is too long",
      `number,company\n+15550199061,${"x".repeat(81)}`,
      "people.csv, line 2: This company has 81 characters, and can have 80. Shorten it.",
    ],
    [
      "what is no zone",
      "number,time_zone\n+15550199061,Chicgo",
      "people.csv, line 2: Chicgo is not a time zone. Write an IANA name, probably America/Chicago.",
    ],
    [
      "what is neither yes nor no",
      "number,shared\n+15550199061,maybe",
      "people.csv, line 2: shared is maybe. Write yes or no.",
    ],
    [
      "a number that stands twice and says two things",
      "number,name\n+15550199061,Nora\n555-019-9061,Noel",
      "people.csv, line 3: (555) 019-9061 stands on line 2 already, and says something else there.",
    ],
    [
      "more cells than columns",
      "number,name\n+15550199061,Quist, Nora",
      "people.csv, line 2: There are 3 cells, and 2 columns. Put what holds a comma in quotes.",
    ],
    ["an open quote", 'number,name\n+15550199061,"Nora', "This can't be read as a table."],
    [
      "another encoding",
      Buffer.from("number,name\n+15550199061,Nora\n+15550199062,Jos\u00e9", "latin1"),
      "people.csv, line 3: This is not UTF-8 but another encoding, so names would be mangled. Save the file as UTF-8",
    ],
    [
      "another encoding of two bytes",
      Buffer.from("\ufeffnumber", "utf16le"),
      "people.csv, line 1: This is not UTF-8 but another encoding (UTF-16)",
    ],
  ])("refuses %s, and keeps nothing of the file", async (_, content, sentence) => {
    expect(await refused(content)).toContain(sentence);
    expect((await exported()).split("\n")).toHaveLength(1);
  });

  it("refuses another kind of file, and one that is not there", async () => {
    expect(await refused("x", "people.xlsx")).toBe(
      "people.xlsx is neither .csv nor .vcf. Save the contacts as one of these.",
    );
    const gone = importFile(site.config(), { file: "gone.csv", dryRun: false }, createScreen(), Date.now);
    await expect(gone).rejects.toThrow("The file gone.csv can't be read. Check its name and your rights.");
  });

  it("names every mistake by its row, fifty at a time, and then changes nothing", async () => {
    const rows = Array.from({ length: 60 }, (_, index) => `555,Nora ${index}`);
    const said = (await refused(["number,name", "+15550199061,Nora", ...rows].join("\n"))).split("\n");
    expect(said[0]).toMatch(/^people\.csv, line 3: 555 is not a phone number/);
    expect(said.slice(-2)).toEqual(["10 more; mend these first.", "Nothing was changed."]);
    expect(await known("+15550199061")).toBeNull();
  });

  it("takes thousands at once", async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => `+1555${2_000_000 + index},Person ${index}a`);
    expect(await imported(["number,name", ...rows].join("\n"))).toContain(
      "5,000 contacts in people.csv: 5000 new",
    );
    expect(await known("+15552004999")).toMatchObject({ givenName: "Person 4999a" });
  });
});

describe("threadline contacts export", () => {
  it("prints what import reads again, and nothing changes by that", async () => {
    const table = [
      '"number","name","company","time_zone","shared"',
      '"+15550199061","Nora ""N"" Quist","","America/Chicago","no"',
      `"+15550199062","'=Sum, the second","'=Sum, Inc.","","no"`,
      '"+15550199063","The Quists","","","yes"',
      '"+15550199064","","","Asia/Tokyo","no"',
      '"+15550199065","","Quist & Co","","no"',
    ].join("\n");
    expect(await imported(table)).toContain("5 new");
    expect(await known("+15550199062")).toMatchObject({ givenName: "=Sum, the second" });
    expect(await exported()).toBe(table);
    expect(await imported(await exported())).toContain("0 new, 0 changed, 5 as before");
  });

  it("prints the columns alone where nothing is written down", async () => {
    expect(await exported()).toBe('"number","name","company","time_zone","shared"');
  });
});

it("what a file brought is printed by export, and erased like all else of a customer", async () => {
  await imported("number,name,company,time_zone,shared\n+15550199061,The Quists,Quist & Co,Asia/Tokyo,yes");
  const screen = createScreen();
  expect(await exportCustomer(site.config(), "+15550199061", screen)).toBe(0);
  for (const kept of ["name: The Quists", "company: Quist & Co", "time zone: Asia/Tokyo", "shared: 1"])
    expect(screen.text()).toContain(kept);
  await erase(site.config(), loadSlackCalls({}), "+15550199061", createScreen(), Date.now);
  expect(await known("+15550199061")).toBeNull();
  expect((await exported()).split("\n")).toHaveLength(1);
});
