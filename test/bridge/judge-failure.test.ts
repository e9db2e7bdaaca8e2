import { describe, expect, it } from "vitest";
import { hearDesk, loseDesk } from "../../src/bridge/hear-desk.ts";
import { ben, maria } from "./front-desk.ts";
import { deskError } from "./scripted-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "./world.ts";

/** What the desk's past says of a member's message. */
function answerLooks(world: World, readReply: World["desk"]["history"]["readReply"]): () => void {
  const before = world.desk.history.readReply;
  Object.assign(world.desk.history, { readReply });
  return () => void Object.assign(world.desk.history, { readReply: before });
}

describe("a customer's words", () => {
  it.each(["message_gone", "nobody", "missing_scope", "refused", "thread_gone", "rate_limited"])(
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

describe("a text that is read again before it leaves", () => {
  it("waits while a scope is missing for that, and leaves once it is granted", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Yes");
    loseDesk(world.bridge);
    await hearDesk(world.bridge);
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
    loseDesk(world.bridge);
    await hearDesk(world.bridge);
    answerLooks(world, async () => {
      throw deskError("missing_scope");
    });
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual([]);
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("Is it still right to send?");
  });
});
