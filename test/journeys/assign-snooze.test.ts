import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { menus } from "./reading.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const { ana, ben } = scene;
const minute = 60_000;
const current = () => world.sandbox.slack.control.message(scene.channel, card.ts) ?? card;
const says = (words: string) => until(words, () => shown(current()).includes(words));
const told = (user: string, words: string) =>
  until(words, () => world.told(user).some((one) => one.includes(words)));

async function choose(user: string, option: string): Promise<void> {
  const menu = menus(current()).find(({ placeholder }) => placeholder === "More");
  const value = menu?.options.find(({ label }) => label === option)?.value;
  if (menu === undefined || value === undefined) throw new Error(`the menu has no ${option}`);
  const { control } = world.sandbox.slack;
  await control.press({ user, channel: scene.channel, ts: card.ts, actionId: menu.actionId, value });
}

describe.each(["socket", "http"] as const)("the card's menu, by %s", (mode) => {
  it("assigns a conversation to a member who is searched for, called in the thread and told", async () => {
    world = await createWorld({ mode });
    card = await world.opened();
    const person = world.person(ana);
    await choose(ana, "Assign...");
    await person.waitsForModal("conversation.assign");
    expect(person.seesInModal()).toContain("Nobody has it");
    expect(await person.searchesInModal("assignee", "ito")).toEqual(["Ben Ito"]);
    await person.choosesInModal("assignee", "Ben");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await says(`<@${ben}> has it`);
    await told(ben, "assigned you the conversation with Maria Lopez");
    await until("the line", () =>
      world
        .lines(card)
        .some((line) => line.includes(`<@${ben}> has this conversation now, assigned by Ana Reyes.`)),
    );
    expect(world.told(ben)).toHaveLength(1);
  });

  it("snoozes one until a time, over a restart, or until they write, and wakes it up", async () => {
    world = await createWorld({ mode });
    card = await world.opened();
    const person = world.person(ana);
    await choose(ana, "Snooze...");
    await person.waitsForModal("episode.snooze");
    expect(person.fieldInModal("snooze")).toBe("1 hour");
    await person.fillsIn("snooze", "At the time below");
    await person.submits();
    expect(person.errorsInModal()).toEqual({ until: "Choose a time." });
    await person.fillsIn("until", String(Math.floor((world.now() + 30 * minute) / 1000)));
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await says("*snoozed* until");
    await world.restart();
    await world.pass(31 * minute);
    await told(ana, "is back: the time until which you snoozed it has come.");
    await until("awake", () => !shown(current()).includes("*snoozed*"));

    await choose(ana, "Snooze...");
    await person.waitsForModal("episode.snooze");
    await person.fillsIn("snooze", "Until they write");
    await person.submits();
    await says("*snoozed* until they write");
    await choose(ben, "Wake up");
    await until("awake", () => !shown(current()).includes("*snoozed*"));
  });
});
