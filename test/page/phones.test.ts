/** The phones: how many there may be, which one is open, and whose number is taken. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../journeys/until.ts";
import {
  createPageWorld,
  isInSight,
  type PageWorld,
  phoneComposer,
  phones,
  scene,
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

const list = (page: Page) => phones(page).getByRole("group", { name: "Whose phone" });

async function add(page: Page, number: string, name: string): Promise<void> {
  await page.getByRole("button", { name: "New phone" }).click();
  await page.getByLabel("Number").fill(number);
  await page.getByLabel("Whose it is").fill(name);
  await page.getByRole("button", { name: "Add phone" }).click();
}

describe("the phones", () => {
  it("say whose phone is open, however many there are, also after a reload", async () => {
    const { page } = at;
    for (let index = 0; index < 9; index += 1)
      at.world.sandbox.twilio.control.addPhone({ number: `+1555020000${index}`, name: `Customer ${index}` });
    await add(page, "+1 555 020 7777", "Nia Okoye");
    const chosen = list(page).getByRole("button", { name: "Nia Okoye" });
    await phones(page).getByRole("heading", { name: "Nia Okoye" }).waitFor();
    await expect.poll(() => isInSight(chosen, list(page))).toBe(true);
    await page.reload();
    await phones(page).getByRole("heading", { name: "Nia Okoye" }).waitFor();
    await expect.poll(() => isInSight(chosen, list(page))).toBe(true);
    await text(page, "Hello");
    await expect.poll(() => list(page).getByRole("button").first().textContent()).toContain("Nia Okoye");
    expect(await isInSight(chosen, list(page))).toBe(true);
  });

  it("show a group text on every phone of it, with who else is in it, by RingCentral", async () => {
    await at.stop();
    at = await createPageWorld({ carrier: "ringcentral", sharedInbox: false });
    const { page, world } = at;
    const { control } = world.sandbox.ringcentral;
    await until("a subscription", () => control.subscriptions().length > 0);
    const group = { from: scene.maria, to: scene.line, others: [scene.sam], body: "Lunch for two?" };
    await control.text(group);
    await phones(page).getByText("Group text with Sam Okafor").waitFor();
    const card = await until("the card of both", () => world.cards().at(-1));
    world.reply(scene.ben, card, "See you both at noon");
    await phones(page).getByText("See you both at noon").waitFor();
    await list(page).getByRole("button", { name: "Sam Okafor" }).click();
    await phones(page).getByText("Lunch for two?").waitFor();
    await phones(page).getByText("See you both at noon").waitFor();
    expect(await phones(page).getByText("Group text with Maria Lopez").count()).toBe(2);
  });

  it("keep their names: a number that somebody has is refused, and so is a line's", async () => {
    const { page } = at;
    await add(page, scene.maria, "Somebody else");
    await page.getByRole("dialog").getByText("Maria Lopez has this number already.").waitFor();
    await page.getByLabel("Number").fill(scene.line);
    await page.getByRole("button", { name: "Add phone" }).click();
    await page.getByRole("dialog").getByText("This number is the line Front desk.").waitFor();
    await page.keyboard.press("Escape");
    await list(page).getByRole("button", { name: "Maria Lopez" }).waitFor();
    expect(await list(page).getByRole("button").count()).toBe(3);
  });

  it("keep what sends a text in sight, however long it is", async () => {
    const { page } = at;
    await phones(page).getByRole("button", { name: "STOP" }).click();
    await phones(page).getByRole("button", { name: "START" }).waitFor();
    await phoneComposer(page).fill("a".repeat(1600));
    await phones(page).getByText("1600 characters, 11 segments").waitFor();
    const send = phones(page).getByRole("button", { name: "Send text" });
    expect(await isInSight(send, phones(page))).toBe(true);
  });

  it("hold a long text of their own within its bubble, in another colour than what they receive", async () => {
    await at.world.text("My knee hurts since yesterday. ".repeat(30), scene.maria);
    const card = await at.world.opened("Is anybody there?");
    at.world.reply(scene.ben, card, "Yes.");
    await phones(at.page).getByText("Yes.", { exact: true }).waitFor();
    const looks = (side: string): Promise<{ colour: string; beyond: number }> =>
      at.page.evaluate(`(() => {
        const bubble = document.querySelector(".bubble-${side} .bubble-text");
        const { scrollHeight, clientHeight } = bubble;
        return { colour: getComputedStyle(bubble).backgroundColor, beyond: scrollHeight - clientHeight };
      })()`);
    const own = await looks("own");
    expect(own.beyond).toBe(0);
    expect(own.colour).not.toBe((await looks("theirs")).colour);
  });

  it("show a number where there is no name", async () => {
    const { page } = at;
    await list(page).getByRole("button", { name: "(555) 019-9003" }).click();
    await phoneComposer(page, "(555) 019-9003").waitFor();
  });
});
