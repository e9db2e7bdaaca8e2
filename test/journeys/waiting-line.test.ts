import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { isReminder } from "./reading.ts";
import { buttons, createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const control = () => world.sandbox.slack.control;
const line = () => control().messages(scene.channel).find(isReminder);
const phone = (index: number) => `+1555019${9200 + index}`;
const label = (index: number) => `(555) 019-${9200 + index}`;

/** So many wait, the first for longest, long enough to be pointed out. */
async function waiting(count: number): Promise<MessageView> {
  world = await createWorld({ env: { REMIND_MINUTES: "10" } });
  for (let index = 0; index < count; index += 1) await world.opened("Hello?", phone(index));
  await world.pass(11 * 60_000);
  return await until("the line", line);
}

/** Each of them where it stands in the words, the missing ones left out. */
const order = (words: string, count: number) =>
  Array.from({ length: count }, (_, index) => words.indexOf(label(index))).filter((at) => at >= 0);
const isSorted = (places: number[]) =>
  places.every((at, index) => index === 0 || at > (places[index - 1] ?? 0));

describe("the line about who waits", () => {
  it("shows the ten oldest, and Show all opens a list of everybody that its person sees alone", async () => {
    const found = await waiting(12);
    expect(found.text).toMatch(/^12 waiting/);
    const listed = order(shown(found), 12);
    expect(listed).toHaveLength(10);
    expect(isSorted(listed)).toBe(true);
    const before = control().messages(scene.channel).length;
    await world.press(scene.ben, found, "Show all");
    const [modal] = await until(
      "the list",
      () => control().views(scene.ben).length > 0 && control().views(scene.ben),
    );
    const all = order(JSON.stringify(modal?.view.blocks), 12);
    expect(all).toHaveLength(12);
    expect(isSorted(all)).toBe(true);
    expect(control().views(scene.ana)).toEqual([]);
    expect(control().messages(scene.channel)).toHaveLength(before);
  });

  it("has no button where it shows everybody", async () => {
    expect(buttons(await waiting(2))).toEqual([]);
  });

  it("says who has each, and calls them and nobody else", async () => {
    world = await createWorld({ env: { REMIND_MINUTES: "10" } });
    const card = await world.opened();
    await world.press(scene.ben, card, "Take");
    await until("his", () => world.lines(card).length === 1);
    await world.opened("Hello?", scene.sam);
    control().clearLogs();
    await world.pass(11 * 60_000);
    const found = await until("the line", line);
    expect(shown(found)).toContain("·  Ben Ito");
    expect(shown(found)).toContain("·  nobody yet");
    const called = control()
      .notifications()
      .filter(({ ts, reason }) => ts === found.ts && reason === "mention");
    expect(called.map(({ user }) => user)).toEqual([scene.ben]);
    await world.pass(6 * 60_000);
    await world.settle();
    expect(shown(line() ?? found)).not.toContain("<@");
  });
});
