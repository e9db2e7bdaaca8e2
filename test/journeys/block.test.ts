import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const { ana, ben, cy } = scene;
const control = () => world.sandbox.slack.control;
const current = () => shown(control().message(scene.channel, card.ts) ?? card);
const says = (words: string) => until(words, () => current().includes(words));
const told = (user: string, words: string) =>
  until(words, () => world.told(user).some((one) => one.includes(words)));

async function begin(options: WorldOptions = {}): Promise<void> {
  world = await createWorld(options);
  card = await world.opened("Do you want to buy insurance?");
}

/** What the card's menu offers now, by how it reads. */
function menu(): ReadonlyMap<string, string> {
  const found = JSON.stringify(control().message(scene.channel, card.ts)?.blocks);
  const options = /"action_id":"episode.more".*?"options":(\[.*?\}\])/.exec(found)?.[1];
  const read = JSON.parse(options ?? "[]") as { text: { text: string }; value: string }[];
  return new Map(read.map(({ text, value }) => [text.text, value]));
}

async function choose(user: string, option: string): Promise<void> {
  const value = menu().get(option);
  if (value === undefined) throw new Error(`the menu has no ${option}`);
  await control().press({ user, channel: scene.channel, ts: card.ts, actionId: "episode.more", value });
}

async function block(user: string, reason: string) {
  await choose(user, "Block number");
  const form = await until("the form", () => control().views(user)[0]);
  const answer = await control().submitView({ user, values: { reason: { reason } } });
  return { form: JSON.stringify(form.view), answer };
}

describe.each([["by socket", {}] as const, ["over HTTP", { mode: "http" } as const] as const])(
  "a number that is blocked from its card, %s",
  (_, options) => {
    it("is silent from then on, and is heard again once a manager has unblocked it", async () => {
      await begin(options);
      expect([...menu().keys()]).toEqual([
        "Assign...",
        "Snooze...",
        "Opt-in / opt-out...",
        "Block number",
        "Name this contact...",
        "Log to CRM",
        "Transcript",
      ]);
      const { form, answer } = await block(ben, "spam");
      expect(form).toContain("Maria Lopez (…9001)");
      expect(answer).toMatchObject({ action: "closed" });
      await says("*Blocked* by");
      await told(ben, "Maria Lopez (…9001) is blocked");
      await until("the line", () =>
        world.lines(card).some((line) => line.includes("Ben Ito blocked this number: “spam”.")),
      );
      expect([...menu().keys()]).toEqual([
        "Opt-in / opt-out...",
        "Unblock",
        "Name this contact...",
        "Log to CRM",
        "Transcript",
      ]);

      const posted = control().requestCount("chat.postMessage");
      await world.text("Cheap insurance!");
      await world.settle();
      expect(control().requestCount("chat.postMessage")).toBe(posted);
      const reply = world.reply(ben, card, "Go away");
      await until("refused", () => world.marks(reply).includes("no_entry_sign"));
      await told(ben, "is blocked. A manager can unblock the number");
      expect(world.received()).toEqual([]);

      await choose(ben, "Unblock");
      await told(ben, "Maria Lopez (…9001): Only managers can unblock a number.");
      await world.restart();
      await choose(ana, "Unblock");
      await told(ana, "This number is unblocked. One text came meanwhile");
      await until("not blocked", () => !current().includes("Blocked"));
      await world.text("Sorry for that");
      await until("a new thread", () => world.cards().length === 2);
      expect(JSON.stringify(control().messages(scene.channel))).not.toContain("Cheap insurance");
    });
  },
);

describe("blocking a number", () => {
  it("is not for who is not in the directory", async () => {
    await begin();
    await choose(cy, "Block number");
    await told(cy, "not in Threadline's directory");
  });

  it("is listed at a manager's Home, and taken back there; nobody else sees the list", async () => {
    await begin();
    await block(ben, "spam");
    await says("*Blocked* by");
    await world.text("Cheap insurance!");
    const [manager, agent] = [world.person(ana), world.person(ben)];
    for (const person of [manager, agent]) person.opensHome();
    await until("the list", () => manager.seesAtHome().includes("Maria Lopez (555) 019-9001"));
    expect(manager.seesAtHome()).toContain("by Ben Ito");
    expect(manager.seesAtHome()).toContain("1 text since");
    await until("the agent's Home", () => agent.seesAtHome() !== "");
    expect(agent.seesAtHome()).not.toContain("Blocked");
    await manager.pressesAtHome("Unblock");
    await told(ana, "is unblocked. One text came meanwhile");
    await until("none", () => manager.seesAtHome().includes("*Blocked numbers*\\nNone."));
    await until("not blocked", () => !current().includes("*Blocked*"));
  });

  it("happens once, though the form is submitted twice", async () => {
    await begin();
    control().misbehave({ match: { event: "view_submission" }, kind: "duplicate" });
    await block(ben, "");
    await says("*Blocked* by");
    await world.settle();
    expect(world.lines(card).filter((line) => line.includes("blocked this number"))).toHaveLength(1);
  });

  it("shows what was typed as it is: it can't call, link or format", async () => {
    await begin();
    await block(ben, "<!channel> *spam* <@U0ANA> https://evil.example.com");
    await until("the line", () => world.lines(card).some((line) => line.includes("blocked this number")));
    const thread = JSON.stringify(control().thread(scene.channel, card.ts));
    for (const acting of ["<!channel>", "<@U0ANA>", "<https"]) expect(thread).not.toContain(acting);
  });
});
