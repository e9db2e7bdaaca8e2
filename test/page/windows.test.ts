/** What survives, and who sees what: reloads, two windows, outages, hostile words. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  actAs,
  channel,
  createPageWorld,
  marked,
  message,
  openThread,
  type PageWorld,
  phoneComposer,
  phones,
  reply,
  strip,
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

describe("the page", () => {
  it("is after a reload where it was: who acts, the open thread, what is half written", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await actAs(page, "Ana Reyes");
    await openThread(page);
    await thread(page).getByRole("textbox").fill("Half a thou");
    await phoneComposer(page).fill("And also");
    await page.reload();
    await message(thread(page), "Hi, are you open today?").last().waitFor();
    expect(await thread(page).getByRole("textbox").inputValue()).toBe("Half a thou");
    expect(await phoneComposer(page).inputValue()).toBe("And also");
    const ana = page.getByRole("button", { name: /Ana Reyes/ });
    expect(await ana.getAttribute("aria-pressed")).toBe("true");
    await phones(page).getByText("Hi, are you open today?").waitFor();
    await strip(page).getByText("verified, stored").first().waitFor();
  });

  it("keeps two windows in step, each with somebody else acting", async () => {
    const { page } = at;
    const other = await at.newWindow();
    await actAs(other, "Ana Reyes");
    await text(page, "Hi, are you open today?");
    await message(channel(other), "Maria Lopez").waitFor();
    await openThread(other);
    await openThread(page);
    await reply(page, "Yes, until 6.");
    const there = message(thread(other), "Yes, until 6.").last();
    await marked(there, "white_check_mark");
    await phones(other).getByText("Yes, until 6.").waitFor();
    await page.getByRole("button", { name: "Slack slow" }).click();
    await expect
      .poll(() => other.getByRole("button", { name: "Slack slow" }).getAttribute("aria-pressed"))
      .toBe("true");
  });

  it("shows that nothing is lost while Slack is down", async () => {
    const { page } = at;
    await page.getByRole("button", { name: "Slack down" }).click();
    await text(page, "Is anybody there?");
    await strip(page).getByText("The carrier's webhook: verified, stored").waitFor();
    await phones(page).getByText("Delivered").waitFor();
    expect(await channel(page).getByRole("article").count()).toBe(0);
    await page.getByRole("button", { name: "Slack down" }).click();
    await message(channel(page), "Maria Lopez").waitFor();
    await openThread(page);
    await message(thread(page), "Is anybody there?").last().waitFor();
    expect(await thread(page).getByRole("article").filter({ hasText: "Is anybody there?" }).count()).toBe(2);
  });

  it("says what a refusing carrier did, in the thread and underneath", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await openThread(page);
    await page.getByRole("button", { name: "Carrier rejecting" }).click();
    await marked(await reply(page, "Yes, until 6."), "warning");
    await thread(page).getByRole("button", { name: "Try again" }).waitFor();
    await strip(page).getByText("The carrier refuses the text to Maria Lopez (21408)").waitFor();
    await page.getByRole("button", { name: "Carrier rejecting" }).click();
    await thread(page).getByRole("button", { name: "Try again" }).click();
    await phones(page).getByText("Yes, until 6.").waitFor();
  });

  it("shows as sent, not as delivered, what a silent carrier does not report", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await openThread(page);
    await page.getByRole("button", { name: "Carrier silent" }).click();
    const answer = await reply(page, "Yes, until 6.");
    await phones(page).getByText("Yes, until 6.").waitFor();
    await marked(answer, "arrow_upper_right");
    await strip(page).getByText("Maria Lopez's phone has it, and the carrier reports nothing").waitFor();
    expect(await answer.locator('[data-reaction="white_check_mark"]').count()).toBe(0);
  });

  it("shows nothing twice while answers are lost", async () => {
    const { page } = at;
    await page.getByRole("button", { name: "Answers lost" }).click();
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await strip(page).getByText("but Slack's answer is lost").first().waitFor();
    await openThread(page);
    await marked(await reply(page, "Yes, until 6."), "white_check_mark");
    await strip(page).getByText("Sending to Maria Lopez: the carrier's answer is lost").waitFor();
    await page.getByRole("button", { name: "Answers lost" }).click();
    await text(page, "Thanks!");
    // On the card stands the newest text alone.
    await message(channel(page), "Thanks!").waitFor();
    await expect.poll(() => message(thread(page), "Thanks!").count()).toBe(2);
    expect(await channel(page).getByRole("article").count()).toBe(1);
    expect(await message(thread(page), "Hi, are you open today?").count()).toBe(1);
    expect(at.world.received()).toEqual(["Yes, until 6."]);
  });

  it("comes back by itself when its socket to Slack was cut", async () => {
    const { page } = at;
    await page.getByRole("button", { name: "Socket cut" }).click();
    await expect.poll(() => at.world.sandbox.slack.control.sockets()).toBe(0);
    await page.getByRole("button", { name: "Socket cut" }).click();
    await strip(page).getByText("Threadline has a socket to Slack").first().waitFor();
    await expect.poll(() => at.world.sandbox.slack.control.sockets()).toBeGreaterThan(0);
  });

  it("shows hostile words as words, and runs and notifies nothing", async () => {
    const { page } = at;
    const hostile = '<img src=x onerror="alert(1)"> <!channel> <script>alert(2)</script> *bold* &amp;';
    await text(page, hostile);
    await message(channel(page), "Maria Lopez").waitFor();
    await openThread(page);
    const shown = message(thread(page), "alert(2)").last();
    expect(visible((await shown.textContent()) ?? "")).toContain(hostile);
    expect(await phones(page).getByText(hostile).count()).toBe(1);
    expect(await page.locator("img[src=x], .message script").count()).toBe(0);
    expect(await thread(page).locator(".mention-me").count()).toBe(0);
    const notified = at.world.sandbox.slack.control.notifications();
    expect(notified.filter(({ reason }) => reason === "channel")).toEqual([]);
  });

  it("resets to an empty world", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
    await channel(page).getByText("This is the very beginning of the #front-desk channel.").waitFor();
    await expect.poll(() => channel(page).getByRole("article").count()).toBe(0);
    await expect.poll(() => phones(page).getByText("Hi, are you open today?").count()).toBe(0);
    await text(page, "And again");
    await message(channel(page), "And again").waitFor();
  });

  it("keeps the empty CRM folded until somebody wants to see it", async () => {
    const { page } = at;
    const crm = page.getByRole("region", { name: "CRM" });
    expect(await crm.getByText("No records.").count()).toBe(0);
    const slackEnd = await page
      .getByRole("region", { name: "Slack" })
      .evaluate((pane) => pane.getBoundingClientRect().right);
    expect(page.viewportSize()?.width).toBe(slackEnd + 8);
    await crm.getByRole("button", { name: "Show the CRM" }).click();
    await crm.getByText("No records.").waitFor();
    await page.reload();
    await crm.getByText("No records.").waitFor();
  });

  it("opens the raw request and answer of a line of the strip", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    // It moves on whenever a newer one comes: a pointer might miss it.
    await strip(page).getByRole("button", { name: "The carrier's webhook: verified, stored" }).press("Enter");
    const raw = page.getByRole("dialog");
    await raw.getByText("/webhooks/twilio/inbound").waitFor();
    await raw.getByText('"status": 200').waitFor();
    await page.keyboard.press("Escape");
    await raw.waitFor({ state: "detached" });
  });

  it("gets a new phone with any number, which can stop and start texts", async () => {
    const { page } = at;
    await page.getByRole("button", { name: "New phone" }).click();
    await page.getByLabel("Number").fill("+44 20 7946 0958");
    await page.getByLabel("Whose it is").fill("Nia Okoye");
    await page.getByRole("button", { name: "Add phone" }).click();
    await phoneComposer(page, "Nia Okoye").waitFor();
    await text(page, "Hello");
    await message(channel(page), "+44").waitFor();
    await phones(page).getByRole("button", { name: "STOP" }).click();
    await phones(page).getByText("Nia Okoye has stopped texts from this line.").waitFor();
    await phones(page).getByRole("button", { name: "START" }).click();
    await phones(page).getByRole("button", { name: "STOP" }).waitFor();
  });

  it("counts characters and segments while one types", async () => {
    const field = phoneComposer(at.page);
    await field.fill("a".repeat(161));
    await phones(at.page).getByText("161 characters, 2 segments").waitFor();
    await field.fill("é😀");
    await phones(at.page).getByText("2 characters, 1 segment").waitFor();
  });
});

/** Without what makes words from outside inert, which nobody sees. */
function visible(words: string): string {
  return words.replace(/[\u200b\u2060\ufeff]/g, "");
}
