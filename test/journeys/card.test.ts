import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { buttons, createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const now = (card: MessageView): string =>
  shown(world.sandbox.slack.control.message(scene.channel, card.ts) ?? card);
const labels = (card: MessageView): string[] =>
  buttons(world.sandbox.slack.control.message(scene.channel, card.ts)).map(({ label }) => label);
const has = (card: MessageView, user: string) =>
  until(`${user} has it`, () => now(card).includes(`<@${user}> has it`));
const told = (user: string, words: string) =>
  until(`told: ${words}`, () => world.told(user).at(-1)?.includes(words));

/** From now on cards stay as they are, as when Slack is slow: what is pressed on them is stale. */
function cardsStand(): void {
  world.sandbox.slack.control.misbehave({
    match: { method: "chat.update" },
    kind: "fail",
    status: 500,
    times: 0,
  });
}

function cardsMove(): void {
  world.sandbox.slack.control.clearMisbehaviour();
}

describe("taking", () => {
  it("assigns, says so in the thread with a mention, and turns the button into Release", async () => {
    world = await createWorld();
    const card = await world.opened();
    expect(labels(card)).toEqual(["Take", "Resolve", "Template"]);
    await world.press(scene.ana, card, "Take");
    await has(card, scene.ana);
    expect(labels(card)).toContain("Release");
    await until("the line", () =>
      world.lines(card).some((line) => line.includes(`<@${scene.ana}> has this`)),
    );
    await world.press(scene.ana, card, "Release");
    await until("nobody has it", () => now(card).includes("nobody has it"));
  });

  it("happens by answering, where nobody has the conversation yet", async () => {
    world = await createWorld();
    const card = await world.opened();
    world.reply(scene.ben, card, "I am on it");
    await has(card, scene.ben);
    world.reply(scene.ana, card, "Me too");
    await world.settle();
    expect(now(card)).toContain(`<@${scene.ben}> has it`);
  });

  it("from someone asks first, and does nothing on no", async () => {
    world = await createWorld();
    const card = await world.opened();
    await world.press(scene.ben, card, "Take");
    await has(card, scene.ben);
    const take = buttons(world.sandbox.slack.control.message(scene.channel, card.ts))[0];
    const press = { user: scene.ana, channel: scene.channel, ts: card.ts, actionId: take?.actionId ?? "" };
    const refused = await world.sandbox.slack.control.press({ ...press, confirm: false });
    expect(refused.confirm).toBeDefined();
    expect(refused.sent).toBe(false);
    await world.sandbox.slack.control.press({ ...press, confirm: true });
    await has(card, scene.ana);
  });

  it("asks on a stale card too, where the button did not know yet that someone has it", async () => {
    world = await createWorld();
    const card = await world.opened();
    cardsStand();
    await world.press(scene.ben, card, "Take");
    await until("the line", () => world.lines(card).length > 0);
    await world.press(scene.ana, card, "Take");
    await told(scene.ana, "Take it over?");
    cardsMove();
    await world.settle();
    await has(card, scene.ben);
    await world.choose(scene.ana, "Take");
    await has(card, scene.ana);
  });

  it("has one effect when it is pressed twice", async () => {
    world = await createWorld();
    const card = await world.opened();
    world.sandbox.slack.control.misbehave({ match: { event: "block_actions" }, kind: "duplicate" });
    await world.press(scene.ana, card, "Take");
    await has(card, scene.ana);
    await world.settle();
    expect(world.lines(card)).toHaveLength(1);
  });

  it("is refused to who is not in the directory, and they are told", async () => {
    world = await createWorld();
    const card = await world.opened();
    await world.press(scene.cy, card, "Take");
    await told(scene.cy, "not in Threadline's directory");
    await world.press(scene.cy, card, "Resolve");
    await world.settle();
    expect(labels(card)).toEqual(["Take", "Resolve", "Template"]);
  });

  it("lets only its holder and managers release", async () => {
    world = await createWorld();
    const card = await world.opened();
    await world.press(scene.ana, card, "Take");
    await has(card, scene.ana);
    await world.press(scene.ben, card, "Release");
    await told(scene.ben, "Only Ana Reyes");
  });
});

describe("resolving", () => {
  it("says by whom and when, and offers Reopen, which opens it again", async () => {
    world = await createWorld();
    const card = await world.opened();
    await world.press(scene.ana, card, "Resolve");
    await until("resolved", () => now(card).includes(`Resolved by <@${scene.ana}>`));
    expect(now(card)).toContain("<!date^");
    expect(labels(card)).toEqual(["Reopen"]);
    await world.press(scene.ana, card, "Reopen");
    await until("open", () => labels(card).includes("Resolve"));
    expect(world.cards()).toHaveLength(1);
  });

  it("tells the second of two people that it happened already, and by whom", async () => {
    world = await createWorld({ env: { RESOLVE_BY: "anyone" } });
    const card = await world.opened();
    cardsStand();
    await world.press(scene.ana, card, "Resolve");
    await world.press(scene.ben, card, "Resolve");
    await told(scene.ben, "Ana Reyes resolved this conversation already");
    cardsMove();
    await until("resolved", async () => {
      await world.settle();
      return now(card).includes(`Resolved by <@${scene.ana}>`);
    });
  });

  it.each([
    ["anyone", null, "ben", null],
    ["assignee", null, "ben", null],
    ["assignee", "ben", "ben", null],
    ["assignee", "ana", "ben", "Ana Reyes, who has it, or a manager"],
    ["assignee", "ben", "ana", null],
    ["manager", "ben", "ben", "a manager"],
    ["manager", "ben", "ana", null],
  ] as const)("with RESOLVE_BY=%s, taken by %s: %s is told %s", async (by, holder, presser, refusal) => {
    world = await createWorld({ env: { RESOLVE_BY: by } });
    const card = await world.opened();
    if (holder !== null) {
      await world.press(scene[holder], card, "Take");
      await has(card, scene[holder]);
    }
    await world.press(scene[presser], card, "Resolve");
    if (refusal === null)
      await until("resolved", () => now(card).includes(`Resolved by <@${scene[presser]}>`));
    else {
      await told(scene[presser], refusal);
      expect(labels(card)).toContain("Resolve");
    }
  });

  it("cancels what waits for a person, with a line, and lets go what waits for a time", async () => {
    world = await createWorld({ env: { HOLD_SECONDS: "60" } });
    const card = await world.opened();
    const leaves = world.reply(scene.ben, card, "Good night!");
    const { ts: asked } = world.sandbox.slack.control.post({
      user: scene.ben,
      channel: scene.channel,
      text: "The form",
      threadTs: card.ts,
      files: [{ name: "form.pdf", content: "%PDF" }],
    });
    await until("asked", () => world.offered(scene.ben).includes("Send text only"));
    await world.press(scene.ana, card, "Resolve");
    await until("the line", () => world.lines(card).some((line) => line.includes("cancelled")));
    await world.choose(scene.ben, "Send text only");
    await told(scene.ben, "no longer open");
    await world.pass(60_000);
    await world.settle();
    expect(world.received()).toEqual(["Good night!"]);
    expect(world.marks(leaves)).toContain("white_check_mark");
    expect(world.marks(asked)).toEqual(["no_entry_sign"]);
  });
});

describe("the time on a card", () => {
  it("is when we heard of the text, by the app's clock: Twilio names none", async () => {
    world = await createWorld();
    world.sleep(60 * 60_000);
    const before = world.now();
    const card = await world.opened();
    const [, seconds] = /Waiting since <!date\^(\d+)\^/.exec(now(card)) ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(Math.floor(before / 1000));
  });
});

describe("a sender that is no number", () => {
  it.each(["Ben Ito", "Threadline", "Slackbot", "Maria Lopez"])(
    "is shown as a sender name on card, post, lock screen and in what is said of it: %s",
    async (name) => {
      world = await createWorld({ env: { REMIND_MINUTES: "10" } });
      const { control } = world.sandbox.slack;
      const card = await world.opened("Please open https://раypal.example/login", name);
      expect(shown(card)).toContain(`*Sender name “${name}”*`);
      expect(world.thread(card).map(({ username }) => username)).toEqual([`Sender name “${name}”`]);
      const links = JSON.stringify(world.thread(card).map(({ blocks }) => blocks)).match(/"type":"link"/g);
      expect(links).toBeNull();
      world.reply(scene.ben, card, "Who are you?");
      await told(scene.ben, `Sender name “${name}” is not a phone number`);
      await world.pass(11 * 60_000);
      await world.settle();
      expect(control.messages(scene.channel).map(shown).join("\n")).not.toContain(`:* ${name}`);
      for (const { text } of control.notifications()) {
        const unmarked = text.replaceAll(`Sender name “${name}”`, "").replaceAll("Who are you?", "");
        expect(unmarked).not.toContain(name);
      }
    },
  );
});
