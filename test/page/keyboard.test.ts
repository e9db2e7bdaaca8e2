/** The main scene with the keyboard alone. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  channel,
  createPageWorld,
  marked,
  message,
  type PageWorld,
  phones,
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

/** What a screen reader would call the focused element, roughly. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    "(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()",
  );

/** Presses Tab until the focus is there; fails when it comes round without having met it. */
async function tabTo(page: Page, name: string | RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const met: string[] = [];
  for (let presses = 0; presses < 80; presses += 1) {
    const now = await focused(page);
    if (typeof name === "string" ? now === name : name.test(now)) return;
    met.push(now);
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never came to ${String(name)}; it came to ${[...new Set(met)].join(" | ")}`);
}

/** The page is drawn anew for whoever acts: a key pressed before that would be lost with the button it was meant for. */
async function becomeAna(page: Page): Promise<void> {
  await tabTo(page, /^AR.*Ana Reyes/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /Ana Reyes/, pressed: true }).waitFor();
}

describe("with the keyboard alone", () => {
  it("goes the whole way from a text to Resolve", async () => {
    const { page } = at;
    await tabTo(page, "Text from Maria Lopez's phone");
    await page.keyboard.type("Hi, are you open today?");
    await page.keyboard.press("Control+Enter");
    await message(channel(page), "Maria Lopez").waitFor();

    await tabTo(page, /^1 reply|1 reply/);
    await page.keyboard.press("Enter");
    await message(thread(page), "Hi, are you open today?").last().waitFor();
    await expect.poll(() => focused(page)).toBe("Reply…");
    await page.keyboard.type("Yes, until 6.");
    await page.keyboard.press("Control+Enter");
    await phones(page).getByText("Yes, until 6.").waitFor();
    await marked(message(thread(page), "Yes, until 6."), "white_check_mark");
    await channel(page).getByText("@Ben Ito has it").waitFor();

    await page.keyboard.press("Escape");
    await thread(page).waitFor({ state: "detached" });
    expect(await focused(page)).toMatch(/^Threadline, /);

    await becomeAna(page);
    await tabTo(page, "Resolve");
    await page.keyboard.press("Enter");
    await channel(page).getByText("Resolved by @Ana Reyes").waitFor();
  });

  it("asks before taking over, and Escape gives the focus back to the button", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await tabTo(page, "Take");
    await page.keyboard.press("Enter");
    await channel(page).getByText("@Ben Ito has it").waitFor();
    await becomeAna(page);
    await tabTo(page, "Take");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Take it over?" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Take");
    await page.keyboard.press("Enter");
    await tabTo(page, "Take");
    await page.keyboard.press("Enter");
    await channel(page).getByText("@Ana Reyes has it").waitFor();
  });

  it("moves between messages with arrows, and reaches what can be done with one", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await channel(page)
      .getByRole("button", { name: /1 reply/ })
      .click();
    await page.keyboard.type("note: ask her about March");
    await page.keyboard.press("Enter");
    const note = message(thread(page), "note: ask her about March");
    await marked(note, "memo");
    await thread(page).getByRole("log").focus();
    await page.keyboard.press("ArrowUp");
    expect(await focused(page)).toMatch(/^Ben Ito, /);
    await tabTo(page, "Add reaction");
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Add reaction");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await note.locator('[data-reaction="eyes"]').waitFor();
  });
});
