import { describe, expect, it } from "vitest";
import type { SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import type { ReportedState } from "../../../src/bridge/contracts/carrier-events.ts";
import type { Message } from "../../../src/bridge/contracts/store/messages.ts";
import { receiveReport } from "../../../src/bridge/messages/receive-report.ts";
import { stopReply } from "../../../src/bridge/replies/stop-reply.ts";
import { ben } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const lost: SendOutcome = { kind: "unknown", reason: "timeout" };
const busy: SendOutcome = {
  kind: "rejected",
  failure: { code: "20429", sentence: "Later.", scope: "passing", retryAfterMs: 30 * second },
};
const refused: SendOutcome = {
  kind: "rejected",
  failure: { code: "30003", sentence: "The phone is off.", scope: "recipient" },
};

/** The answer to the first try was lost, and Ben has pressed Try again; the carrier then answers so. */
async function triedAgain(...answers: World["carrier"]["answers"]) {
  const world = await createWorld();
  const thread = await world.begin();
  const place = await world.reply(ben, thread, "Yes");
  world.carrier.answers.push(lost);
  await world.pass(10 * minute);
  const first = await world.messageOf(place);
  world.carrier.answers.push(...answers);
  await world.choose("try_again", ben);
  await world.pass(second);
  const report = (state: ReportedState, of: Message | null = first) => reportOn(world, of, state);
  return { world, thread, place, first, report };
}

async function reportOn(world: World, of: Message | null, state: ReportedState): Promise<void> {
  const failure =
    state === "failed" ? ({ code: "30005", sentence: "No such phone.", scope: "recipient" } as const) : null;
  const messageId = of?.id ?? null;
  await receiveReport(world.ctx, "twilio", {
    kind: "status",
    carrierMessageId: null,
    messageId,
    state,
    failure,
  });
  await world.pass(second);
}

describe("a text that was tried again, and turns out to have left the first time", () => {
  it("is not sent again where it had not left a second time, and the thread says so", async () => {
    const { world, thread, place, first, report } = await triedAgain(busy);
    await report("delivered");
    expect(world.thread(thread).at(-1)).toBe(
      "app: @U0BEN The first try of this text left after all, so it is not sent again: “Yes”.",
    );
    await world.pass(hour);
    expect(world.carrier.sent).toHaveLength(2);
    expect(await world.messageOf(place)).toMatchObject({ id: first?.id, state: "delivered" });
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
  });

  it("is not sent again though it waited for its author", async () => {
    const { world, report } = await triedAgain(...Array.from({ length: 30 }, () => busy));
    await world.pass(hour);
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("did not leave in time");
    world.carrier.answers.length = 0;
    const before = world.carrier.sent.length;
    await report("delivered");
    expect(words((await world.choose("send_now", ben)).sentence)).toContain("no longer open");
    await world.pass(hour);
    expect(world.carrier.sent).toHaveLength(before);
  });

  it("is said to have left twice where it had", async () => {
    const { world, thread, place, first, report } = await triedAgain();
    await report("delivered");
    expect(world.thread(thread).at(-1)).toBe(
      "app: @U0BEN The first try of this text left too, so it may have arrived twice: “Yes”.",
    );
    expect((await world.messageOf(place))?.retryOf).toBe(first?.id);
  });

  it("is no question any more where it is not known of the second time either", async () => {
    const { world, thread, place, first, report } = await triedAgain(lost);
    await world.pass(10 * minute);
    await report("sent");
    expect(world.thread(thread).at(-1)).toContain("may have arrived twice");
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("no longer open");
    expect((await world.messageOf(place))?.id).toBe(first?.id);
    await world.pass(hour);
    expect(world.carrier.sent).toHaveLength(2);
  });

  it("asks nobody to try again when the second try is doubted only later", async () => {
    const { world, thread, place, report } = await triedAgain(lost);
    await report("sent");
    await world.pass(hour);
    expect(world.desk.marksOn(place)).not.toContain("question");
    expect(world.thread(thread).filter((line) => line.includes("not known"))).toHaveLength(1);
  });

  it("asks nobody to try again where the second try failed", async () => {
    const { world, thread, place, report } = await triedAgain(refused);
    await report("delivered");
    expect(world.thread(thread).at(-1)).toBe("app: @U0BEN The first try of this text left after all: “Yes”.");
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("no longer open");
    expect((await world.messageOf(place))?.state).toBe("delivered");
    expect(world.desk.marksOn(place)).toContain("white_check_mark");
  });

  it.each([busy, refused, lost])("while the carrier is asked again is not sent again", async (answer) => {
    const first: { is: Message | null; world: World | null } = { is: null, world: null };
    const reported = async () => {
      if (first.world !== null) await reportOn(first.world, first.is, "delivered");
      return answer;
    };
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "Yes");
    world.carrier.answers.push(lost, reported);
    await world.pass(10 * minute);
    first.world = world;
    first.is = await world.messageOf(place);
    await world.choose("try_again", ben);
    await world.pass(hour);
    expect(world.carrier.sent).toHaveLength(2);
    expect((await world.messageOf(place))?.state).toBe("delivered");
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("already");
    expect(world.thread(thread).join("\n")).not.toContain("was not delivered");
  });

  it("though it was said to have failed, is not sent again", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    await world.report("Yes", "failed");
    await world.pass(minute);
    world.carrier.answers.push(busy);
    await world.choose("try_again", ben);
    await world.pass(second);
    await world.report("Yes", "delivered");
    await world.pass(hour);
    expect(world.carrier.sent).toHaveLength(2);
    const lines = world
      .thread(thread)
      .filter((line) => line.includes("first try of this text left after all"));
    expect(lines).toHaveLength(1);
    expect(world.desk.marksOn(place)).toContain("white_check_mark");
  });
});

describe("a text that was tried again, and turns out to have failed the first time", () => {
  it("is not offered again while the second try is on its way", async () => {
    const { world, thread, report } = await triedAgain(busy);
    const lines = world.thread(thread).length;
    await report("failed");
    expect(world.thread(thread)).toHaveLength(lines);
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes", "Yes"]);
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("already");
  });

  it("after it had been said to have left, is said to have failed, with Try again", async () => {
    const { world, thread, place, report } = await triedAgain(busy);
    await report("sent");
    await report("failed");
    expect(world.thread(thread).at(-1)).toContain("This text was not delivered: “Yes”. No such phone.");
    expect(world.desk.marksOn(place)).toContain("warning");
    await world.choose("try_again", ben);
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes", "Yes"]);
  });
});

describe("a second try that is stopped", () => {
  it("leaves the doubt about the first one on the message", async () => {
    const { world, place, first, report } = await triedAgain(busy);
    expect(words((await stopReply(world.ctx, { place, user: ben })).sentence)).toContain("Cancelled");
    await world.pass(hour);
    expect((await world.messageOf(place))?.id).toBe(first?.id);
    expect(world.desk.marksOn(place)).toEqual(["question"]);
    await report("delivered");
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
    expect(world.carrier.sent).toHaveLength(2);
  });
});
