import { expect } from "vitest";
import { scene } from "../../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../../src/sandbox/slack/types/messages.ts";
import { until } from "../../journeys/until.ts";
import type { Site } from "./site.ts";

/** The next text and what is answered to it, in a conversation that was opened: all of it stands once and leaves once. */
export async function goesOn(site: Site, card: MessageView): Promise<void> {
  await site.text("And tomorrow?");
  await until("the next text", () => site.texts(card).includes("And tomorrow?"));
  site.reply(scene.ben, card, "Tomorrow, too.");
  await until("the reply on the phone", () => site.received().includes("Tomorrow, too."));
  expect(site.texts(card)).toEqual(["Hi, are you open today?", "And tomorrow?"]);
  expect(site.received()).toEqual(["Tomorrow, too."]);
}
