/** Threads and what stands around them: the view of all one follows, replies sent to the channel too, private messages, narrow windows. */
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
  scene,
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

async function begin(): Promise<void> {
  await text(at.page, "Hi, are you open today?");
  await message(channel(at.page), "Maria Lopez").waitFor();
  await openThread(at.page);
}

describe("threads", () => {
  it("are listed with what they are about, who said what last, and how many replies there are", async () => {
    const { page } = at;
    await begin();
    await marked(await reply(page, "note: @Ana Reyes was it you? 👋"), "memo");
    await marked(await reply(page, "note: or Cy?"), "memo");
    const bar = channel(page).locator(".thread-last");
    expect(await bar.textContent()).toContain("today at");
    expect(await bar.evaluate((words) => words.scrollWidth > words.clientWidth)).toBe(false);
    await actAs(page, "Ana Reyes");
    await page.getByRole("navigation").getByRole("button", { name: "Threads" }).click();
    const entry = page.getByRole("region", { name: "Threads" }).getByRole("listitem");
    await entry.getByText("Maria Lopez (…9001) → Front desk: Hi, are you open today?").waitFor();
    await entry.getByText("Ben Ito: note: or Cy?").waitFor();
    await entry.getByText("3 replies").waitFor();
    await entry.getByRole("button").click();
    await message(thread(page), "@Ana Reyes was it you? 👋").waitFor();
  });

  it("are reached from a reply that was sent to the channel too", async () => {
    const { page } = at;
    await begin();
    await thread(page)
      .getByRole("checkbox", { name: /Also send to/ })
      .check();
    await marked(await reply(page, "note: this one for all"), "memo");
    await thread(page).getByRole("button", { name: "Close thread" }).click();
    const sent = message(channel(page), "note: this one for all");
    await sent
      .getByRole("button", { name: "Maria Lopez (…9001) → Front desk: Hi, are you open today?" })
      .click();
    await message(thread(page), "also sent to the channel").waitFor();
  });

  it("take the channel's place in a narrow window, and give the focus back when they close", async () => {
    const { page } = at;
    await page.setViewportSize({ width: 1024, height: 768 });
    await begin();
    expect(await channel(page).isVisible()).toBe(false);
    await thread(page).getByRole("textbox").press("Escape");
    await thread(page).waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toMatch(
      /^Threadline, /,
    );
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1024);
  });
});

describe("the channel", () => {
  it.each([1280, 1024])(
    "keeps its place while a thread is open, and when it closes (%i px)",
    async (width) => {
      const { page } = at;
      await page.setViewportSize({ width, height: 700 });
      const control = at.world.sandbox.slack.control;
      const words = "A line that is long enough to break elsewhere when the channel gets narrower. ".repeat(
        3,
      );
      await begin();
      await thread(page).getByRole("button", { name: "Close thread" }).click();
      // Whom the app has nothing to tell: what it tells in private would stand between the lines.
      const outsider = "U0DEE";
      control.addUser({ id: outsider, name: "dee" });
      control.invite({ channel: scene.channel, user: outsider });
      for (let count = 0; count < 30; count += 1)
        control.post({ user: outsider, channel: scene.channel, text: `No ${count}: ${words}` });
      await message(channel(page), "No 29: A line").waitFor();
      const list = channel(page).getByRole("log");
      const read = message(channel(page), "No 12: A line");
      const goTo = (what: typeof read) =>
        what.evaluate((element) => {
          element.scrollIntoView({ block: "start" });
          element.closest("[role=log]")?.scrollBy(0, -30);
        });
      const where = async (what: typeof read) =>
        ((await what.boundingBox())?.y ?? -1) - ((await list.boundingBox())?.y ?? -1);
      const stays = (what: typeof read, at: number) =>
        expect.poll(async () => Math.abs((await where(what)) - at)).toBeLessThan(2);
      await goTo(read);
      await read.hover();
      const before = await where(read);
      await read.getByRole("button", { name: /Reply in thread/ }).click();
      await thread(page).waitFor();
      const close = thread(page).getByRole("button", { name: "Close thread" });
      if (width === 1024) {
        await close.click();
        return await stays(read, before);
      }
      await stays(read, before);
      // Somewhere else, where the thread's root is out of sight.
      const other = message(channel(page), "No 24: A line");
      await goTo(other);
      const there = await where(other);
      await close.click();
      await thread(page).waitFor({ state: "detached" });
      await stays(other, there);
    },
  );
});

describe("a message that only one person sees", () => {
  it("can be dismissed, by its button and by Escape, and stays away after a reload", async () => {
    const { page } = at;
    await begin();
    await actAs(page, "Cy Park");
    await openThread(page);
    await marked(await reply(page, "Hello from Cy"), "no_entry_sign");
    await marked(await reply(page, "Hello again"), "no_entry_sign");
    const told = message(thread(page), "Only visible to you");
    await expect.poll(() => told.count()).toBe(2);
    await told.first().getByRole("button", { name: "Dismiss message" }).click();
    await expect.poll(() => told.count()).toBe(1);
    await told.focus();
    await page.keyboard.press("Escape");
    await expect.poll(() => told.count()).toBe(0);
    await thread(page).waitFor();
    expect(await page.evaluate("document.activeElement?.closest('article')?.textContent")).toContain(
      "Hello again",
    );
    await page.reload();
    await message(thread(page), "Hello again").waitFor();
    expect(await told.count()).toBe(0);
  });
});

describe("the app's direct conversation", () => {
  it("looks like any other before its first message", async () => {
    const { page } = at;
    const sidebar = page.getByRole("navigation", { name: "Slack" });
    await sidebar.getByRole("button", { name: "Threadline" }).click();
    const pane = page.getByRole("region", { name: "Threadline" });
    await pane.getByText("Threadline has not written to you yet.").waitFor();
    await pane.getByRole("heading", { name: "Threadline", level: 2 }).waitFor();
    await pane.getByRole("textbox", { name: "Message Threadline" }).waitFor();
  });
});
