import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { playScene, sceneSteps } from "../../src/sandbox/play-scene.ts";
import { channel, createPageWorld, message, type PageWorld, phones } from "./page-world.ts";

let at: PageWorld;
beforeEach(async () => {
  at = await createPageWorld({
    env: { HOLD_SECONDS: "1" },
    scene: {
      steps: sceneSteps.map(({ title }) => title),
      play: async (sandbox, onStep) => {
        await playScene(sandbox, { begun: (_, index) => onStep(index) });
      },
    },
  });
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

describe("Play the scene", () => {
  it("plays it in front of one's eyes, with its steps as they go, and again", async () => {
    const { page } = at;
    const steps = page.getByRole("region", { name: "The scene" }).getByRole("listitem");
    const button = page.getByRole("button", { name: "Play the scene" });
    await button.click();
    await steps.and(page.locator("[aria-current=step]", { hasText: "Ben answers" })).waitFor();
    await button.waitFor();
    expect(await steps.count()).toBe(sceneSteps.length);
    expect(await page.locator(".step-done").count()).toBe(sceneSteps.length);
    await phones(page).getByText("Yes, until 6").waitFor();
    await message(channel(page), "Resolved by @Ben Ito").waitFor();
    await message(channel(page), "is there parking?").waitFor();
    await button.click();
    await expect.poll(() => page.locator(".step-done").count()).toBeLessThan(sceneSteps.length);
    await button.waitFor();
    await expect.poll(() => page.locator(".step-done").count()).toBe(sceneSteps.length);
  });
});
