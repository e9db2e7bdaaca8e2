/** A conversation of a direct line, from the customer's phone to its owner's direct messages and back. */
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  actAs,
  asInTheDemo,
  chooseLine,
  createPageWorld,
  marked,
  message,
  type PageWorld,
  phones,
  reply,
  strip,
  text,
  thread,
} from "./page-world.ts";

let at: PageWorld;
beforeEach(async () => {
  at = await createPageWorld(asInTheDemo);
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

const direct = (page: Page): Locator => page.getByRole("region", { name: "Threadline", exact: true });
const openDirect = (page: Page) =>
  page
    .getByRole("navigation", { name: "Slack" })
    .getByRole("button", { name: /^Threadline/ })
    .click();

describe("the app's Home, in a browser", () => {
  it("shows its owner their line and what it answers by itself, which they change there", async () => {
    const { page } = at;
    const sidebar = page.getByRole("navigation", { name: "Slack" });
    await sidebar.getByRole("button", { name: "Home" }).click();
    const home = page.getByRole("region", { name: "Threadline Home" });
    await home.getByText("Ben's number").first().waitFor();
    await home.getByText("I answer within the hour.").waitFor();
    await home.getByRole("button", { name: "Auto-reply" }).click();
    const form = page.getByRole("dialog", { name: "Auto-reply" });
    await form.getByLabel("What it answers").fill("Back on Monday. Ben");
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    await home.getByText("Back on Monday. Ben").waitFor();
    await actAs(page, "Ana Reyes");
    await sidebar.getByRole("button", { name: "Home" }).click();
    await home.getByText("No line leads to you alone.").waitFor();
    expect(await home.getByRole("button", { name: "Auto-reply" }).count()).toBe(0);
  });
});

describe("a direct conversation, in a browser", () => {
  it("goes from a text to its owner alone, to an answer from his own number, to done, to a new thread", async () => {
    const { page } = at;
    await chooseLine(page, "Sam Okafor", "Ben's number");
    await text(page, "Hi Ben, can we move our call to 3?");
    await strip(page).getByText("Posted Sam Okafor's words in the thread in Ben's direct messages").waitFor();
    await openDirect(page);
    const card = message(direct(page), "answers leave from Ben's number (555) 010-0002");
    await card.getByText("Sam Okafor").first().waitFor();
    expect(await card.getByRole("button", { name: /^(Take|Resolve)$/ }).count()).toBe(0);
    await card.getByRole("button", { name: /\d+ repl/ }).click();
    await message(thread(page), "Hi Ben, can we move our call to 3?").last().waitFor();

    await marked(await reply(page, "3 is fine."), "white_check_mark");
    await phones(page).getByText("3 is fine.").waitFor();
    await card.getByText(/^Answered/).waitFor();

    await actAs(page, "Ana Reyes");
    await openDirect(page);
    expect(await message(direct(page), "Sam Okafor").count()).toBe(0);

    await actAs(page, "Ben Ito");
    await card.getByRole("button", { name: "Call it done" }).click();
    await message(direct(page), "Done by @Ben Ito").waitFor();
    await text(page, "And thank you!");
    await expect.poll(() => direct(page).getByRole("button", { name: "Call it done" }).count()).toBe(1);
    await message(direct(page), "later conversation").waitFor();
    await message(direct(page), "earlier conversation").waitFor();
  });

  it("is told beside a thread that nothing left, and where to write", async () => {
    const { page } = at;
    await openDirect(page);
    await direct(page).getByRole("textbox", { name: "Message Threadline" }).fill("3 is fine.");
    await page.keyboard.press("Enter");
    await message(direct(page), "This reached no customer. Reply in a customer's thread").waitFor();
    expect(at.world.received()).toEqual([]);
  });
});
