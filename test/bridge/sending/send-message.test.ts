import { describe, expect, it } from "vitest";
import { forgetOld } from "../../../src/bridge/connection/forget-old.ts";
import type { SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import { receiveReport } from "../../../src/bridge/messages/receive-report.ts";
import type { CarrierMessageId, MessageId } from "../../../src/domain/ids.ts";
import { ana, ben, dan, eve, maria, office } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const unknown: SendOutcome = { kind: "unknown", reason: "timeout" };
const refused: SendOutcome = {
  kind: "rejected",
  failure: { code: "30008", sentence: "No reason was given.", scope: "recipient" },
};
const found = (id: string, state: "sent" | "failed" = "sent") =>
  ({ kind: "found", carrierMessageId: id as CarrierMessageId, state, failure: null }) as const;

function rewritten(world: World): string {
  const post = world.desk.rewritten.at(-1)?.post;
  return post?.kind === "line" ? words(post.sentence) : "";
}

describe("a text that the carrier rejects", () => {
  it("has failed: said in the thread with Try again, mentioning its author", async () => {
    const world = await createWorld();
    world.carrier.answers.push(refused);
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    expect(await world.messageOf(place)).toMatchObject({ state: "failed", failureCode: "30008" });
    expect(world.desk.marksOn(place)).toEqual(["warning"]);
    expect(world.thread(thread).at(-1)).toBe(
      "app: @U0BEN This text was not delivered: “Yes”. No reason was given.",
    );
  });

  it("is tried again as a new message that names the old one, once", async () => {
    const world = await createWorld();
    world.carrier.answers.push(refused);
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    const old = await world.messageOf(place);
    expect(words((await world.choose("try_again", ben)).sentence)).toBe("Trying again.");
    expect(words((await world.choose("try_again", ana)).sentence)).toBe("@U0BEN chose “Try again” already.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted", retryOf: old?.id });
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right"]);
    expect(world.desk.rewritten.at(-1)?.post).toMatchObject({ offer: null });
    expect(rewritten(world)).toBe(
      "@U0BEN This text was not delivered: “Yes”. No reason was given. @U0BEN tried again.",
    );
  });

  it("is quoted with one full stop, and whoever decided is named as in the directory", async () => {
    const named = office.members.map((one) => (one.username === "ben" ? { ...one, name: "Ben Ito" } : one));
    const world = await createWorld({ directory: { ...office, members: named } });
    world.carrier.answers.push(refused);
    const thread = await world.begin();
    await world.reply(ben, thread, "And again.");
    await world.pass(minute);
    await world.choose("try_again", ben);
    await world.runAll();
    expect(rewritten(world)).toBe(
      "@U0BEN This text was not delivered: “And again.” No reason was given. Ben Ito tried again.",
    );
  });

  it("is not tried again where its author had deleted it", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    await world.delete(place);
    await world.report("Yes", "failed");
    await world.pass(minute);
    expect(words((await world.choose("try_again", ana)).sentence)).toContain("was deleted");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("carries no promise when it fails a second time, and says that it is the second", async () => {
    const world = await createWorld();
    world.carrier.answers.push(refused);
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    await world.choose("try_again", ben);
    await world.pass(minute);
    const again = await world.messageOf(place);
    await receiveReport(world.ctx, "twilio", {
      kind: "status",
      carrierMessageId: null,
      messageId: again?.id ?? null,
      state: "failed",
      failure: { code: "30003", sentence: "Off.", scope: "recipient" },
    });
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toBe("app: @U0BEN This time it was not delivered: “Yes”. Off.");
    expect(world.desk.marksOn(place)).toEqual(["warning"]);
  });

  it.each([
    ["a manager who is not a member", eve],
    ["a member of another group", dan],
  ])("%s can't try it again", async (_, user) => {
    const world = await createWorld();
    world.carrier.answers.push(refused);
    await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    expect(words((await world.choose("try_again", user)).sentence)).toContain("Only");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
  });

  it("still leaves the customer unanswered", async () => {
    const world = await createWorld();
    world.carrier.answers.push(refused);
    await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    expect((await world.openEpisode()).unansweredSince).not.toBeNull();
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect((await world.openEpisode()).unansweredSince).toBeNull();
  });

  it("comes again by itself when the carrier says when", async () => {
    const world = await createWorld();
    const failure = {
      code: "20429",
      sentence: "Busy.",
      scope: "passing",
      retryAfterMs: 30 * second,
    } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(11 * second);
    expect(await world.messageOf(place)).toMatchObject({ state: "queued" });
    expect(world.desk.told).toEqual([]);
    await world.pass(minute);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted" });
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
  });
});

describe("a text that the carrier puts off", () => {
  const putOff = (retryAfterMs: number): SendOutcome => ({
    kind: "rejected",
    failure: { code: "429", sentence: "It takes no more now. Try again.", scope: "passing", retryAfterMs },
  });

  it("says once in the thread, to nobody by name, when it leaves", async () => {
    const world = await createWorld();
    world.carrier.answers.push(putOff(30 * second), putOff(40 * second));
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "Yes, until 6.");
    const due = world.now() + 10 * second;
    await world.pass(2 * minute);
    expect(world.carrier.bodies()).toHaveLength(3);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted" });
    const said = world.thread(thread).filter((line) => line.includes("takes no more now"));
    expect(said).toEqual(["app: It takes no more now. This text leaves at about (time): “Yes, until 6.”"]);
    const message = await world.messageOf(place);
    const [notice] = await world.ctx.store.read((tx) => tx.notices.aboutMessage(message?.id as MessageId));
    expect(notice?.sentence).toContainEqual({ at: due + 30 * second });
    expect(world.desk.told).toEqual([]);
  });

  it("says nothing where that is only a moment", async () => {
    const world = await createWorld();
    world.carrier.answers.push(putOff(15 * second));
    const thread = await world.begin();
    await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
    expect(world.thread(thread).join()).not.toContain("takes no more now");
  });

  it("is not hurried where the carrier says to come back at once", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    await world.pass(minute);
    const failure = { code: "429", sentence: "Later.", scope: "passing", retryAfterMs: 0 } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    const place = await world.reply(ben, thread, "Yes");
    await world.runAll();
    expect(await world.messageOf(place)).toMatchObject({ state: "queued" });
    expect(world.carrier.sent).toHaveLength(1);
    await world.pass(2 * second);
    expect(world.carrier.sent).toHaveLength(2);
  });
});

describe("a text whose answer was lost", () => {
  it("is unknown, marked so, and never sent again by itself", async () => {
    const world = await createWorld();
    world.carrier.answers.push(unknown);
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(12 * second);
    expect(await world.messageOf(place)).toMatchObject({ state: "unknown" });
    expect(world.desk.marksOn(place)).toEqual(["question"]);
    await world.pass(2 * hour);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("is unknown as well where handing it over failed in a way that nobody thought of", async () => {
    const world = await createWorld();
    world.carrier.answers.push(() => Promise.reject(new TypeError("of undefined")));
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    expect(await world.messageOf(place)).toMatchObject({ state: "unknown" });
    await world.pass(2 * hour);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("does not block its lane", async () => {
    const world = await createWorld();
    world.carrier.answers.push(unknown);
    const thread = await world.begin();
    await world.reply(ben, thread, "one");
    await world.reply(ben, thread, "two");
    await world.pass(11 * second);
    expect(world.carrier.bodies()).toEqual(["one", "two"]);
  });

  it("is settled by an unambiguous find", async () => {
    const world = await createWorld();
    world.carrier.answers.push(unknown);
    world.carrier.found.push({ kind: "absent" }, found("SM77"));
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "Yes");
    await world.pass(hour);
    expect(await world.messageOf(place)).toMatchObject({ state: "sent", carrierMessageId: "SM77" });
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right"]);
    expect(world.thread(thread)).toHaveLength(1);
  });

  it.each([{ kind: "absent" }, { kind: "ambiguous" }] as const)(
    "asks its author when the carrier's list says $kind",
    async (answer) => {
      const world = await createWorld();
      world.carrier.answers.push(unknown);
      world.carrier.found.push(answer, answer, answer, answer);
      const thread = await world.begin();
      const place = await world.reply(ben, thread, "Yes");
      await world.pass(hour);
      expect(world.carrier.found).toEqual([]);
      expect(world.thread(thread).at(-1)).toContain("It is not known whether this text left: “Yes”");
      await world.choose("try_again", ben);
      await world.pass(minute);
      expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
      expect(await world.messageOf(place)).toMatchObject({ state: "accepted" });
    },
  );

  it("is left as it is by Discard", async () => {
    const world = await createWorld();
    world.carrier.answers.push(unknown);
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(hour);
    expect(words((await world.choose("discard", ben)).sentence)).toContain("Left as it is");
    await world.runAll();
    expect(rewritten(world)).toMatch(/@U0BEN left it as it is\.$/);
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "unknown" });
  });

  it("does not take an entry that another text of ours has", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.carrier.answers.push(unknown);
    const place = await world.reply(ben, thread, "ok");
    await world.reply(ben, thread, "ok");
    await world.pass(11 * second);
    world.carrier.found.push(...Array.from({ length: 4 }, () => found("SM2")));
    await world.pass(hour);
    expect(await world.messageOf(place)).toMatchObject({ state: "unknown", carrierMessageId: null });
  });

  it("does not take an entry while another of the same words is sought", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.carrier.answers.push(unknown, unknown);
    const one = await world.reply(ben, thread, "ok");
    const two = await world.reply(ben, thread, "ok");
    world.carrier.found.push(...Array.from({ length: 8 }, () => found("SM9")));
    await world.pass(hour);
    expect((await world.messageOf(one))?.state).toBe("unknown");
    expect((await world.messageOf(two))?.state).toBe("unknown");
  });

  it("is settled by a report that names our message, and the question about it is withdrawn", async () => {
    const world = await createWorld();
    world.carrier.answers.push(unknown);
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "Yes");
    await world.pass(hour);
    await world.report("Yes", "delivered");
    await world.runAll();
    expect(await world.messageOf(place)).toMatchObject({ state: "delivered" });
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("no longer open");
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    expect(world.thread(thread).at(-1)).toContain("It left after all.");
  });
});

describe("a delivery report", () => {
  it("moves a text forward, whatever the order, however often", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    for (const state of ["delivered", "sent", "accepted", "delivered"] as const) {
      await world.report("Yes", state);
      await world.runAll();
    }
    expect(await world.messageOf(place)).toMatchObject({ state: "delivered" });
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
  });

  it("of a failure replaces what promised success, and is said in words", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    await world.report("Yes", "failed", "Maria's phone is off.");
    await world.report("Yes", "sent");
    await world.runAll();
    expect(await world.messageOf(place)).toMatchObject({
      state: "failed",
      failureSentence: "Maria's phone is off.",
    });
    expect(world.desk.marksOn(place)).toEqual(["warning"]);
    expect(world.thread(thread).at(-1)).toContain("Maria's phone is off.");
  });

  it("after a failure says that the text left after all", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    await world.report("Yes", "failed");
    await world.runAll();
    await world.report("Yes", "delivered");
    await world.runAll();
    expect(world.thread(thread).at(-1)).toContain("left after all: “Yes”");
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("no longer open");
  });

  it("that comes before the answer to the send is kept, by our id and by the carrier's", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.carrier.answers.push(async () => {
      await world.report("by our id", "delivered");
      return { kind: "accepted", carrierMessageId: "SM1" as CarrierMessageId, state: "accepted" };
    });
    world.carrier.answers.push(async () => {
      await receiveReport(world.ctx, "twilio", {
        kind: "status",
        carrierMessageId: "SM2" as CarrierMessageId,
        messageId: null,
        state: "delivered",
        failure: null,
      });
      return { kind: "accepted", carrierMessageId: "SM2" as CarrierMessageId, state: "accepted" };
    });
    const one = await world.reply(ben, thread, "by our id");
    const two = await world.reply(ben, thread, "by theirs");
    await world.pass(minute);
    expect(await world.messageOf(one)).toMatchObject({ state: "delivered", carrierMessageId: "SM1" });
    expect(await world.messageOf(two)).toMatchObject({ state: "delivered", carrierMessageId: "SM2" });
  });

  it("that comes before a lost answer leaves nothing in doubt", async () => {
    const world = await createWorld();
    world.carrier.answers.push(async () => {
      await world.report("Yes", "sent");
      return unknown;
    });
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(hour);
    expect(await world.messageOf(place)).toMatchObject({ state: "sent" });
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right"]);
  });

  it("for an unknown text is kept once, and forgotten after a week", async () => {
    const world = await createWorld();
    const report = (state: "sent" | "delivered") =>
      receiveReport(world.ctx, "twilio", {
        kind: "status",
        carrierMessageId: "SM404" as CarrierMessageId,
        messageId: "nobody" as MessageId,
        state,
        failure: null,
      });
    for (const state of ["delivered", "sent", "delivered"] as const) await report(state);
    const kept = () =>
      world.ctx.store.read((tx) => tx.arrivals.findReport("twilio", "SM404" as CarrierMessageId));
    expect(await kept()).toMatchObject({ state: "delivered" });
    await forgetOld(world.ctx);
    expect(await kept()).not.toBeNull();
    world.skip(8 * 24 * hour);
    await forgetOld(world.ctx);
    expect(await kept()).toBeNull();
  });

  it("never concerns a customer's own text", async () => {
    const world = await createWorld();
    await world.text(maria, "hi", { carrierMessageId: "IN1" as CarrierMessageId });
    await receiveReport(world.ctx, "twilio", {
      kind: "status",
      carrierMessageId: "IN1" as CarrierMessageId,
      messageId: null,
      state: "failed",
      failure: { code: "1", sentence: "x", scope: "passing" },
    });
    await world.runAll();
    expect(await world.openEpisode()).toMatchObject({ state: "open" });
    const [text] = await world.ctx.store.read(async (tx) =>
      tx.messages.lastSaid((await world.openEpisode()).id, 1),
    );
    expect(text).toMatchObject({ state: "received" });
  });

  it("that names an id of another text settles the message it names", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const one = await world.reply(ben, thread, "one");
    world.carrier.answers.push({
      kind: "accepted",
      carrierMessageId: "SM1" as CarrierMessageId,
      state: "accepted",
    });
    await world.pass(minute);
    world.carrier.answers.push({
      kind: "accepted",
      carrierMessageId: "SM1" as CarrierMessageId,
      state: "accepted",
    });
    const two = await world.reply(ben, thread, "two");
    await world.pass(minute);
    expect(await world.messageOf(one)).toMatchObject({ carrierMessageId: "SM1" });
    expect(await world.messageOf(two)).toMatchObject({ state: "accepted", carrierMessageId: null });
  });
});
