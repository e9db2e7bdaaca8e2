import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lastHeartbeat } from "../../src/bridge/connection/heartbeat.ts";
import { backup } from "../../src/command-line/backup.ts";
import { restore } from "../../src/command-line/restore.ts";
import { scene } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import { until } from "../journeys/until.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
let file: string;
beforeEach(async () => {
  site = await createSite();
  file = join(site.folder, "backups", "monday.db");
});
afterEach(() => site.stop());

const key = Buffer.alloc(32, 1).toString("base64");
const otherKey = Buffer.alloc(32, 2).toString("base64");

async function backedUp(change?: Record<string, string>): Promise<string> {
  const screen = createScreen();
  expect(await backup(site.config(change), file, screen)).toBe(0);
  return screen.text();
}

async function restored(change?: Record<string, string>): Promise<string> {
  const screen = createScreen();
  expect(await restore(site.config(change), file, screen, Date.now)).toBe(0);
  return screen.text();
}

const textIn = (body: string) =>
  site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body });

describe("threadline backup", () => {
  it("copies the database while the app runs; what came before is in the copy", async () => {
    const app = await site.startApp();
    await textIn("Before the copy");
    await backedUp();
    await textIn("After the copy");
    await app.stop();
    await restored();
    const again = readFileSync(site.databaseFile, "latin1");
    expect(again).toContain("Before the copy");
    expect(again).not.toContain("After the copy");
  });

  it("is for its owner's eyes only", async () => {
    await (await site.startApp()).stop();
    await backedUp();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(site.folder, "backups"))).toEqual(["monday.db"]);
  });

  it("says that the key is not in it, and what putting it back means", async () => {
    const app = await site.startApp({ ENCRYPTION_KEY: key });
    const said = await backedUp({ ENCRYPTION_KEY: key });
    expect(said).toContain("ENCRYPTION_KEY is not in it");
    expect(said).toContain(`threadline restore ${file}`);
    expect(readFileSync(file, "latin1")).not.toContain(key);
    await app.stop();
  });

  it("does not overwrite a file", async () => {
    await (await site.startApp()).stop();
    await backedUp();
    const before = readFileSync(file);
    await expect(backup(site.config(), file, createScreen())).rejects.toThrow(/exists already/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("leaves nothing behind when its key does not fit", async () => {
    const app = await site.startApp({ ENCRYPTION_KEY: key });
    await textIn("Sealed");
    await app.stop();
    await expect(backedUp({ ENCRYPTION_KEY: otherKey })).rejects.toThrow(/sealed with another key/);
    expect(existsSync(file)).toBe(false);
  });

  it("says what it holds, and when that is nothing", async () => {
    const store = await openStore({ database: site.databaseFile, keys: [], tables: "update" });
    await store.close();
    expect(await backedUp()).toContain(`It is empty: no directory, no conversation. Is ${site.databaseFile}`);
    file = join(site.folder, "later.db");
    await site.startApp();
    expect(await backedUp()).toContain("the directory, and no conversation yet");
    await textIn("Hello");
    file = join(site.folder, "last.db");
    expect(await backedUp()).toContain("It holds 1 conversation.");
  });

  it("says that there is nothing to copy", async () => {
    await expect(backup(site.config(), file, createScreen())).rejects.toThrow(/no database at .* yet/);
  });
});

describe("threadline restore", () => {
  it("keeps the database that it replaces", async () => {
    const app = await site.startApp();
    await backedUp();
    await textIn("After the copy");
    await app.stop();
    const said = await restored();
    const kept = readdirSync(site.folder).find((name) => name.includes(".replaced-"));
    expect(said).toContain(String(kept));
    expect(readFileSync(join(site.folder, String(kept)), "latin1")).toContain("After the copy");
  });

  it("takes all of a copy whose last words stand in the file beside it, as a killed app leaves them", async () => {
    const app = await site.startApp();
    await textIn("Written before the power went");
    file = join(site.folder, "killed.db");
    for (const part of ["", "-wal", "-shm"]) copyFileSync(site.databaseFile + part, file + part);
    await app.stop();
    expect(readFileSync(file).includes("Written before the power went")).toBe(false);
    await restored();
    expect(readFileSync(site.databaseFile).includes("Written before the power went")).toBe(true);
  });

  it("leaves the folder of backups as it was", async () => {
    await (await site.startApp()).stop();
    await backedUp();
    await restored();
    expect(readdirSync(join(site.folder, "backups"))).toEqual(["monday.db"]);
    writeFileSync(
      join(site.folder, "backups", "odd.db"),
      "this is no database, though long enough to be one",
    );
    file = join(site.folder, "backups", "odd.db");
    await expect(restored()).rejects.toThrow(/nothing was changed/);
    expect(readdirSync(join(site.folder, "backups"))).toEqual(["monday.db", "odd.db"]);
  });

  it("can be undone with what it kept, also of a killed app", async () => {
    const app = await site.startApp();
    await backedUp();
    await textIn("After the copy");
    const killed = join(site.folder, "killed.db");
    for (const part of ["", "-wal", "-shm"]) copyFileSync(site.databaseFile + part, killed + part);
    await app.stop();
    for (const part of ["", "-wal", "-shm"]) {
      rmSync(site.databaseFile + part, { force: true });
      renameSync(killed + part, site.databaseFile + part);
    }
    const said = await restored();
    const kept = readdirSync(site.folder).find((name) => /\.replaced-[^-]*$/.test(name)) ?? "";
    expect(said).toContain(`${kept}-wal`);
    expect(readFileSync(site.databaseFile).includes("After the copy")).toBe(false);
    file = join(site.folder, kept);
    await restored();
    expect(readFileSync(site.databaseFile).includes("After the copy")).toBe(true);
  });

  it("is refused while the app runs", async () => {
    await site.startApp();
    await backedUp();
    await expect(restore(site.config(), file, createScreen(), Date.now)).rejects.toThrow(
      /Another Threadline is running/,
    );
  });

  it.each([
    ["what is no database", (path: string) => writeFileSync(path, "hello, this is not a database at all")],
    ["a database of something else", (path: string) => copyFileSync(`${site.databaseFile}.lock`, path)],
  ])("refuses %s, and changes nothing", async (_, write) => {
    await (await site.startApp()).stop();
    const before = readFileSync(site.databaseFile);
    file = join(site.folder, "odd.db");
    write(file);
    await expect(restore(site.config(), file, createScreen(), Date.now)).rejects.toThrow(
      /nothing was changed/,
    );
    expect(readFileSync(site.databaseFile).equals(before)).toBe(true);
  });

  it("refuses a backup that the key does not open, and changes nothing", async () => {
    const app = await site.startApp({ ENCRYPTION_KEY: key });
    await textIn("Sealed");
    await backedUp({ ENCRYPTION_KEY: key });
    await app.stop();
    const before = readdirSync(site.folder).sort();
    await expect(restored({ ENCRYPTION_KEY: otherKey })).rejects.toThrow(/nothing was changed.*another key/);
    expect(readdirSync(site.folder).sort()).toEqual(before);
  });

  it("says that texts that were due won't leave by themselves, however young the copy, and how old it is", async () => {
    const app = await site.startApp();
    await until("a heartbeat", heartbeat);
    await app.stop();
    await backedUp();
    expect(await restored()).toContain("don't leave by themselves");
    const later = Date.now() + 3 * 3_600_000;
    const said = await atTime(later, () => restored());
    expect(said).toContain("3 h old");
    expect(said).toContain("don't leave by themselves");
  });

  it("keeps a text that was due in a young copy for its author's word: it may have left since", async () => {
    const held = { HOLD_SECONDS: "600", SEND_WITHIN_MINUTES: "30" };
    const app = await site.startApp(held);
    const { control } = site.sandbox.slack;
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Are you open?" });
    const card = await until("the card", () => control.messages(scene.channel).at(-1));
    control.post({ user: scene.ben, channel: scene.channel, text: "Until 6", threadTs: card.ts });
    await until("Ben has it", () =>
      JSON.stringify(control.message(scene.channel, card.ts)).includes(scene.ben),
    );
    await backedUp(held);
    await app.stop();
    await restored(held);
    await site.startApp(held);
    await until("the question in the thread", () =>
      control
        .thread(scene.channel, card.ts)
        .some((message) => JSON.stringify(message.blocks).includes("Send now")),
    );
    expect(site.sandbox.twilio.control.phone(scene.maria).messages).toHaveLength(1);
  });

  it("refuses to start with an empty database where a restore was interrupted", async () => {
    writeFileSync(`${site.databaseFile}.restoring`, "");
    await expect(site.startApp()).rejects.toThrow(
      /A restore was interrupted.*Run `threadline restore FILE` again/,
    );
    expect(existsSync(site.databaseFile)).toBe(false);
  });
});

async function heartbeat(): Promise<number | null> {
  const store = await openStore({ database: site.databaseFile, keys: [], tables: "expect" });
  const heard = await lastHeartbeat({ store });
  await store.close();
  return heard;
}

async function atTime<T>(now: number, act: () => Promise<T>): Promise<T> {
  const real = Date.now;
  Date.now = () => now;
  try {
    return await act();
  } finally {
    Date.now = real;
  }
}
