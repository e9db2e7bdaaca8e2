import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply } from "../../src/command-line/apply.ts";
import { blocked, unblock } from "../../src/command-line/blocked.ts";
import type { Address, E164, Username } from "../../src/domain/ids.ts";
import { scene } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import { until } from "../journeys/until.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
});
afterEach(() => site.stop());

const at = Date.UTC(2026, 0, 5, 12, 30);

/** Maria and a stranger are blocked by Ben, who got three more texts of hers. */
async function blockTwo(): Promise<void> {
  const { database: file, encryptionKeys: keys } = site.config();
  const store = await openStore({ database: file, keys, tables: "expect" });
  await store.transaction(async (tx) => {
    let ids = 0;
    const newId = () => `id-${ids++}`;
    for (const [number, moment] of [
      [scene.maria, at],
      ["+15550199077", at + 60_000],
    ] as const) {
      const line = { kind: "line", number: scene.line as E164 } as const;
      const { contactId } = await tx.conversations.open(number as Address, line, newId, 1);
      await tx.contacts.block(contactId, "ben" as Username, moment);
      if (number !== scene.maria) continue;
      for (let text = 0; text < 3; text += 1) await tx.contacts.countBlocked(contactId);
    }
  });
  await store.close();
}

async function listed(): Promise<string> {
  const screen = createScreen();
  expect(await blocked(site.config(), screen)).toBe(0);
  return screen.text();
}

async function unblocked(typed: string): Promise<string> {
  const screen = createScreen();
  expect(await unblock(site.config(), typed, screen, Date.now)).toBe(0);
  return screen.text();
}

describe("threadline blocked", () => {
  it("lists the number, when, by whom and how many texts came since, the newest first", async () => {
    await apply(site.config(), createScreen(), Date.now);
    await blockTwo();
    expect((await listed()).split("\n").slice(0, 3)).toEqual([
      "2 numbers are blocked. Times are in UTC.",
      "  +15550199077  blocked 2026-01-05 12:31 by Ben Ito, 0 texts since",
      "  +15550199001  Maria Lopez  blocked 2026-01-05 12:30 by Ben Ito, 3 texts since",
    ]);
  });

  it("says so where none is", async () => {
    await apply(site.config(), createScreen(), Date.now);
    expect(await listed()).toContain("No number is blocked.");
  });
});

describe("threadline unblock", () => {
  it("unblocks one, beside the running app, whose next text is shown", async () => {
    await apply(site.config(), createScreen(), Date.now);
    await blockTwo();
    await site.startApp();
    expect(await unblocked("+1 (555) 019-9001")).toContain(
      "Maria Lopez, (555) 019-9001 is unblocked. 3 texts came meanwhile, and are kept without being shown.",
    );
    expect(await listed()).toContain("One number is blocked.");
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Hello again" });
    await until("her card", () =>
      site.sandbox.slack.control.messages(scene.channel).some(({ text }) => text.includes("Hello again")),
    );
  });

  it.each([
    ["+15550199001", "(555) 019-9001 is not blocked. `threadline blocked` lists the numbers that are."],
    ["5550199001", "5550199001 is not blocked. Did you mean +15550199001?"],
    ["nobody", "nobody is not blocked. That is no number. Write it with its country code"],
    ["", "That is no number. Write it with its country code, such as +15550199001."],
  ])("refuses %j in words", async (typed, sentence) => {
    await apply(site.config(), createScreen(), Date.now);
    await expect(unblock(site.config(), typed, createScreen(), Date.now)).rejects.toThrow(sentence);
  });
});
