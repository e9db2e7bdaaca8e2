/** How the page sits in its window and moves there, in the states that have a look of their own. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sideways } from "./looks.ts";
import {
  channel,
  createPageWorld,
  marked,
  message,
  openThread,
  type PageWorld,
  reply,
  strip,
  text,
} from "./page-world.ts";

let at: PageWorld;
beforeEach(async () => {
  at = await createPageWorld();
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

/** Whatever would move by itself: elements, and what is drawn before and after them. */
const moving = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll("*")].flatMap((one) =>
    [undefined, "::before", "::after"].flatMap((part) => {
      const { animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(one, part);
      const moves = /[1-9]/.test(animationDuration + transitionDuration) || scrollBehavior === "smooth";
      return moves ? [one.tagName + " " + one.className + (part ?? "")] : [];
    }))`);

/** A card with its thread, long and unbroken words in it, a failure, a switch that is on, a row of the strip open. */
async function live(page: Page): Promise<void> {
  const unbroken = `${"longword".repeat(40)} https://example.com/${"path/".repeat(40)}`;
  await text(page, `Hi, are you open today? ${unbroken}`);
  await message(channel(page), "Maria Lopez").waitFor();
  await openThread(page);
  await marked(await reply(page, `note: ${unbroken}`), "memo");
  await page.getByRole("button", { name: "Carrier rejecting" }).click();
  await marked(await reply(page, "Yes, until 6."), "warning");
  await strip(page)
    .getByRole("button", { name: /verified, stored/ })
    .first()
    .click();
}

describe("the page in a window of 1280 by 800", () => {
  it("never scrolls sideways, and neither does anything in it", async () => {
    const { page } = at;
    expect(await sideways(page)).toEqual([]);
    await live(page);
    expect(page.viewportSize()).toEqual({ width: 1280, height: 800 });
    expect(await sideways(page)).toEqual([]);
  });
});

describe("whoever asked for less motion", () => {
  it("sees nothing move, where others see a switch slide", async () => {
    const page = await at.newWindow({ reducedMotion: "reduce" });
    await live(page);
    expect(await moving(page)).toEqual([]);
    expect(await moving(at.page)).not.toEqual([]);
  });
});
