/** The app's Home, as a member and a manager see it in a browser. */
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../journeys/until.ts";
import { sideways, violations } from "./looks.ts";
import {
  actAs,
  asInTheDemo,
  chooseLine,
  createPageWorld,
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

const home = (page: Page): Locator => page.getByRole("region", { name: "Threadline Home" });

async function openHome(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: "Home" }).click();
  await home(page).waitFor();
}

/** So many customers write to the front desk. */
async function write(count: number): Promise<void> {
  const { twilio, slack } = at.world.sandbox;
  for (let index = 0; index < count; index += 1) {
    const number = `+1555020${String(1000 + index)}`;
    twilio.control.addPhone({ number });
    await at.world.text(`Question ${index + 1}`, number);
  }
  await expect.poll(() => slack.control.messages(scene.channel).length).toBe(count);
}

describe("the Home", () => {
  it("shows what waits, leads to its thread, and is drawn anew while one looks at it", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await openHome(page);
    await home(page).getByText("Nobody has these yet").waitFor();
    const row = home(page).getByText("Maria Lopez");
    await row.waitFor();
    const card = await until("the card", () => at.world.card());
    await at.world.press(scene.ben, card, "Take");
    await home(page).getByText("1 unanswered").waitFor();
    expect(await home(page).getByText("Nobody has these yet").count()).toBe(0);
    await home(page).getByRole("link", { name: "Maria Lopez" }).click();
    await thread(page).getByText("Hi, are you open today?").first().waitFor();
  });

  it("has pages, and stays whole in either width", async () => {
    const { page } = at;
    await write(14);
    await actAs(page, "Ana Reyes");
    await openHome(page);
    const later = home(page).getByRole("button", { name: "Later" }).first();
    await later.waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    await later.click();
    await home(page).getByRole("button", { name: "Earlier" }).first().waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sideways(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
  });

  it("lists what leaves later, and sends it now where its author says so", async () => {
    const { page } = at;
    const ben = at.world.person(scene.ben);
    await ben.types(`/sms ${scene.unnamed} We open at 8.`, scene.channel);
    await ben.waitsForModal("text.new");
    await ben.fillsIn("when", String(Math.floor(at.world.now() / 1000) + 3 * 86_400));
    expect(await ben.submits()).toMatchObject({ action: "closed" });
    await openHome(page);
    await home(page).getByText("Scheduled").waitFor();
    await home(page).getByText("We open at 8.").waitFor();
    await chooseLine(page, "(555) 019-9003", "Ben's number");
    await home(page).getByRole("button", { name: "Send now" }).click();
    await phones(page).getByText("We open at 8.").waitFor();
    await expect.poll(() => home(page).getByText("We open at 8.").count()).toBe(0);
  });
});
