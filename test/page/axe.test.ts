/** No violation that axe-core knows of, in both themes and in every state that has a look of its own. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPageScene } from "../../src/sandbox/scene/play-scene.ts";
import { violationsInBothThemes } from "./looks.ts";
import {
  actAs,
  asInTheDemo,
  channel,
  createPageWorld,
  marked,
  message,
  openThread,
  type PageWorld,
  reply,
  strip,
  text,
  thread,
} from "./page-world.ts";

/** Long enough for all of the scene beside whatever else the machine does. Milliseconds. */
const timeout = 240_000;

let at: PageWorld;
/** The scene goes on. */
let goOn: () => void;
beforeEach(async () => {
  const looked = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  at = await createPageWorld({ ...asInTheDemo, scene: createPageScene(() => looked) });
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

describe("the page, in the light and in the dark theme", () => {
  it("has no accessibility violation while people text, write and look around", async () => {
    const { page } = at;
    expect(await violationsInBothThemes(page)).toEqual([]);

    await text(page, "Hi, are you open today? See https://example.com/ :wave:");
    await message(channel(page), "Maria Lopez").waitFor();
    await openThread(page);
    await thread(page).getByRole("textbox").fill("note: *bold* `code` and @Ana Reyes");
    await thread(page).getByRole("textbox").press("Enter");
    await marked(message(thread(page), "@Ana Reyes").first(), "memo");
    await marked(await reply(page, "Yes, until 6."), "white_check_mark");
    await page.getByRole("button", { name: "Carrier rejecting" }).click();
    await marked(await reply(page, "And one that fails"), "warning");
    await actAs(page, "Cy Park");
    await openThread(page);
    await marked(await reply(page, "Hello from Cy"), "no_entry_sign");
    await message(thread(page), "Only visible to you").waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);

    const first = thread(page).getByRole("article").first();
    await first.hover();
    await first.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menu").waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await thread(page).getByRole("textbox").fill("/help");
    await thread(page).getByRole("textbox").press("Enter");
    await thread(page).getByRole("alert").waitFor();
    await channel(page).getByRole("textbox").fill("@");
    await page.getByRole("listbox").waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);

    await strip(page).getByRole("button", { name: "More" }).click();
    // It moves on whenever a newer one comes: a pointer might miss it.
    await strip(page).getByRole("button", { name: "verified, stored" }).first().press("Enter");
    await page.getByRole("dialog").getByText("Request").waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "New phone" }).click();
    await page.getByRole("button", { name: "Add phone" }).click();
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press("Escape");

    for (const place of ["Threads", "Threadline", "Home"]) {
      await page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: place }).click();
      expect(await violationsInBothThemes(page)).toEqual([]);
    }
  });

  it("has no accessibility violation while the scene is asked for, played and over", {
    timeout,
  }, async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await page.getByRole("button", { name: "Play the scene" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Play", exact: true }).click();
    await page.locator(".step-now").waitFor();
    await thread(page).waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
    goOn();
    await page.getByRole("button", { name: "Hide the steps" }).waitFor({ timeout });
    expect(await violationsInBothThemes(page)).toEqual([]);
  });
});
