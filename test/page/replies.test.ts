/** What an agent and the others do with replies: change, take back, note, be refused. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import {
  actAs,
  channel,
  createPageWorld,
  isInSight,
  marked,
  message,
  openThread,
  type PageWorld,
  phones,
  reply,
  scene,
  text,
  thread,
} from "./page-world.ts";

let at: PageWorld;
/** So long that nothing leaves before a test lets the time pass. Seconds. */
const hold = 300;

const begin = async (seconds: number): Promise<Page> => {
  at = await createPageWorld({ env: { HOLD_SECONDS: String(seconds) } });
  await text(at.page, "Hi, are you open today?");
  await message(channel(at.page), "Maria Lopez").waitFor();
  await openThread(at.page);
  return at.page;
};
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

/** The hold of everything that was written is over, and what was done within it is known. */
async function passHold(): Promise<void> {
  await at.world.quiet();
  await at.world.pass((hold + 1) * 1000);
}

/** A reply that leaves: what was written before it and did not leave never will. */
async function answerAfterHold(page: Page): Promise<void> {
  const answer = await reply(page, "Yes, until 6.");
  await passHold();
  await marked(answer, "white_check_mark");
}

/** What Maria's phone has got. */
const received = () => at.world.received(scene.maria);

describe("replies, in a browser", () => {
  it("leave as they were edited within the hold", async () => {
    const page = await begin(hold);
    const written = await reply(page, "Yes, until 5.");
    await written.hover();
    await written.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Edit message" }).click();
    const box = page.getByRole("textbox", { name: "Edit message" });
    await box.fill("Yes, until 6.");
    await box.press("Enter");
    const edited = message(thread(page), "Yes, until 6.");
    await edited.getByText("(edited)").waitFor();
    await passHold();
    await marked(edited, "white_check_mark");
    expect(received()).toEqual(["Yes, until 6."]);
    await phones(page).getByText("Yes, until 6.").waitFor();
  });

  it("can be edited where they stand, in sight, and say behind their last word that they were", async () => {
    const page = await begin(hold);
    for (const remark of ["one", "two", "three", "four", "five", "six", "seven", "eight"])
      await marked(await reply(page, `note: ${remark}`), "memo");
    const last = message(thread(page), "note: eight");
    await last.hover();
    await last.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Edit message" }).click();
    const save = thread(page).getByRole("button", { name: "Save" });
    expect(await isInSight(save, thread(page).getByRole("log"))).toBe(true);
    await page.getByRole("textbox", { name: "Edit message" }).fill("note: eight and a half");
    await save.click();
    const edited = message(thread(page), "note: eight and a half");
    const lines = await Promise.all(
      [edited.getByText("note: eight and a half"), edited.getByText("(edited)")].map((words) =>
        words.evaluate((element) => Math.round(element.getBoundingClientRect().bottom)),
      ),
    );
    expect(Math.abs((lines[0] ?? 0) - (lines[1] ?? 99))).toBeLessThan(6);
  });

  it("do not leave when they are deleted within the hold", async () => {
    const page = await begin(hold);
    const wrong = await reply(page, "This was for somebody else");
    await wrong.hover();
    await wrong.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete message…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await wrong.waitFor({ state: "detached" });
    await answerAfterHold(page);
    expect(received()).toEqual(["Yes, until 6."]);
  });

  it("stay in Slack as notes when they begin with note:", async () => {
    const page = await begin(0);
    await marked(await reply(page, "note: ask her about March"), "memo");
    await marked(await reply(page, "Yes, until 6."), "white_check_mark");
    expect(received()).toEqual(["Yes, until 6."]);
    expect(await phones(page).getByText("March").count()).toBe(0);
  });

  it("are refused from Cy, who alone is told why", async () => {
    const page = await begin(0);
    await actAs(page, "Cy Park");
    await openThread(page);
    await marked(await reply(page, "Hello from Cy"), "no_entry_sign");
    const told = message(thread(page), "Only visible to you");
    await told.getByText("This did not leave").waitFor();
    await actAs(page, "Ben Ito");
    await thread(page).getByText("Hello from Cy").waitFor();
    expect(await thread(page).getByText("Only visible to you").count()).toBe(0);
    expect(received()).toEqual([]);
  });

  it("are cancelled by a reaction :x: and by the shortcut Don't send", async () => {
    const page = await begin(hold);
    const first = await reply(page, "First thought");
    await first.hover();
    await first.getByRole("button", { name: "Add reaction" }).click();
    await page.getByRole("menuitem", { name: ":x:" }).click();
    const second = await reply(page, "Second thought");
    await second.hover();
    await second.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Don't send" }).click();
    await marked(first, "no_entry_sign");
    await marked(second, "no_entry_sign");
    await answerAfterHold(page);
    expect(received()).toEqual(["Yes, until 6."]);
  });

  it("that begin with a slash are refused in Slack's words, in a thread and in the channel", async () => {
    const page = await begin(0);
    const inThread = thread(page).getByRole("textbox");
    await inThread.fill("/close now");
    await inThread.press("Enter");
    await thread(page).getByText("/close is not supported in threads. Sorry!").waitFor();
    expect(await inThread.inputValue()).toBe("/close now");
    const inChannel = channel(page).getByRole("textbox");
    await inChannel.fill("/close now");
    await inChannel.press("Enter");
    await channel(page).getByText("/close is not a valid command.").waitFor();
    expect(received()).toEqual([]);
  });

  it("mention a colleague by name, which makes them a note with a way to send it anyway", async () => {
    const page = await begin(0);
    const box = thread(page).getByRole("textbox");
    await box.fill("@An");
    await page.getByRole("option", { name: /@Ana Reyes/ }).click();
    expect(await box.inputValue()).toBe("@Ana Reyes ");
    await box.pressSequentially("can you look?");
    await box.press("Enter");
    const written = message(thread(page), "can you look?").first();
    await written.locator(".mention", { hasText: "@Ana Reyes" }).waitFor();
    await marked(written, "memo");
    const ana = page.getByRole("button", { name: /Ana Reyes.*1 mention/ });
    await ana.waitFor();
    await thread(page).getByRole("button", { name: "Send anyway" }).click();
    await expect.poll(received).toEqual([expect.stringContaining("can you look?")]);
  });
});
