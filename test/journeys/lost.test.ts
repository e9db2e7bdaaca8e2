import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
let card: MessageView;

beforeEach(async () => {
  world = await createWorld();
  world.sandbox.slack.control.addUser({ id: "U0ADMIN", name: "admin", isAdmin: true });
  world.sandbox.slack.control.invite({ channel: scene.channel, user: "U0ADMIN" });
});
afterEach(() => world.stop());

const remove = (ts: string) =>
  world.sandbox.slack.control.deleteMessage({ user: "U0ADMIN", channel: scene.channel, ts });

const newest = (): MessageView => {
  const found = world.cards().at(-1);
  if (found === undefined) throw new Error("no card");
  return found;
};

/** Texts keep coming while `trouble` lasts; each is shown once, in order, after it. */
async function nothingIsLost(name: string, trouble: () => void, end: () => void): Promise<void> {
  card = await world.opened("before");
  trouble();
  await world.text("during, one");
  await world.text("from someone new", scene.sam);
  await world.text("during, two");
  await until("not ready", async () => {
    await world.pass(1_000);
    const { ready, checks } = await world.readiness();
    return !ready && checks.some((check) => !check.ok && `${check.name} ${check.reason}`.includes(name));
  });
  end();
  await until("all shown", async () => {
    await world.pass(5_000);
    return world.texts(card).length === 3 && world.cards().length === 2;
  });
  await until("ready again", async () => (await world.readiness()).ready);
  await world.settle();
  expect(world.texts(card)).toEqual(["before", "during, one", "during, two"]);
  expect(world.texts(newest())).toEqual(["from someone new"]);
  expect(world.strays()).toEqual([]);
}

describe("a deleted card", () => {
  it("with a thread under it gets a new one that says so, where the conversation goes on", async () => {
    card = await world.opened("before");
    remove(card.ts);
    await until("a new card", () => world.cards().length === 1 && newest().ts !== card.ts);
    expect(shown(newest())).toContain("was deleted");
    await world.text("after");
    await until("shown", () => world.texts(newest()).includes("after"));
    expect(world.strays()).toEqual([]);
  });

  it("without a thread leaves nothing at the channel's top level", async () => {
    let deleted = false;
    world.sandbox.slack.control.subscribe((activity) => {
      if (deleted || activity.type !== "message_posted" || activity.message.isReply) return;
      deleted = true;
      queueMicrotask(() => remove(activity.message.ts));
    });
    await world.text("who reads this?");
    await until("shown under a new card", () => {
      const found = world.cards().at(-1);
      return found !== undefined && world.texts(found).includes("who reads this?");
    });
    await world.settle();
    expect(deleted).toBe(true);
    expect(world.cards()).toHaveLength(1);
    expect(world.strays()).toEqual([]);
  });

  it("is noticed when its card is drawn anew, where its event never came", async () => {
    card = await world.opened("before");
    world.sandbox.slack.control.misbehave({ match: { event: "message.*" }, kind: "fail", times: 20 });
    remove(card.ts);
    await world.sandbox.slack.control.idle();
    await world.text("after");
    await world.settle();
    expect(shown(newest())).toContain("was deleted");
    expect([...world.texts(card), ...world.texts(newest())]).toContain("after");
    await world.text("from now on");
    await until("shown", () => world.texts(newest()).includes("from now on"));
    expect(world.strays()).toEqual([]);
  });

  it("keeps a reply in the former thread back, with a link and Send there", async () => {
    card = await world.opened("before");
    remove(card.ts);
    await until("a new card", () => world.cards().length === 1 && newest().ts !== card.ts);
    // Until it knows where the new card stands, there is nowhere to lead to.
    await world.settle();
    const reply = world.reply(scene.ben, card, "written in the old thread");
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    await until("told", () => world.told(scene.ben).at(-1)?.includes(newest().ts.replace(".", "")));
    expect(world.received()).toEqual([]);
    await world.choose(scene.ben, "Send there");
    await until("sent", () => world.received().length === 1);
    await until("shown there", () =>
      world.lines(newest()).some((line) => line.includes("written in the old")),
    );
  });
});

describe("nothing is lost", () => {
  it("while the channel is archived", () =>
    nothingIsLost(
      scene.channel,
      () => world.sandbox.slack.control.archive({ channel: scene.channel }),
      () => world.sandbox.slack.control.unarchive({ channel: scene.channel }),
    ));

  it("while the app is not in the channel", () => {
    const { control, botUserId } = world.sandbox.slack;
    return nothingIsLost(
      scene.channel,
      () => control.remove({ channel: scene.channel, user: botUserId }),
      () => control.invite({ channel: scene.channel, user: botUserId, inviter: scene.ana }),
    );
  });

  it("while the token is revoked", () =>
    nothingIsLost(
      "slack",
      () => world.sandbox.slack.control.revokeToken(),
      () => world.sandbox.slack.control.restoreToken(),
    ));

  it("while the channel is archived and nobody tells the app that it is open again", async () => {
    const { control } = world.sandbox.slack;
    await nothingIsLost(
      scene.channel,
      () => control.archive({ channel: scene.channel }),
      () => {
        control.misbehave({ match: { event: "group_unarchive" }, kind: "fail", times: 10 });
        control.unarchive({ channel: scene.channel });
      },
    );
  });

  it("of what members write while the app is not in the channel", async () => {
    const { control, botUserId } = world.sandbox.slack;
    card = await world.opened("before");
    control.remove({ channel: scene.channel, user: botUserId });
    await until("noticed", async () => !(await world.readiness()).ready);
    const reply = world.reply(scene.ben, card, "Yes, until 6");
    control.invite({ channel: scene.channel, user: botUserId, inviter: scene.ana });
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["Yes, until 6"]);
  });

  it("of what members write while Slack does not let the app in", async () => {
    const { control } = world.sandbox.slack;
    card = await world.opened("before");
    control.misbehave({ match: { event: "message.*" }, kind: "fail", times: 20 });
    control.revokeToken({ error: "account_inactive" });
    await world.pass(60_000);
    const reply = world.reply(scene.ben, card, "Yes, until 6");
    await control.idle();
    await world.pass(60_000);
    expect(world.received()).toEqual([]);
    control.restoreToken();
    await until("delivered", async () => {
      await world.pass(1_000);
      return world.marks(reply).includes("white_check_mark");
    });
    expect(world.received()).toEqual(["Yes, until 6"]);
  });

  it("of what members write while Slack does not let the app in, until it is started anew", async () => {
    const { control } = world.sandbox.slack;
    card = await world.opened("before");
    control.misbehave({ match: { event: "message.*" }, kind: "fail", times: 20 });
    control.revokeToken({ error: "account_inactive" });
    await world.pass(60_000);
    const reply = world.reply(scene.ben, card, "Yes, until 6");
    await control.idle();
    await world.pass(60_000);
    await world.restart({ whileDown: () => control.restoreToken() });
    await until("delivered", async () => {
      await world.pass(1_000);
      return world.marks(reply).includes("white_check_mark");
    });
    expect(world.received()).toEqual(["Yes, until 6"]);
  });

  it("of another channel's work while one is closed", async () => {
    card = await world.opened("before");
    world.sandbox.slack.control.archive({ channel: scene.channel });
    await world.text("during");
    await until("parked", async () => !(await world.readiness()).ready);
    world.sandbox.slack.control.unarchive({ channel: scene.channel });
    const reply = await until("open again", async () => {
      await world.pass(1_000);
      return world.texts(card).length === 2 && world.reply(scene.ben, card, "hello again");
    });
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
  });
});
