import { afterEach, describe, expect, it } from "vitest";
import { createWorld, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

describe("a burst, at Slack's own limits", () => {
  it("is shown whole and in order, in fewer posts than texts, and never meets a 429", async () => {
    world = await createWorld({ slack: { limits: "slack" }, env: { SLACK_POSTS_PER_SECOND: "1" } });
    const phones = Array.from({ length: 8 }, (_, index) => `+1555019920${index}`);
    const words = Array.from({ length: 10 }, (_, index) => `text ${index}`);
    for (const text of words)
      for (const phone of phones) await world.text(`${text} of ${phone.slice(-2)}`, phone);
    const all = () => world.cards().flatMap((card) => world.texts(card));
    await until("all of them", async () => {
      await world.pass(250);
      return all().length >= phones.length * words.length;
    });
    await world.settle();
    const shownTexts = world.cards().map((card) => world.texts(card));
    for (const phone of phones) {
      expect(shownTexts).toContainEqual(words.map((text) => `${text} of ${phone.slice(-2)}`));
    }
    const calls = world.sandbox.slack.control.calls();
    const posts = calls.filter(({ method }) => method === "chat.postMessage");
    expect(calls.filter(({ status }) => status === 429)).toEqual([]);
    expect(posts.length).toBeLessThan((phones.length * words.length) / 2);
    expect(world.strays()).toEqual([]);
  });
});
