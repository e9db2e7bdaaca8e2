import { describe, expect, it } from "vitest";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { inform } from "../../../src/bridge/notices/tell.ts";
import { ben, front, maria } from "../front-desk.ts";
import { deskError } from "../scripted-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

/** What the desk's past says of a member's message. */
function answerLooks(world: World, readReply: World["desk"]["history"]["readReply"]): () => void {
  const before = world.desk.history.readReply;
  Object.assign(world.desk.history, { readReply });
  return () => void Object.assign(world.desk.history, { readReply: before });
}

describe("a customer's words", () => {
  it.each(["message_gone", "nobody", "missing_scope", "refused", "thread_gone", "rate_limited"] as const)(
    "are shown in the end, though the desk says %s",
    async (kind) => {
      const world = await createWorld();
      await world.begin(maria, "one");
      world.desk.fail("post", kind);
      await world.text(maria, "two");
      await world.pass(2 * minute);
      const shown = world.desk.posted.flatMap(({ post }) =>
        post?.kind === "texts" ? post.texts.map(({ body }) => body) : [],
      );
      expect(shown).toEqual(["one", "two"]);
    },
  );

  it("are not shown twice where the look for a lost answer is put off", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    const { findPost } = world.desk.history;
    let refusals = 2;
    Object.assign(world.desk.history, {
      findPost: async (...args: Parameters<typeof findPost>) => {
        refusals -= 1;
        if (refusals >= 0) throw deskError("rate_limited", true, second);
        return await findPost(...args);
      },
    });
    world.desk.fail("post", "unreachable", { certain: false, afterwards: true });
    await world.text(maria, "two");
    await world.pass(minute);
    expect(world.thread(thread)).toEqual(["Maria Lopez: one", "Maria Lopez: two"]);
  });

  it("are not shown twice where the channel closes before a lost answer is looked for", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    const { findPost } = world.desk.history;
    let isClosed = true;
    Object.assign(world.desk.history, {
      findPost: async (...args: Parameters<typeof findPost>) => {
        if (isClosed) throw deskError("channel_closed");
        return await findPost(...args);
      },
    });
    world.desk.fail("post", "unreachable", { certain: false, afterwards: true });
    await world.text(maria, "two");
    await world.pass(minute);
    isClosed = false;
    await world.pass(hour);
    expect(world.thread(thread)).toEqual(["Maria Lopez: one", "Maria Lopez: two"]);
  });
});

describe("a word to one person", () => {
  it("does not keep the next one back for ever where their direct conversation is closed", async () => {
    const world = await createWorld();
    for (let times = 0; times < 4; times += 1) world.desk.fail("tell", "channel_closed");
    await world.ctx.store.transaction(async (tx) => {
      await inform(world.ctx, tx, ben, ["one"]);
      await inform(world.ctx, tx, ben, ["two"]);
    });
    await world.pass(10 * minute);
    expect(world.desk.told.map(({ sentence }) => words(sentence))).toEqual(["two"]);
  });
});

describe("a line whose question was answered", () => {
  it("is shown anew once its channel is open again, and keeps nothing busy until then", async () => {
    const world = await createWorld();
    const failure = { code: "30003", sentence: "The phone is off.", scope: "recipient" } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    world.desk.closed.add(front);
    await world.choose("try_again", ben);
    await world.pass(30 * minute);
    expect(await world.ctx.store.read((tx) => tx.channels.closed())).toMatchObject([{ channel: front }]);
    world.desk.closed.clear();
    await world.pass(2 * minute);
    expect(world.desk.rewritten).toHaveLength(1);
    expect(await world.ctx.store.read((tx) => tx.channels.closed())).toEqual([]);
  });
});

describe("a text that is read again before it leaves", () => {
  it("waits while a scope is missing for that, and leaves once it is granted", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Yes");
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    const granted = answerLooks(world, async () => {
      throw deskError("missing_scope");
    });
    await world.pass(11 * second);
    expect(world.carrier.bodies()).toEqual([]);
    granted();
    await world.pass(2 * minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("asks its author when that takes too long", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Yes");
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    answerLooks(world, async () => {
      throw deskError("missing_scope");
    });
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual([]);
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("Is it still right to send?");
  });
});
