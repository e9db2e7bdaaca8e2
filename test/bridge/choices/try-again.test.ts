import { describe, expect, it } from "vitest";
import { reopenEpisode } from "../../../src/bridge/conversations/reopen-episode.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { receiveReport } from "../../../src/bridge/messages/receive-report.ts";
import { ana, ben, maria } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const busy = {
  kind: "rejected",
  failure: { code: "20429", sentence: "later", scope: "passing", retryAfterMs: 30 * second },
} as const;

async function resolve(world: World): Promise<void> {
  await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
}

/** A text of a resolved conversation failed after the customer had written again. */
async function failedEarlier() {
  const world = await createWorld();
  const place = await world.reply(ben, await world.begin(), "Yes");
  await world.pass(minute);
  await resolve(world);
  const current = await world.begin(maria, "one more thing");
  await world.report("Yes", "failed");
  await world.pass(second);
  return { world, place, current };
}

describe("Try again", () => {
  it("leaves in the open thread where the conversation goes on, and is shown there", async () => {
    const { world, place, current } = await failedEarlier();
    expect(words((await world.choose("try_again", ben)).sentence)).toBe("Trying again.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
    expect(world.thread(current).at(-1)).toBe("app: @U0BEN wrote, from an earlier thread: “Yes”");
    expect(await world.openEpisode()).toMatchObject({ thread: current, unansweredSince: null });
    expect((await world.messageOf(place))?.episodeId).toBe((await world.openEpisode()).id);
  });

  it("is shown once in the open thread though it had to be asked about again because it was late", async () => {
    const { world, current } = await failedEarlier();
    world.carrier.answers.push(...Array.from({ length: 30 }, () => busy));
    await world.choose("try_again", ben);
    await world.pass(hour);
    world.carrier.answers.length = 0;
    await world.choose("send_now", ben);
    await world.pass(minute);
    expect((await world.openEpisode()).unansweredSince).toBeNull();
    expect(world.thread(current).filter((line) => line.includes("earlier thread: “Yes”"))).toHaveLength(1);
  });

  it("says where to reopen a conversation that is resolved by now, and can be pressed after that", async () => {
    const { world } = await failedEarlier();
    const { id } = await world.openEpisode();
    await resolve(world);
    const said = await world.choose("try_again", ben);
    expect(words(said.sentence)).toContain("Reopen it in [its newest thread]");
    expect(said.decided).toBe(false);
    await reopenEpisode(world.ctx, { episode: id, user: ana });
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
  });

  it("says that the conversation must be reopened where it is the newest", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    await resolve(world);
    await world.report("Yes", "failed");
    await world.pass(second);
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("Reopen it, then try again.");
  });

  it.each([
    ["failed", { kind: "rejected", failure: { code: "30008", sentence: "No reason.", scope: "passing" } }],
    ["got lost", { kind: "unknown", reason: "timeout" }],
  ] as const)(
    "is said to have arrived, where it did, on the notice about the text that %s",
    async (_, outcome) => {
      const world = await createWorld();
      const thread = await world.begin();
      world.carrier.answers.push(outcome);
      await world.reply(ben, thread, "Yes");
      await world.pass(hour);
      await world.choose("try_again", ben);
      await world.pass(minute);
      expect(world.thread(thread).at(-1)).toMatch(/ @U0BEN tried again\.$/);
      const report = async (state: "sent" | "delivered") => {
        const messageId = world.carrier.sent[1]?.messageId ?? null;
        const event = { kind: "status", carrierMessageId: null, messageId, state, failure: null } as const;
        await receiveReport(world.ctx, "twilio", event);
        await world.pass(minute);
      };
      await report("sent");
      expect(world.thread(thread).at(-1)).toMatch(/ @U0BEN tried again\.$/);
      await report("delivered");
      await report("delivered");
      expect(world.thread(thread).at(-1)).toMatch(/ @U0BEN tried again; it arrived\.$/);
    },
  );
});
