/** What is unread, and for whom: everybody has their own. */
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  actAs,
  channel,
  createPageWorld,
  marked,
  message,
  openThread,
  type PageWorld,
  reply,
  text,
  thread,
} from "./page-world.ts";

let at: PageWorld;
beforeEach(async () => {
  at = await createPageWorld();
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

const people = (page: Page) => page.getByRole("group", { name: "Act in Slack as" });
const person = (page: Page, name: string) => people(page).getByRole("button", { name });
const inSidebar = (page: Page, name: string | RegExp) =>
  page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name });

/** The red number; null where there is none. */
const mentions = async (of: Locator): Promise<string | null> =>
  (await of.locator(".badge").allTextContents())[0] ?? null;

const isUnread = async (of: Locator) => (await of.getByLabel("unread").count()) > 0;

describe("what is unread", () => {
  it("is marked for everybody who was not there, and for nobody who was", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await expect.poll(() => isUnread(person(page, "Ana Reyes"))).toBe(true);
    await expect.poll(() => isUnread(person(page, "Cy Park"))).toBe(true);
    await expect.poll(() => isUnread(person(page, "Ben Ito"))).toBe(false);
    expect(await mentions(people(page))).toBeNull();

    await actAs(page, "Ana Reyes");
    await message(channel(page), "Maria Lopez").waitFor();
    await expect.poll(() => isUnread(person(page, "Ana Reyes"))).toBe(false);
    expect(await isUnread(person(page, "Cy Park"))).toBe(true);
    await page.reload();
    await message(channel(page), "Maria Lopez").waitFor();
    expect(await isUnread(person(page, "Ana Reyes"))).toBe(false);
    expect(await isUnread(person(page, "Cy Park"))).toBe(true);
  });

  it("is bold in the sidebar while another place is open", async () => {
    const { page } = at;
    await inSidebar(page, "Threads").click();
    const frontDesk = inSidebar(page, "front-desk");
    await text(page, "Hi, are you open today?");
    await inSidebar(page, /front-desk\s*, unread/).waitFor();
    await frontDesk.click();
    await message(channel(page), "Maria Lopez").waitFor();
    await expect.poll(() => frontDesk.textContent()).not.toContain("unread");
  });

  it("is counted where somebody is mentioned, for them alone, until they have seen it", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await openThread(page);
    await marked(await reply(page, "note: @Ana Reyes was it you?"), "memo");
    await marked(await reply(page, "note: @Ana Reyes or the others?"), "memo");
    await expect.poll(() => mentions(person(page, "Ana Reyes"))).toBe("2 mentions");
    expect(await mentions(person(page, "Ben Ito"))).toBeNull();
    expect(await mentions(person(page, "Cy Park"))).toBeNull();

    await thread(page).getByRole("button", { name: "Close thread" }).click();
    await actAs(page, "Ana Reyes");
    await expect.poll(() => mentions(inSidebar(page, "Threads"))).toBe("2 mentions");
    expect(await mentions(inSidebar(page, "front-desk"))).toBeNull();
    await channel(page)
      .getByRole("button", { name: /replies/ })
      .getByLabel("unread")
      .waitFor();
    await openThread(page);
    await message(thread(page), "or the others?").waitFor();
    await expect.poll(() => mentions(person(page, "Ana Reyes"))).toBeNull();
    expect(await mentions(inSidebar(page, "Threads"))).toBeNull();
  });

  it("is counted for a direct message of the app", async () => {
    const { page, world } = at;
    const { slack } = world.sandbox;
    const direct = slack.control.directMessage("U0ANA");
    slack.control.messageAsBot({ channel: direct, text: "Threadline is back." });
    await expect.poll(() => mentions(person(page, "Ana Reyes"))).toBe("1 mention");
    await actAs(page, "Ana Reyes");
    await expect.poll(() => mentions(inSidebar(page, "Threadline"))).toBe("1 mention");
    await inSidebar(page, "Threadline").click();
    await expect.poll(() => mentions(person(page, "Ana Reyes"))).toBeNull();
  });
});
