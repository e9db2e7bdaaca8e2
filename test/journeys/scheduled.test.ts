import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const { ana } = scene;
const hour = 3_600_000;
const current = () => shown(world.sandbox.slack.control.message(scene.channel, card.ts) ?? card);

/** Ana answers, and has something to say later. */
async function begin(mode: "socket" | "http"): Promise<void> {
  world = await createWorld({ mode });
  card = await world.opened();
  world.reply(ana, card, "Yes, until six");
  await until("answered", () => world.received().length > 0);
  const person = world.person(ana);
  await world.sandbox.slack.control.slashCommand({
    user: ana,
    channel: scene.channel,
    command: "/sms",
    text: "",
  });
  await person.waitsForModal("text.new");
  await person.choosesInModal("recipients", "Maria", "Maria");
  await person.fillsIn("text", "See you at five");
  await person.fillsIn("when", String(Math.ceil((world.now() + hour) / 60_000) * 60));
  expect(await person.submits()).toMatchObject({ action: "closed" });
  await until("it stands there", () =>
    world.thread(card).some((post) => shown(post).includes("See you at five")),
  );
}

describe.each(["socket", "http"] as const)("Resolve while a text waits for its time, by %s", (mode) => {
  it("asks what becomes of it: kept, it leaves at its time; cancelled, never; closed, nothing happens", async () => {
    await begin(mode);
    const person = world.person(ana);
    await world.press(ana, card, "Resolve");
    await person.waitsForModal("episode.scheduled");
    expect(person.seesInModal()).toContain("See you at five");
    expect(person.fieldInModal("scheduled")).toBe("Keep them");
    await person.closesModal();
    await world.quiet();
    expect(current()).toContain("has it");

    await world.press(ana, card, "Resolve");
    await person.waitsForModal("episode.scheduled");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await until("resolved", () => current().includes("Resolved"));
    await world.pass(hour + 60_000);
    await until("it left", () => world.received().includes("See you at five"));
  });

  it("cancels it where that is chosen", async () => {
    await begin(mode);
    const person = world.person(ana);
    await world.press(ana, card, "Resolve");
    await person.waitsForModal("episode.scheduled");
    await person.fillsIn("scheduled", "Cancel them");
    await person.submits();
    await until("resolved", () => current().includes("Resolved"));
    await until("said", () =>
      world.lines(card).some((line) => line.includes("cancelled one scheduled text")),
    );
    await world.pass(hour + 60_000);
    await world.settle();
    expect(world.received()).toEqual(["Yes, until six"]);
  });
});
