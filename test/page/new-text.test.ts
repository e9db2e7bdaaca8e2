/** Texts that begin in Slack, as a member sees them in a browser. */
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stockTemplates } from "../bridge/templates/stock.ts";
import { sideways, violations } from "./looks.ts";
import {
  actAs,
  asInTheDemo,
  channel,
  createPageWorld,
  isInSight,
  message,
  openThread,
  type PageWorld,
  phones,
  scene,
  text,
  thread,
} from "./page-world.ts";

let at: PageWorld;
beforeEach(async () => {
  at = await createPageWorld({ ...asInTheDemo, env: { QUIET_HOURS: "off" } });
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

const form = (page: Page): Locator => page.getByRole("dialog", { name: "New text" });

/** By the bolt under the box to write in. */
async function openForm(page: Page): Promise<Locator> {
  await channel(page).getByRole("button", { name: "Shortcuts" }).click();
  await page.getByRole("menuitem", { name: /New text/ }).click();
  await form(page).waitFor();
  return form(page);
}

/** Types what somebody is called, and takes whom the app names. */
async function choose(dialog: Locator, typed: string, name: string | RegExp): Promise<void> {
  await dialog.getByRole("combobox", { name: "To" }).fill(typed);
  await dialog.getByRole("option", { name }).click();
}

describe("New text", () => {
  it("takes a template's words, asks what it asks, and reads as it will for whom it is for", async () => {
    const { page, world } = at;
    await stockTemplates(join(world.folder, "threadline.db"), [
      {
        key: "visit",
        name: "Visit",
        text: "Hi {{contact.first_name}}, see you {{?appointment day}}.\nYours, {{agent.first_name}}",
      },
    ]);
    const dialog = await openForm(page);
    await choose(dialog, "mari", /Maria Lopez/);
    await dialog.getByLabel("From").selectOption({ label: "Front desk, (555) 010-0001" });
    await dialog.getByRole("combobox", { name: "Template" }).fill("vis");
    await dialog.getByRole("option", { name: "Visit (visit)" }).click();
    const words = dialog.getByRole("textbox", { name: "Text" });
    await expect.poll(() => words.inputValue()).toContain("Hi {{contact.first_name}}");
    await dialog.getByText("is filled in for each recipient when you send").waitFor();
    await dialog.getByRole("textbox", { name: "Appointment day" }).fill("on Monday");
    await dialog.getByRole("button", { name: "Check" }).click();
    await dialog.getByText("For Maria Lopez (…9001): Hi Maria, see you on Monday.").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "detached" });
    await phones(page).getByText("Hi Maria, see you on Monday.").waitFor();
  });

  it("goes from the shortcut by a search and a count to the phone, and stands in a thread under its author's name", async () => {
    const { page } = at;
    const dialog = await openForm(page);
    await choose(dialog, "mari", /Maria Lopez/);
    await dialog.getByLabel("From").selectOption({ label: "Front desk, (555) 010-0001" });
    const words = dialog.getByRole("textbox", { name: "Text" });
    await words.fill(`We’re ready. ${"Please come by. ".repeat(8)}`);
    await dialog.getByRole("button", { name: "Check" }).click();
    await dialog.getByText("curly apostrophe").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Use plain punctuation" }).click();
    await expect.poll(() => words.inputValue()).toContain("We're ready.");
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "detached" });
    await phones(page).getByText("We're ready.").waitFor();
    await openThread(page);
    const posted = message(thread(page), "We're ready.").last();
    await posted.getByText("APP", { exact: true }).waitFor();
    expect(await posted.locator(".message-author").textContent()).toBe("Ben Ito");
    expect(await posted.locator(".avatar").textContent()).toBe("BI");
  });

  it("is a command, too, which says at its place what is wrong, to its author alone", async () => {
    const { page } = at;
    const box = channel(page).getByRole("textbox");
    await box.fill("/sms nobody hello");
    await box.press("Enter");
    const said = message(channel(page), "Only visible to you");
    await said.getByText("Nothing was sent.").waitFor();
    await actAs(page, "Ana Reyes");
    expect(await said.count()).toBe(0);
    await box.fill("/sms (555) 019-9002 running late");
    await box.press("Enter");
    await form(page).waitFor();
    const chosen = form(page).getByRole("list", { name: "Chosen: To" });
    await chosen.getByText("Sam Okafor").waitFor();
    expect(await form(page).getByRole("textbox", { name: "Text" }).inputValue()).toBe("running late");
  });
});

describe("a text for a time", () => {
  it("stands in the thread with what can be done about it, and leaves when its author says so", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await openThread(page);
    const dialog = await openForm(page);
    await choose(dialog, "mari", /Maria Lopez/);
    await dialog.getByLabel("From").selectOption({ label: "Front desk, (555) 010-0001" });
    await dialog.getByRole("textbox", { name: "Text" }).fill("We open at 8.");
    const tomorrow = new Date(Date.now() + 24 * 3_600_000);
    const zone = tomorrow.getTimezoneOffset() * 60_000;
    const local = new Date(tomorrow.getTime() - zone).toISOString().slice(0, 16);
    await dialog.getByLabel("When").fill(local);
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "detached" });
    const planned = message(thread(page), "We open at 8.").last();
    for (const name of ["Send now", "Edit", "Cancel"])
      await planned.getByRole("button", { name, exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await phones(page).getByText("We open at 8.").count()).toBe(0);
    await planned.getByRole("button", { name: "Send now" }).click();
    await phones(page).getByText("We open at 8.").waitFor();
  });
});

/** The app's direct messages of whoever acts. */
const direct = (page: Page): Locator => page.getByRole("region", { name: "Threadline", exact: true });
const sidebar = (page: Page): Locator => page.getByRole("navigation", { name: "Slack" });

describe("a text to several", () => {
  it("is asked about first, shows how far it is while it runs, and says at the end what came of it", async () => {
    const { page } = at;
    const phone = await at.newWindow({ viewport: { width: 390, height: 844 } });
    await actAs(page, "Ana Reyes");
    const dialog = await openForm(page);
    await choose(dialog, "mari", /Maria Lopez/);
    await choose(dialog, "sam", /Sam Okafor/);
    await choose(dialog, "(555) 019-9003", /019-9003/);
    await dialog.getByRole("textbox", { name: "Text" }).fill("Closed on Friday");
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.getByText("3 people get it").waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "detached" });
    await sidebar(page)
      .getByRole("button", { name: /^Threadline/ })
      .click();
    const progress = message(direct(page), "Text to 3 people");
    await progress.getByText("Done. It left for 3 of 3.").waitFor();
    expect(await direct(page).getByRole("article").filter({ hasText: "Text to 3" }).count()).toBe(1);
    // It takes three seconds; whoever looked in time saw the bar grow in that message.
    const drawn = at.world.sandbox.slack.control.calls("chat.*").map(({ args }) => JSON.stringify(args));
    expect(drawn.filter((words) => /▱ [0-2] of 3/.test(words))).not.toEqual([]);
    await phones(page).getByText("Closed on Friday").waitFor();
    expect(await violations(page)).toEqual([]);
    await actAs(phone, "Ana Reyes");
    expect(await sideways(phone)).toEqual([]);
  });

  it("is asked about where it can be seen without scrolling", async () => {
    const { page } = at;
    await actAs(page, "Ana Reyes");
    const dialog = await openForm(page);
    await choose(dialog, "mari", /Maria Lopez/);
    await choose(dialog, "sam", /Sam Okafor/);
    await choose(dialog, "(555) 019-9003", /019-9003/);
    await choose(dialog, "ben", /Ben Ito/);
    await dialog.getByRole("textbox", { name: "Text" }).fill("Closed on Friday");
    await dialog.getByRole("button", { name: "Send" }).click();
    const asked = dialog.getByText("press Send once more");
    await asked.waitFor();
    expect(await isInSight(asked, dialog.locator(".dialog-body"))).toBe(true);
  });

  it("is stopped while it waits, and nobody gets it", async () => {
    await at.world.restart({ env: { HOLD_SECONDS: "60" } });
    const { page } = at;
    await actAs(page, "Ana Reyes");
    const dialog = await openForm(page);
    await choose(dialog, "mari", /Maria Lopez/);
    await choose(dialog, "sam", /Sam Okafor/);
    await dialog.getByRole("textbox", { name: "Text" }).fill("Closed on Friday");
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.getByText("2 people get it").waitFor();
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "detached" });
    await sidebar(page)
      .getByRole("button", { name: /^Threadline/ })
      .click();
    const progress = message(direct(page), "Text to 2 people");
    await progress.getByText(/▱ 0 of 2/).waitFor();
    await progress.getByRole("button", { name: "Stop" }).click();
    await progress.getByText("Stopped. It had left for 0 of 2.").waitFor();
    expect(at.world.received(scene.maria)).toEqual([]);
  });
});

describe("what is written to a colleague", () => {
  it("stands in group direct messages under its author's name, and what is answered there stays there", async () => {
    const { page } = at;
    await actAs(page, "Ana Reyes");
    const box = channel(page).getByRole("textbox");
    await box.fill("/sms @Ben Ito can you take line 2?");
    await box.press("Enter");
    const group = page.getByRole("region", { name: "Ben Ito", exact: true });
    await sidebar(page)
      .getByRole("button", { name: /^Ben Ito/ })
      .click();
    const asked = message(group, "can you take line 2?");
    await asked.getByText("APP", { exact: true }).waitFor();
    expect(await asked.locator(".message-author").textContent()).toBe("Ana Reyes");
    expect(await violations(page)).toEqual([]);
    await actAs(page, "Ben Ito");
    await sidebar(page)
      .getByRole("button", { name: /^Ana Reyes/ })
      .click();
    const answer = page.getByRole("region", { name: "Ana Reyes", exact: true });
    await answer.getByRole("textbox").fill("On it");
    await answer.getByRole("textbox").press("Enter");
    await message(answer, "On it").waitFor();
    await actAs(page, "Ana Reyes");
    await message(group, "On it").waitFor();
    expect(at.world.sandbox.twilio.control.messages()).toEqual([]);
  });
});
