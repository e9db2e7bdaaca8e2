import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World } from "../../journeys/world.ts";

let world: World;
let card: MessageView;
const { ana, ben } = scene;

async function begin(env: Record<string, string> = {}): Promise<void> {
  world = await createWorld({ mode: "http", env });
  await world.text("Hi, are you open today?");
  card = await until("the card", () => world.card());
}
afterEach(() => world.stop());

const current = () => shown(world.sandbox.slack.control.message(scene.channel, card.ts) ?? card);
const control = () => world.sandbox.slack.control;
const press = (user: string, actionId: string, confirm = true) =>
  control().press({ user, channel: scene.channel, ts: card.ts, actionId, confirm });

describe("the card's buttons", () => {
  beforeEach(() => begin());

  it("Take gives the conversation, Release gives it back", async () => {
    await press(ben, "episode.take");
    await until("Ben has it", () => current().includes(`<@${ben}> has it`));
    await press(ben, "episode.release");
    await until("nobody has it", () => current().includes("nobody has it"));
  });

  it("Take asks before taking from somebody, and no means no", async () => {
    await press(ben, "episode.take");
    await until("Release", () => current().includes("episode.release"));
    const refused = await press(ana, "episode.take", false);
    expect(refused).toMatchObject({ sent: false, confirm: { title: { text: "Take it over?" } } });
    expect(current()).toContain(`<@${ben}> has it`);
    await press(ana, "episode.take");
    await until("Ana has it", () => current().includes(`<@${ana}> has it`));
  });

  it("Resolve closes, Reopen opens, and a second press learns what happened", async () => {
    await press(ana, "episode.resolve");
    await until("resolved", () => current().includes("Resolved by"));
    await press(ana, "episode.reopen");
    await until("open", () => current().includes("episode.resolve"));
  });

  it("answer whoever is not in the directory", async () => {
    await press(scene.cy, "episode.take");
    await until("Cy is told", () => world.told(scene.cy).some((text) => text.includes("directory")));
  });
});

describe("a note that mentions somebody", () => {
  beforeEach(() => begin());

  it("stays inside, and Send anyway sends it once", async () => {
    const ts = world.reply(ben, card, `Ask <@${ana}> about it`);
    await until("the mark", () => world.marks(ts).includes("memo"));
    expect(world.received()).toEqual([]);
    await world.choose(ben, "Send anyway");
    await until("the text", () => world.received().length === 1);
    expect(world.received()[0]).toMatch(/^Ask .* about it$/);
    expect(world.received()[0]).not.toContain(ana);
  });

  it("is explained again by the shortcut", async () => {
    const ts = world.reply(ben, card, `Ask <@${ana}>`);
    await until("told", () => world.told(ben).length > 0);
    control().reload(ben);
    await control().messageShortcut({ user: ben, channel: scene.channel, ts, callbackId: "reply.why" });
    await until("told again", () => world.told(ben).some((text) => text.includes("Send anyway")));
  });
});

/** As Slack's client sends what was pasted from a sheet. */
const table = (price: number) => ({
  id: 1,
  fallback: "[no preview available]",
  blocks: [
    {
      type: "table",
      rows: [
        [
          { type: "raw_text", text: "Cut" },
          { type: "raw_number", value: price },
        ],
      ],
    },
  ],
});

describe("a reply that holds more than words", () => {
  beforeEach(() => begin());

  const replied = (text: string, attachment: Record<string, unknown>) =>
    control().post({
      user: ben,
      channel: scene.channel,
      text,
      threadTs: card.ts,
      attachments: [attachment],
    }).ts;

  it("takes a pasted table along as lines", async () => {
    replied("Our prices:", table(80));
    await until("the text", () => world.received().length === 1);
    expect(world.received()).toEqual(["Our prices:\nCut | 80"]);
  });

  it("waits with a forwarded message until its author says Send without it", async () => {
    const ts = replied("As I said:", { is_share: true, is_msg_unfurl: true, text: "Between us: no" });
    await until("the mark", () => world.marks(ts).includes("no_entry_sign"));
    await until("asked", () => world.offered(ben).includes("Send without it"));
    expect(world.told(ben).at(-1)).toContain("can't be sent as a text");
    expect(world.received()).toEqual([]);
    await world.choose(ben, "Send without it");
    await until("the text", () => world.received().length === 1);
    expect(world.received()).toEqual(["As I said:"]);
  });
});

describe("within the hold", () => {
  beforeEach(() => begin({ HOLD_SECONDS: "300" }));

  const replied = async (text: string) => {
    const ts = world.reply(ben, card, text);
    await world.quiet();
    return ts;
  };

  it("the reaction :x: cancels", async () => {
    const ts = await replied("Yes");
    control().react({ user: ben, channel: scene.channel, ts, name: "x" });
    await until("the mark", () => world.marks(ts).includes("no_entry_sign"));
    expect(world.received()).toEqual([]);
  });

  it("the shortcut Don't send cancels and says so", async () => {
    const ts = await replied("Yes");
    await control().messageShortcut({ user: ben, channel: scene.channel, ts, callbackId: "reply.dont_send" });
    await until("told", () => world.told(ben).some((text) => text.includes("Cancelled")));
    await until("the mark", () => world.marks(ts).includes("no_entry_sign"));
  });

  it("the shortcut Don't send on a card or a customer's text says that there is nothing to stop", async () => {
    const text = await until("the text", () => world.thread(card)[0]);
    for (const ts of [card.ts, text.ts]) {
      const before = world.told(ben).length;
      await control().messageShortcut({
        user: ben,
        channel: scene.channel,
        ts,
        callbackId: "reply.dont_send",
      });
      await until("told", () => world.told(ben).length > before);
      expect(world.told(ben).at(-1)).toContain("not a reply to a customer, so there is nothing to stop");
    }
  });

  it("deleting cancels, and what was written after it leaves", async () => {
    const ts = await replied("Yes");
    await replied("No, sorry");
    control().deleteMessage({ user: ben, channel: scene.channel, ts });
    await world.quiet();
    await world.pass(301_000);
    await until("the second text", () => world.received().length > 0);
    expect(world.received()).toEqual(["No, sorry"]);
  });

  it("an edit of nothing but a table is what leaves", async () => {
    const at = { user: ben, channel: scene.channel, text: "Our prices:" };
    const { ts } = control().post({ ...at, threadTs: card.ts, attachments: [table(80)] });
    await world.quiet();
    control().edit({ ...at, ts, attachments: [table(90)] });
    await world.quiet();
    await world.pass(301_000);
    await until("the text", () => world.received().length > 0);
    expect(world.received()).toEqual(["Our prices:\nCut | 90"]);
  });

  it("an edit that adds what no text can hold asks first", async () => {
    const at = { user: ben, channel: scene.channel, text: "As I said:" };
    const { ts } = control().post({ ...at, threadTs: card.ts });
    await world.quiet();
    control().edit({ ...at, ts, attachments: [{ is_share: true, text: "Between us: no" }] });
    await until("asked", () => world.offered(ben).includes("Send without it"));
    control().edit({ ...at, ts, attachments: [] });
    await world.quiet();
    await world.pass(301_000);
    await until("the text", () => world.received().length > 0);
    expect(world.received()).toEqual(["As I said:"]);
  });

  it("an edit that makes it a note keeps it inside", async () => {
    const ts = await replied("Yes");
    control().edit({ user: ben, channel: scene.channel, ts, text: "note: yes" });
    await until("the mark", () =>
      world.marks(ts).some((mark) => mark === "memo" || mark === "no_entry_sign"),
    );
    expect(world.received()).toEqual([]);
  });
});

describe("a card that somebody deletes", () => {
  beforeEach(() => begin());

  it("comes again and says so, and the thread goes on there", async () => {
    await until("the text", () => world.thread(card).length > 0);
    control().addUser({ id: "U0ADMIN", name: "admin", isAdmin: true });
    control().invite({ channel: scene.channel, user: "U0ADMIN" });
    control().deleteMessage({ user: "U0ADMIN", channel: scene.channel, ts: card.ts });
    const next = await until("a new card", () => {
      const found = world.card();
      return found !== undefined && found.ts !== card.ts && found;
    });
    expect(shown(next)).toContain("was deleted");
    await world.text("Still there?");
    await until("the text in the new thread", () =>
      world.thread(next).some((reply) => shown(reply).includes("Still there?")),
    );
  });
});
