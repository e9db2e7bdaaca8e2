import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Tx } from "../../src/bridge/contracts/store/store.ts";
import { backup } from "../../src/command-line/backup.ts";
import { seal } from "../../src/command-line/seal.ts";
import type { Address, DraftId, SlackUserId, TemplateId, Username } from "../../src/domain/ids.ts";
import { scene } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import { until } from "../journeys/until.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
});
afterEach(() => site.stop());

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const first = { ENCRYPTION_KEY: keyOf(1) };
const changed = { ENCRYPTION_KEY: `${keyOf(2)},${keyOf(1)}` };
const second = { ENCRYPTION_KEY: keyOf(2) };

async function sealed(change: Record<string, string>): Promise<{ code: number; said: string }> {
  const screen = createScreen();
  const code = await seal(site.config(change), screen);
  return { code, said: screen.text() };
}

const textIn = (body: string) =>
  site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body });

/** All that anybody finds who has the files. */
const onDisk = () =>
  ["", "-wal"]
    .map((part) => site.databaseFile + part)
    .map((name) => {
      try {
        return readFileSync(name, "latin1");
      } catch {
        return "";
      }
    })
    .join("");

const inThread = () =>
  JSON.stringify(
    site.sandbox.slack.control
      .messages(scene.channel)
      .map(({ ts }) => site.sandbox.slack.control.thread(scene.channel, ts)),
  );

async function counts(change: Record<string, string>) {
  const store = await openStore({
    database: site.databaseFile,
    keys: site.config(change).encryptionKeys,
    tables: "expect",
  });
  const found = await store.read((tx) => tx.sealing.counts());
  await store.close();
  return found;
}

const hours = "t-hours" as TemplateId;

async function withStore<T>(change: Record<string, string>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { database: file, encryptionKeys: keys } = site.config(change);
  const store = await openStore({ database: file, keys, tables: "expect" });
  try {
    return await store.transaction(work);
  } finally {
    await store.close();
  }
}

describe("threadline seal", () => {
  it("seals what was stored before there was a key, and leaves no trace of it in the file", async () => {
    const app = await site.startApp();
    for (let count = 0; count < 60; count += 1) await textIn(`Before the key ${count}`);
    await app.stop();
    expect(onDisk()).toContain("Before the key");
    const { readable } = await counts(first);
    expect(readable).toBeGreaterThan(60);
    const { code, said } = await sealed(first);
    expect(code).toBe(0);
    expect(said).toContain(`Sealed: ${readable} rows that could be read`);
    expect(onDisk()).not.toContain("Before the key");
    expect(await counts(first)).toMatchObject({ readable: 0, older: 0 });
    expect((await sealed(first)).said).toContain("nothing was to be done");
  });

  it("seals templates, each of their versions, and drafts, and reseals them with a newer key", async () => {
    const app = await site.startApp();
    await textIn("Hello");
    await app.stop();
    const text = "Words before the key";
    await withStore({}, async (tx) => {
      const contact = (await tx.contacts.find(scene.maria as Address)) ?? expect.fail("no contact");
      const [episode] = await tx.episodes.openWith(contact.id);
      const at = { by: null, at: 1 };
      const content = {
        scope: { kind: "company" },
        key: "hours",
        name: `${text}: name`,
        literal: false,
      } as const;
      await tx.templates.insert({ ...content, text: `${text}: first`, id: hours, ...at });
      await tx.templates.change(hours, { text: `${text}: second` }, { change: "edited", ...at });
      await tx.drafts.put({
        id: "d1" as DraftId,
        author: "ben" as Username,
        authorUser: scene.ben as SlackUserId,
        episodeId: episode?.id ?? expect.fail("no conversation"),
        templateId: hours,
        templateVersion: 1,
        text: `${text}: draft`,
        at: null,
        unlessTheyWrite: false,
        createdAt: 1,
        changedAt: 1,
      });
    });
    expect(onDisk()).toContain(text);
    const kept = async (change: Record<string, string>) =>
      withStore(change, async (tx) => ({
        texts: (await tx.templates.versions(hours)).map((version) => `${version.name} ${version.text}`),
        draft: (await tx.drafts.get("d1" as DraftId))?.text,
      }));
    const before = await kept({});
    for (const keys of [first, changed]) {
      expect((await sealed(keys)).code).toBe(0);
      expect(onDisk()).not.toContain(text);
      expect(await counts(keys)).toMatchObject({ readable: 0, older: 0 });
    }
    expect(await kept(second)).toEqual(before);
  });

  it("works beside the running app, which goes on with what it sealed", async () => {
    const app = await site.startApp();
    await textIn("Before the key");
    await app.stop();
    await site.startApp(first);
    const { code } = await sealed(first);
    expect(code).toBe(0);
    await textIn("After it");
    await until("the text after", () => inThread().includes("After it"));
    const card = site.sandbox.slack.control.messages(scene.channel)[0] ?? expect.fail("no card");
    site.sandbox.slack.control.post({
      user: scene.ben,
      channel: scene.channel,
      text: "Hello",
      threadTs: card.ts,
    });
    await until("the reply on the phone", () =>
      site.sandbox.twilio.control.phone(scene.maria).messages.some(({ body }) => body === "Hello"),
    );
    expect(await counts(first)).toMatchObject({ readable: 0, older: 0 });
  });

  it("seals with a newer key what an older one had sealed: then the older one is not needed", async () => {
    const app = await site.startApp(first);
    await textIn("Under the first key");
    await app.stop();
    const { said } = await sealed(changed);
    expect(said).toMatch(/\d+ rows? that an older key had sealed/);
    const again = await site.startApp(second);
    await textIn("Under the second");
    await until("both texts", () => /Under the first key.*Under the second/s.test(inThread()));
    await again.stop();
  });

  it("goes on where it was interrupted", async () => {
    const app = await site.startApp();
    for (const body of ["One", "Two", "Three"]) await textIn(body);
    await app.stop();
    const store = await openStore({
      database: site.databaseFile,
      keys: site.config(first).encryptionKeys,
      tables: "expect",
    });
    await store.transaction(async (tx) => {
      let place: Awaited<ReturnType<typeof tx.sealing.look>>["next"] = null;
      do {
        const { found, next } = await tx.sealing.look(place, 1);
        if (found.length > 0) return await tx.sealing.seal(found);
        place = next;
      } while (place !== null);
      return expect.fail("nothing was readable");
    });
    await store.close();
    expect((await sealed(first)).code).toBe(0);
    expect(await counts(first)).toMatchObject({ readable: 0, older: 0 });
  });

  it("is refused while the app that runs could not read it, and without a key", async () => {
    await site.startApp(first);
    await textIn("Under the first key");
    await expect(sealed(changed)).rejects.toThrow(/Restart it, then run threadline seal/);
    await expect(sealed({})).rejects.toThrow(/another key|ENCRYPTION_KEY is not set/);
    expect(await counts(first)).toMatchObject({ readable: 0, older: 0 });
  });

  it("is what backup asks for when rows in the copy can be read", async () => {
    const app = await site.startApp();
    await textIn("Before the key");
    await app.stop();
    const screen = createScreen();
    await backup(site.config(first), join(site.folder, "one.db"), screen);
    expect(screen.text()).toMatch(
      /But \d+ rows? in it w.* can be read by whoever has the file\.\nRun threadline seal/,
    );
    await sealed(first);
    const after = createScreen();
    await backup(site.config(first), join(site.folder, "two.db"), after);
    expect(after.text()).not.toContain("can be read");
    expect(readFileSync(join(site.folder, "two.db"), "latin1")).not.toContain("Before the key");
  });
});
