import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  actAs,
  channel,
  createPageWorld,
  marked,
  message,
  openThread,
  type PageWorld,
  phones,
  reply,
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

describe("the main scene, in a browser", () => {
  it("goes from a text to an answer on the phone, to Resolve, to a new thread", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").getByText("Hi, are you open today?").waitFor();
    await openThread(page);
    await message(thread(page), "Hi, are you open today?").last().waitFor();

    const answer = await reply(page, "Yes, until 6.");
    await marked(answer, "white_check_mark");
    await phones(page).getByText("Yes, until 6.").waitFor();
    await channel(page).getByText("@Ben Ito has it").waitFor();

    await actAs(page, "Ana Reyes");
    await channel(page).getByRole("button", { name: "Resolve" }).click();
    await channel(page).getByText("Resolved by @Ana Reyes").waitFor();
    expect(await channel(page).getByRole("button", { name: "Reopen" }).count()).toBe(1);

    await text(page, "One more thing");
    await expect.poll(() => channel(page).getByRole("button", { name: "Resolve" }).count()).toBe(1);
    expect(await channel(page).getByRole("article").count()).toBe(2);
  });

  it("says on the page itself what comes next, until somebody has answered", async () => {
    const { page } = at;
    await channel(page).getByText("Text the line from a phone on the left").waitFor();
    await text(page, "Hi, are you open today?");
    await channel(page).getByText("To answer, click “1 reply” and write in the thread.").waitFor();
    expect(await channel(page).getByText("Text the line from a phone on the left").count()).toBe(0);
    await openThread(page);
    const hint = channel(page).getByText("Answer in the thread on the right.");
    await hint.waitFor();
    await marked(await reply(page, "Yes, until 6."), "white_check_mark");
    expect(await hint.count()).toBe(0);
  });
});
