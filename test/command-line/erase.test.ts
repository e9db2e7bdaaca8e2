import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { erase } from "../../src/command-line/erase.ts";
import { exportCustomer } from "../../src/command-line/export.ts";
import { loadSlackCalls } from "../../src/config.ts";
import type { Address, DraftId, SlackUserId, Username } from "../../src/domain/ids.ts";
import { scene } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import { until } from "../journeys/until.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
});
afterEach(() => site.stop());

interface Said {
  readonly code: number;
  readonly said: string;
}

async function erased(typed: string, change: Record<string, string> = {}): Promise<Said> {
  const screen = createScreen();
  const slack = loadSlackCalls({ ...site.env, ...change });
  const code = await erase(site.config(change), slack, typed, screen, Date.now);
  return { code, said: screen.text() };
}

async function exported(typed: string, change: Record<string, string> = {}): Promise<Said> {
  const screen = createScreen();
  const code = await exportCustomer(site.config(change), typed, screen);
  return { code, said: screen.text() };
}

const slack = () => site.sandbox.slack.control;
const phone = (number: string) => site.sandbox.twilio.control.phone(number);
const text = (from: string, body: string) => site.sandbox.twilio.control.text({ from, to: scene.line, body });

async function thread(of: string) {
  return await until("the card", () =>
    slack()
      .messages(scene.channel)
      .find((message) => message.botId !== null && JSON.stringify(message).includes(of)),
  );
}

/** Maria asks, Ben notes and answers; Sam is somebody else. */
async function conversed() {
  await text(scene.maria, "Marias first words");
  await text(scene.sam, "Sams words");
  const card = await thread("Maria Lopez");
  await thread("Sam Okafor");
  const say = (words: string) =>
    slack().post({ user: scene.ben, channel: scene.channel, text: words, threadTs: card.ts });
  const note = say("note: call her in March");
  const reply = say("Answered by Ben");
  await until("the answer", () => phone(scene.maria).messages.some(({ body }) => body === "Answered by Ben"));
  await until("its mark", () => (slack().message(scene.channel, reply.ts)?.reactions.length ?? 0) > 0);
  await until("the note's mark", () => (slack().message(scene.channel, note.ts)?.reactions.length ?? 0) > 0);
  await until("nothing owed", async () => {
    const metrics = await (await fetch(`${site.env.PUBLIC_URL}/metrics`)).text();
    return !/^threadline_outbox_owed\{.*\} [1-9]/m.test(metrics);
  });
  return card;
}

const onDisk = () => readFileSync(site.databaseFile, "latin1");

/** Ana names a number that nobody knows, by its card's menu. */
async function named(name: string) {
  await until("the app's socket", () => slack().sockets() > 0);
  await text(stranger, "Do you have a table?");
  const card = await thread("019-9077");
  const at = { user: scene.ana, channel: scene.channel, ts: card.ts };
  const menu = /\{"e":"[^}]*"c":"name"\}/.exec(JSON.stringify(card.blocks).replaceAll('\\"', '"'));
  await slack().press({ ...at, actionId: "episode.more", value: menu?.[0] ?? "" });
  await until("the form", () => slack().views(scene.ana)[0]);
  await slack().submitView({ user: scene.ana, values: { name: { name } } });
  await until("the card anew", () => JSON.stringify(slack().message(scene.channel, card.ts)).includes(name));
}
const stranger = "+15550199077";

describe("a name that was given in Slack", () => {
  it("is exported with who gave it, sealed on the disk, and gone once its customer is erased", async () => {
    const key = { ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64") };
    const app = await site.startApp(key);
    await named("Nora Quist");
    expect(onDisk()).not.toContain("Nora Quist");
    const { said } = await exported(stranger, key);
    expect(said).toContain("All that Threadline stores of Nora Quist, (555) 019-9077");
    expect(said).toMatch(/name: Nora Quist\n.*named by: ana\n.*named at: \d{4}-/);
    await app.stop();
    expect((await erased(stranger, key)).said).toContain("Erased here: Nora Quist, (555) 019-9077");
    expect(await exported(stranger, key)).toMatchObject({ code: 1 });
    await site.startApp(key);
    await text(stranger, "It's me again");
    expect(JSON.stringify(await thread("019-9077"))).not.toContain("Nora");
  });
});

it("a picture is exported by what it is, and erased here and in Slack", async () => {
  const app = await site.startApp();
  const base64 = Buffer.from("\xff\xd8\xff\xe0picture", "latin1").toString("base64");
  const media = [{ contentType: "image/jpeg", base64 }];
  await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Look", media });
  await until("the picture", () => slack().files().length > 0);
  await app.stop();
  const { said } = await exported(scene.maria);
  expect(said).toMatch(
    /Came or left with a text: a picture or another file\n(.*\n)*?.*content type: image\/jpeg/,
  );
  expect((await erased(scene.maria)).code).toBe(0);
  expect(await exported(scene.maria)).toMatchObject({ code: 1 });
  expect(slack().files()).toEqual([]);
  expect(
    slack()
      .calls()
      .filter(({ method }) => method === "files.delete"),
  ).toHaveLength(1);
});

it("a picture that is under way is exported without where it can be fetched, and is there no longer once its customer is erased", async () => {
  const { control } = site.sandbox.twilio;
  const app = await site.startApp();
  await text(scene.maria, "How is it?");
  const card = await thread("Maria Lopez");
  control.setOutcome({ outcome: { kind: "stuck" } });
  const files = [{ name: "menu.pdf", content: "%PDF-1.7 menu" }];
  slack().post({ user: scene.ben, channel: scene.channel, text: "Here", threadTs: card.ts, files });
  const address = await until(
    "where it can be fetched",
    () => control.calls().find(({ params }) => params.MediaUrl !== undefined)?.params.MediaUrl,
  );
  expect(await (await fetch(address)).text()).toBe("%PDF-1.7 menu");
  const { said } = await exported(scene.maria);
  expect(said).toContain("menu.pdf");
  expect(said).not.toContain(new URL(address).pathname.split("/")[2]);
  await app.stop();
  expect((await erased(scene.maria)).code).toBe(0);
  const again = await site.startApp();
  const { pathname } = new URL(address);
  expect((await fetch(`${site.env.PUBLIC_URL}${pathname}`)).status).toBe(404);
  await again.stop();
});

it("a draft is exported with the customer whom it is for, and erased with them", async () => {
  const app = await site.startApp();
  await text(scene.maria, "Hello");
  await thread("Maria Lopez");
  await app.stop();
  const { database, encryptionKeys: keys } = site.config();
  const store = await openStore({ database, keys, tables: "expect" });
  const id = "d1" as DraftId;
  await store.transaction(async (tx) => {
    const contact = (await tx.contacts.find(scene.maria as Address)) ?? expect.fail("no contact");
    const episodeId = (await tx.episodes.openWith(contact.id))[0]?.id ?? expect.fail("no conversation");
    const [author, authorUser] = ["ben" as Username, scene.ben as SlackUserId];
    const from = { templateId: null, templateVersion: null, at: null, unlessTheyWrite: false };
    const draft = {
      id,
      author,
      authorUser,
      episodeId,
      text: "Dear Maria, not yet",
      createdAt: 1,
      changedAt: 1,
    };
    await tx.drafts.put({ ...draft, ...from });
  });
  const { said } = await exported(scene.maria);
  expect(said).toMatch(/Kept by the team as a draft, not sent\n {2}Dear Maria, not yet/);
  await store.close();
  await erased(scene.maria);
  const after = await openStore({ database, keys, tables: "expect" });
  expect(await after.read((tx) => tx.drafts.get(id))).toBeNull();
  await after.close();
});

describe("threadline export", () => {
  it("prints all that is stored of one customer, and nothing of others", async () => {
    const key = { ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64") };
    await site.startApp(key);
    const card = await conversed();
    const { code, said } = await exported("+1 (555) 019-9001", key);
    expect(code).toBe(0);
    expect(said).toContain("All that Threadline stores of Maria Lopez, (555) 019-9001");
    for (const words of [
      "Text from the customer\n  Marias first words",
      "Text to the customer\n  Answered by Ben",
      "call her in March",
      card.ts,
    ])
      expect(said).toContain(words);
    expect(said).not.toContain("Sams words");
    expect(said).not.toContain(scene.sam);
  });

  it("lets no customer's words move the cursor, or turn what follows round", async () => {
    await site.startApp();
    await text(scene.maria, "Hello \u001b[2J\r\u202ethere\u2067");
    await thread("Maria Lopez");
    const { said } = await exported(scene.maria);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not come out.
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
  });

  it.each([["(555) 019-9009"], ["555 019 9009"]])(
    "says that nothing is stored of %s, and what may be meant",
    async (typed) => {
      await (await site.startApp()).stop();
      const { code, said } = await exported(typed);
      expect(code).toBe(1);
      expect(said).toContain("Nothing is stored of");
      expect(said).toContain("Did you mean +15550199009?");
    },
  );
});

describe("threadline erase", () => {
  it("beside the running app erases one customer, here and in Slack, and says what remains", async () => {
    const app = await site.startApp();
    const card = await conversed();
    const { code, said } = await erased(scene.maria);
    expect(code).toBe(0);
    expect(said).toContain("Erased here: Maria Lopez, (555) 019-9001: 1 conversation, 2 texts");
    const left = slack()
      .thread(scene.channel, card.ts)
      .filter(({ subtype }) => subtype !== "tombstone");
    expect(left.map(({ text: words }) => words)).toEqual(["note: call her in March", "Answered by Ben"]);
    expect(said).toMatch(
      new RegExp(`2 messages by members: .*/archives/${scene.channel}/p${card.ts.replace(".", "")}`),
    );
    for (const place of ["directory.yml", "Backups", "Twilio"]) expect(said).toContain(place);
    expect((await exported(scene.maria)).code).toBe(1);
    expect((await exported(scene.sam)).said).toContain("Sams words");
    await app.stop();
    for (const words of ["Marias first words", "Answered by Ben", "call her in March"])
      expect(onDisk()).not.toContain(words);
    const found = await rowsThatName(scene.maria);
    // Her name in the directory's file is its author's.
    expect(found).toEqual(["directory"]);
  });

  it.each(["55", "nobody"])("says of %s that it is no number, and so does an export", async (typed) => {
    await (await site.startApp()).stop();
    const words = "That is no number. Write it with its country code, such as +15550199001.";
    for (const command of [erased, exported]) {
      const { code, said } = await command(typed);
      expect(code).toBe(1);
      expect(said).toBe(`Nothing is stored of ${typed}. ${words}`);
    }
    expect(await erased("+15550199777")).toEqual({
      code: 0,
      said: "Nothing is stored of (555) 019-9777.",
    });
  });

  it.each(["555", "12345"])(
    "says of the short code %s that nothing is stored of it, and so does an export",
    async (typed) => {
      await (await site.startApp()).stop();
      const said = `Nothing is stored of ${typed}. If no short code was meant, write the number with its country code, such as +15550199001.`;
      expect(await erased(typed)).toEqual({ code: 0, said });
      expect(await exported(typed)).toEqual({ code: 1, said });
    },
  );

  it.each(["group:+15550199777,+15550199778,+15550199779", "+15550199778, +15550199777 , +15550199779"])(
    "says of the group %s that nothing is stored of it, and so does an export",
    async (typed) => {
      await (await site.startApp()).stop();
      const said = "Nothing is stored of (555) 019-9777, (555) 019-9778 and (555) 019-9779.";
      expect(await erased(typed)).toEqual({ code: 0, said });
      expect(await exported(typed)).toEqual({ code: 1, said });
    },
  );

  it("of the last customer leaves a database on which the app starts", async () => {
    const app = await site.startApp();
    await text(scene.sam, "Sams words");
    await thread("Sam Okafor");
    await app.stop();
    expect((await erased(scene.sam)).said).toContain("Erased here: Sam Okafor");
    await site.startApp();
    await text(scene.sam, "Me again");
    await until("a card", () => JSON.stringify(slack().messages(scene.channel)).includes("Me again"));
  });

  it("is not undone by the carrier's list, and her next text begins anew", async () => {
    const app = await site.startApp({ TWILIO_POLL_SECONDS: "1" });
    await conversed();
    await erased(scene.maria);
    await app.tick();
    expect((await exported(scene.maria)).code).toBe(1);
    await text(scene.maria, "Marias next words");
    await until("the new card", () => thread("Maria Lopez"));
    const { said } = await exported(scene.maria);
    expect(said).toContain("Marias next words");
    expect(said).not.toContain("Marias first words");
  });

  it("goes on in Slack when it can be reached again", async () => {
    await site.startApp();
    const card = await conversed();
    slack().down(true);
    const first = await erased(scene.maria);
    expect(first.code).toBe(1);
    expect(first.said).toMatch(/Posts of Threadline in Slack, in 1 thread: .*run this again/);
    slack().down(false);
    const second = await erased(scene.maria);
    expect(second.code).toBe(0);
    expect(second.said).toContain("Nothing is stored of (555) 019-9001.");
    expect(second.said).toMatch(/Deleted in Slack: \d+ posts/);
    expect(JSON.stringify(slack().thread(scene.channel, card.ts))).not.toContain("Marias first words");
  });

  it("says that Slack was not asked where no token is at hand", async () => {
    const app = await site.startApp();
    await conversed();
    await app.stop();
    const { code, said } = await erased(scene.maria, { SLACK_BOT_TOKEN: "" }).catch(() => none());
    expect(code).toBe(1);
    expect(said).toContain(
      "Slack was not asked. SLACK_BOT_TOKEN is missing. Put that right, then run this again.",
    );
  });

  it("erases what came to a number that is no line, and names copies beside the database", async () => {
    site.sandbox.twilio.control.addNumber({ number: "+15550100009" });
    const app = await site.startApp();
    await site.sandbox.twilio.control.text({ from: scene.maria, to: "+15550100009", body: "Anybody there" });
    await app.stop();
    writeFileSync(`${site.databaseFile}.before-update`, "");
    expect((await exported(scene.maria)).said).toContain("Anybody there");
    const { code, said } = await erased(scene.maria);
    expect(code).toBe(0);
    expect(said).toContain("1 text,");
    expect(said).toContain(`${site.databaseFile}.before-update`);
    expect(onDisk()).not.toContain("Anybody there");
  });
});

/** The tables in which any value names her. */
async function rowsThatName(words: string): Promise<string[]> {
  const store = await openStore({ database: site.databaseFile, keys: [], tables: "expect" });
  const directory = await store.read((tx) => tx.directories.current());
  await store.close();
  return JSON.stringify(directory).includes(words) && onDisk().split(words).length === 2
    ? ["directory"]
    : ["elsewhere"];
}

/** Without a token only the disk's half of a site's configuration is whole. */
async function none(): Promise<Said> {
  const screen = createScreen();
  const slackless = loadSlackCalls({ ...site.env, SLACK_BOT_TOKEN: "" });
  const code = await erase(site.config(), slackless, scene.maria, screen, Date.now);
  return { code, said: screen.text() };
}
