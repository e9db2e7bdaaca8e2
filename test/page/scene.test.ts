import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { createGate, type Gate } from "../../src/lib/gate.ts";
import type { Scene } from "../../src/sandbox/page-server.ts";
import { createPageScene } from "../../src/sandbox/scene/play-scene.ts";
import {
  actAs,
  asInTheDemo,
  channel,
  createPageWorld,
  message,
  openThread,
  type PageWorld,
  phoneComposer,
  phones,
  scene,
  text,
  thread,
} from "./page-world.ts";

let at: PageWorld;
async function begin(scene: Scene = watched): Promise<Page> {
  at = await createPageWorld({ ...asInTheDemo, scene });
  return at.page;
}
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

/** Long enough for all of the scene beside whatever else the machine does. Milliseconds. */
const timeout = 240_000;

/** The scene, in each play waiting to be looked at before these rests, counted from 1, are over. */
function createWatchedScene(...watched: readonly number[]) {
  let gates = new Map<number, Gate>();
  const { steps } = createPageScene();
  const scene: Scene = {
    steps,
    async play(sandbox, onStep) {
      let rests = 0;
      gates = new Map(watched.map((rest) => [rest, createGate()]));
      await createPageScene(async () => {
        rests += 1;
        await gates.get(rests)?.pass();
      }).play(sandbox, onStep);
    },
  };
  return { scene, goOn: (rest: number) => gates.get(rest)?.open() };
}
/** What most look at: Ben has answered. */
const { scene: watched, goOn } = createWatchedScene(2);

const button = (page: Page) => page.getByRole("button", { name: "Play the scene" });
const question = (page: Page) =>
  page.getByRole("dialog", { name: "Play the scene from the beginning?" }).getByRole("button");
/** To its end. */
async function isPlayed(page: Page): Promise<void> {
  await button(page).waitFor({ timeout });
  await expect.poll(() => page.locator(".step-done").count()).toBe(watched.steps.length);
}
const now = (page: Page, words: string) => page.locator("[aria-current=step]", { hasText: words }).waitFor();

describe("Play the scene", { timeout }, () => {
  it("plays it in front of one's eyes, with its steps as they go, and again after asking", async () => {
    const page = await begin();
    const steps = page.getByRole("region", { name: "The scene" }).getByRole("listitem");
    await button(page).click();
    await now(page, "Ben answers");
    goOn(2);
    await isPlayed(page);
    expect(await steps.count()).toBe(watched.steps.length);
    // It ends where the CRM shows what was said: Maria's phone is open, and the team's channel with her second conversation.
    const crm = page.getByRole("region", { name: "CRM" });
    await crm.getByRole("heading", { name: "Maria Lopez" }).waitFor();
    await crm.getByRole("article").getByText("ask her about March").waitFor();
    await message(channel(page), "Logged to HubSpot").waitFor();
    await phones(page).getByText("Yes, until 6").waitFor();
    await phones(page).getByText("Hi Maria, there is parking behind the house").waitFor();
    await crm.getByRole("button", { name: /^Sam Okafor/ }).click();
    await crm.getByRole("article").getByText("Hi Ben, can we move our call to 3?").waitFor();
    await phones(page).getByRole("button", { name: "Sam Okafor" }).click();
    await phones(page).getByText("3 is fine.").waitFor();
    await phones(page).getByText("I'm calling you in five minutes.").waitFor();
    await page
      .getByRole("navigation", { name: "Slack" })
      .getByRole("button", { name: /^Threadline/ })
      .click();
    await page.getByRole("article").filter({ hasText: "Sam Okafor" }).first().waitFor();
    await page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: "front-desk" }).click();
    await message(channel(page), "Resolved by @Ben Ito").waitFor();
    await message(channel(page), "there is parking behind the house").waitFor();
    // What /sms answered stands there for Ben alone.
    await message(channel(page), "Only visible to you").getByText("Your text to Sam Okafor").waitFor();
    const cards = channel(page).getByRole("article").filter({ hasNotText: "Only visible to you" });
    expect(await cards.count()).toBe(2);
    await button(page).click();
    await question(page).filter({ hasText: "Play" }).click();
    await now(page, "Ben answers");
    expect(await page.locator(".step-done").count()).toBeLessThan(watched.steps.length);
    expect(await cards.count()).toBe(1);
  });

  it("shows what it tells: as Ben, in the channel, with the thread and the phone open", async () => {
    // After the note, before Ben's own number, and once it was texted, it waits to be looked at.
    const { scene, goOn } = createWatchedScene(3, 6, 7);
    const page = await begin(scene);
    await phones(page).getByRole("button", { name: "Sam Okafor" }).click();
    await actAs(page, "Ana Reyes");
    await page.getByRole("navigation").getByRole("button", { name: "Threads" }).click();
    await button(page).click();
    await message(thread(page), "Hi, are you open today?").last().waitFor();
    await phoneComposer(page, "Maria Lopez").waitFor();
    const ben = page.getByRole("button", { name: /Ben Ito/ });
    expect(await ben.getAttribute("aria-pressed")).toBe("true");
    await channel(page).waitFor();
    await message(thread(page), "note: ask her about March").waitFor();
    goOn(3);
    // The next conversation's thread takes the place of the first.
    await message(thread(page), "is there parking?").last().waitFor();
    expect(await message(thread(page), "note: ask her about March").count()).toBe(0);
    goOn(6);
    await message(thread(page), "can we move our call to 3?").last().waitFor();
    await phoneComposer(page, "Sam Okafor").waitFor();
    await phones(page).getByText("can we move our call to 3?").waitFor();
    expect(await page.evaluate("document.activeElement?.textContent")).toContain("Play");
  });

  it("lets who watches go elsewhere, and stay there", async () => {
    const page = await begin();
    await button(page).click();
    await now(page, "Ben answers");
    await thread(page).getByRole("button", { name: "Close thread" }).click();
    await phones(page).getByRole("button", { name: "Sam Okafor" }).click();
    goOn(2);
    await isPlayed(page);
    expect(await thread(page).count()).toBe(0);
    await phoneComposer(page, "Sam Okafor").waitFor();
  });

  it("begins anew, with every switch off, where somebody has played already", async () => {
    const page = await begin();
    const other = await at.newWindow();
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await openThread(other);
    await actAs(page, "Ana Reyes");
    await channel(page).getByRole("button", { name: "Take" }).click();
    await channel(page).getByText("@Ana Reyes has it").waitFor();
    await page.getByRole("button", { name: "Carrier rejecting" }).click();

    await button(page).click();
    await question(page).filter({ hasText: "Keep it" }).click();
    await channel(page).getByText("@Ana Reyes has it").waitFor();

    await button(page).click();
    await question(page).filter({ hasText: "Play" }).click();
    await now(page, "Ben answers");
    goOn(2);
    await isPlayed(page);
    const rejecting = page.getByRole("button", { name: "Carrier rejecting" });
    expect(await rejecting.getAttribute("aria-pressed")).toBe("false");
    const cards = channel(page).getByRole("article").filter({ hasNotText: "Only visible to you" });
    expect(await cards.count()).toBe(2);
    // What was open in another window is gone with the world that it belonged to.
    expect(await thread(other).count()).toBe(0);
    await message(channel(other), "there is parking behind the house").waitFor();
  });

  it("begins anew with another carrier, after asking, and its phones text that one's lines", async () => {
    const page = await begin();
    const carrier = (name: string) => page.getByRole("button", { name: `Carrier: ${name}` });
    const answers = page.getByRole("dialog", { name: "Begin anew with RingCentral?" }).getByRole("button");
    const choose = async () => {
      await carrier("Twilio").click();
      await page.getByRole("menuitem", { name: "RingCentral" }).click();
    };
    await choose();
    await answers.filter({ hasText: "Keep it" }).click();
    await choose();
    await answers.filter({ hasText: "RingCentral" }).click();
    await carrier("RingCentral").waitFor({ timeout });
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    expect(at.world.sandbox.ringcentral.control.threads()).toMatchObject([{ guest: scene.maria }]);
  });

  it("says where and why it stopped, and offers to begin anew", async () => {
    const stopped: Scene = {
      steps: ["One", "Two"],
      async play(sandbox, onStep) {
        const place = {
          channel: "C0FRONT",
          thread: null,
          user: "U0BEN",
          phone: "+15550199001",
          line: "+15550100001",
          contact: null,
        };
        onStep(1, place);
        sandbox.slack.control.post({ user: "U0BEN", channel: "C0FRONT", text: "So far" });
        throw new Error("Ben's answer was not delivered.");
      },
    };
    const page = await begin(stopped);
    await button(page).click();
    const told = page.getByRole("region", { name: "The scene" });
    await told
      .getByText("The scene stopped: Ben's answer was not delivered. Reset, and play it again.")
      .waitFor();
    expect(await told.locator(".step-stopped").textContent()).toBe("Two");
    await told.getByRole("button", { name: "Reset" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
    await told.waitFor({ state: "detached" });
    await expect.poll(() => channel(page).getByRole("article").count()).toBe(0);
  });
});
