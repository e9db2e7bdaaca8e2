import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const now = (card: MessageView): string =>
  shown(world.sandbox.slack.control.message(scene.channel, card.ts) ?? card);
const permalink = (card: MessageView): string => `/archives/${card.channel}/p${card.ts.replace(".", "")}`;

async function resolved(options: WorldOptions = {}): Promise<MessageView> {
  world = await createWorld(options);
  const card = await world.opened("the first time");
  await world.press(scene.ana, card, "Resolve");
  await until("resolved", () => now(card).includes("Resolved by"));
  return card;
}

describe("after Resolve", () => {
  it("opens a new thread for the next text, linked both ways", async () => {
    const first = await resolved();
    const second = await world.opened("the second time");
    expect(second.ts).not.toBe(first.ts);
    await until("a link back", () => now(second).includes(permalink(first)));
    await until("a link ahead", () => now(first).includes(permalink(second)));
    expect(world.texts(first)).toEqual(["the first time"]);
    expect(now(first)).not.toContain("Reopen");
  });

  it("answers Reopen on an older card with a link to the newer thread", async () => {
    const first = await resolved();
    const { control } = world.sandbox.slack;
    control.misbehave({ match: { method: "chat.update" }, kind: "fail", status: 500, times: 0 });
    const second = await world.opened("the second time");
    await world.press(scene.ana, first, "Reopen");
    await until("told", () => world.told(scene.ana).at(-1)?.includes(permalink(second)));
  });

  it("keeps a reply back until its author says Reopen and send", async () => {
    const card = await resolved();
    const reply = world.reply(scene.ana, card, "One more thing");
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    expect(world.received()).toEqual([]);
    await world.choose(scene.ana, "Reopen and send");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["One more thing"]);
    await world.settle();
    expect(now(card)).toMatch(/:white_circle:.*Answered .* by Ana Reyes/);
    expect(world.cards()).toHaveLength(1);
  });

  it.each(["assignee", "manager"])(
    "is for any member to reopen and send, where %s may resolve",
    async (by) => {
      const card = await resolved({ env: { RESOLVE_BY: by } });
      const reply = world.reply(scene.ben, card, "One more thing");
      await world.choose(scene.ben, "Reopen and send");
      await until("delivered", () => world.marks(reply).includes("white_check_mark"));
      expect(world.received()).toEqual(["One more thing"]);
      expect(now(card)).not.toContain("Resolved by");
    },
  );

  it("lets any member press Reopen, and leaves the conversation with whoever had it", async () => {
    const card = await resolved();
    await world.press(scene.ben, card, "Reopen");
    await until("open", () => now(card).includes(`<@${scene.ana}> has it`));
  });

  it("does not reopen for someone who is no member any more, and keeps their buttons until they are", async () => {
    const card = await resolved();
    const reply = world.reply(scene.ben, card, "One more thing");
    await until("asked", () => world.offered(scene.ben).includes("Reopen and send"));
    await world.writeDirectory(sceneDirectory.replace("members: [ana, ben]", "members: [ana]"));
    await world.choose(scene.ben, "Reopen and send");
    await until("told", () => world.told(scene.ben).at(-1)?.includes("Only members of Front desk"));
    expect(now(card)).toContain("Resolved by");
    await world.writeDirectory(sceneDirectory);
    await world.choose(scene.ben, "Reopen and send");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["One more thing"]);
  });

  it("cancels it when its author says Discard", async () => {
    const card = await resolved();
    const reply = world.reply(scene.ana, card, "One more thing");
    await world.choose(scene.ana, "Discard");
    await world.settle();
    expect(world.received()).toEqual([]);
    expect(world.marks(reply)).toEqual(["no_entry_sign"]);
  });

  it("sends a reply from the old thread in the open one, and shows it there with its author's mention", async () => {
    const first = await resolved();
    const second = await world.opened("the second time");
    const reply = world.reply(scene.ben, first, "See you tomorrow");
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    await world.choose(scene.ben, "Send in the open thread");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["See you tomorrow"]);
    await until("shown there", () =>
      world
        .lines(second)
        .some((line) => line.includes("See you tomorrow") && line.includes(`<@${scene.ben}>`)),
    );
    expect(now(first)).toContain("Resolved by");
  });

  it("gives up an undecided reply after a day, and tells its author", async () => {
    const card = await resolved();
    const reply = world.reply(scene.ana, card, "Forgotten words");
    await until("asked", () => world.offered(scene.ana).includes("Reopen and send"));
    await world.quiet();
    await world.pass(25 * 3_600_000);
    await until("told", () => world.told(scene.ana).at(-1)?.includes("Forgotten words"));
    await world.settle();
    expect(world.received()).toEqual([]);
    expect(world.marks(reply)).toEqual(["no_entry_sign"]);
  });
});

describe("reopen_within_minutes", () => {
  const directory = sceneDirectory.replace(
    "name: Front desk, extension",
    "reopen_within_minutes: 30, name: Front desk, extension",
  );

  it("reopens for a text within that time, and opens a new thread after it", async () => {
    const card = await resolved({ directory });
    await world.pass(29 * 60_000);
    await world.text("still there?");
    await until("open again", () => now(card).includes("Waiting since"));
    await until("shown", () => world.texts(card).includes("still there?"));
    await world.press(scene.ana, card, "Resolve");
    await until("resolved", () => now(card).includes("Resolved by"));
    await world.pass(31 * 60_000);
    await world.opened("a new day");
    expect(world.cards()).toHaveLength(2);
  });
});
