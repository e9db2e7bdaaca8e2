/** The card's menu goes on showing what was chosen in it until the card is drawn anew; what is chosen again meanwhile, Slack takes back. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { demoTemplates } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { menus } from "./reading.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
const { ana, cy } = scene;

beforeEach(async () => {
  world = await createWorld({ templates: demoTemplates });
  card = await world.opened();
});
afterEach(() => world.stop());

const control = () => world.sandbox.slack.control;

function menu() {
  const current = control().message(scene.channel, card.ts);
  const [found] = menus(current).filter(({ placeholder }) => placeholder === "More");
  if (found === undefined) throw new Error("the card has no menu");
  return found;
}

/** Null: what is chosen already, once more. */
async function choose(user: string, value: string | null): Promise<void> {
  const at = { user, channel: scene.channel, ts: card.ts, actionId: menu().actionId };
  await control().press(value === null ? at : { ...at, value });
}

const redraws = () =>
  control()
    .calls("chat.update")
    .filter(({ args }) => args.ts === card.ts).length;

describe("the menu of a card", () => {
  it.each([
    { who: "somebody who may", user: ana },
    { who: "somebody who may not", user: cy },
  ])("is drawn anew whatever $who chooses in it", async ({ user }) => {
    world.reply(ana, card, "!parking");
    await until("a draft", () => menu().options.some(({ label }) => label === "Drafts..."));
    for (const { label, value } of menu().options) {
      await world.quiet();
      const before = redraws();
      await choose(user, value);
      await until(`the card behind ${label}`, () => redraws() > before);
      while (control().views(user).length > 0) await control().closeView({ user });
    }
  });

  it("says whose window it was that came too late", async () => {
    control().misbehave({ match: { method: "views.open" }, kind: "fail", error: "expired_trigger_id" });
    await choose(ana, menu().options.find(({ label }) => label === "Assign...")?.value ?? null);
    const [said] = await until("told", () => world.told(ana).length > 0 && world.told(ana));
    expect(said).toContain("Maria Lopez (…9001): This could not be opened within the three seconds");
  });

  it("says that what it still showed was taken back, and asks to choose again", async () => {
    await choose(ana, null);
    const [said] = await until("told", () => world.told(ana).length > 0 && world.told(ana));
    expect(said).toContain("that was taken back now. Please choose again.");
  });
});
