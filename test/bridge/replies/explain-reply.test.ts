import { describe, expect, it } from "vitest";
import { chooseNotice } from "../../../src/bridge/choices/choose-notice.ts";
import type { DeskReply } from "../../../src/bridge/contracts/desk.ts";
import type { Message } from "../../../src/bridge/contracts/store/messages.ts";
import { expireWaiting } from "../../../src/bridge/messages/expire-waiting.ts";
import { remarkPrivately } from "../../../src/bridge/notices/tell.ts";
import { explainReply } from "../../../src/bridge/replies/explain-reply.ts";
import type { NoticeId } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { ben, cy, front, office } from "../front-desk.ts";
import { createWorld, hour, minute, type World, words } from "../world.ts";

describe("Why was this not sent?", () => {
  it("brings back what its author was told, with its choices", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "@Cy hi", { mentions: true });
    await world.pass(hour);
    expect((await explainReply(world.ctx, { place, user: ben })).sentence).toBeNull();
    await world.runAll();
    expect(world.desk.told).toMatchObject([
      { offer: { choices: ["send_anyway"] } },
      { quietly: true, offer: { choices: ["send_anyway"] } },
    ]);
    await world.choose("send_anyway", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["@Cy hi"]);
  });

  it("brings a question back although something else was said about the message since", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "@Cy hi", { mentions: true });
    await world.runAll();
    const episode = await world.openEpisode();
    const said = { episode, about: place, message: null, causedAt: world.now() };
    await world.ctx.store.transaction((tx) => remarkPrivately(world.ctx, tx, ben, ["By the way."], said));
    await explainReply(world.ctx, { place, user: ben });
    await world.runAll();
    expect(world.desk.told.at(-1)?.offer?.choices).toEqual(["send_anyway"]);
  });

  it("calls a customer as the team does", async () => {
    const world = await createWorld({ directory: { ...office, customerWord: "owner" } });
    const place = { channel: front, ts: world.newTs() };
    expect(words((await explainReply(world.ctx, { place, user: cy })).sentence)).toBe(
      "This is not a reply to an owner, so there was nothing to send.",
    );
  });

  it("makes the choice once, whichever copy of the question is pressed", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "@Cy hi", { mentions: true });
    await world.pass(hour);
    await explainReply(world.ctx, { place, user: ben });
    await world.runAll();
    const [first, second] = world.desk.offers;
    const press = async (offer = first) =>
      words(
        (
          await chooseNotice(world.ctx, {
            notice: offer?.notice ?? ("" as NoticeId),
            choice: "send_anyway",
            user: ben,
          })
        ).sentence,
      );
    expect(first?.notice).not.toBe(second?.notice);
    expect(await press(first)).toBe("It is on its way.");
    expect(await press(second)).toBe("You chose “Send anyway” already.");
    expect(await press(first)).toBe("You chose “Send anyway” already.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["@Cy hi"]);
  });

  it("tells others why, without the choices", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "@Cy hi", { mentions: true });
    await world.runAll();
    expect(words((await explainReply(world.ctx, { place, user: cy })).sentence)).toContain(
      "because of the mention in it",
    );
    expect(world.desk.told).toHaveLength(1);
  });

  it.each<[string, Partial<Message>, string]>([
    [
      "waits a moment",
      {},
      "It has not left yet: it waits a moment, so that it can still be changed or deleted.",
    ],
    [
      "waits to be sent",
      { state: "queued" },
      "It has not left yet: it leaves by itself as soon as the phone company takes it.",
    ],
    ["is on its way", { state: "sending" }, "It is being sent right now."],
    ["was taken", { state: "accepted" }, "It left. The phone company has not yet said that it arrived."],
    ["left", { state: "sent" }, "It left. The phone company has not yet said that it arrived."],
    ["arrived", { state: "delivered" }, "It was delivered."],
    [
      "failed",
      { state: "failed", failureSentence: "The number is not in service." },
      "It was not delivered. The number is not in service.",
    ],
    [
      "is in doubt",
      { state: "unknown" },
      "It is not known whether it left: the answer of the phone company was lost.",
    ],
    ["was stopped", { state: "cancelled" }, "It was cancelled and did not leave."],
    [
      "waits for its author",
      { waitsFor: "person", waitReason: "late" },
      "It waits for its author to decide. After 24 hours it is given up.",
    ],
  ])("says of a text that %s what became of it", async (_, change, sentence) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "hi");
    const message = (await world.messageOf(place)) ?? expect.fail("no text");
    await world.ctx.store.transaction((tx) => tx.messages.update(message.id, change));
    expect(words((await explainReply(world.ctx, { place, user: cy })).sentence)).toBe(sentence);
  });

  it.each([
    ["// x", {}, "It is a note, because it begins like one, so it stays with the team."],
    ["x", { kind: "me" }, "It is a note: /me messages stay with the team."],
  ] as const)("says of %j %j why it is a note", async (text, how, sentence) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), text, how);
    expect(words((await explainReply(world.ctx, { place, user: cy })).sentence)).toBe(sentence);
  });

  it("says to its author, once it was discarded, that it did not leave, and offers nothing more", async () => {
    const { world, place } = await written({ files: 1 });
    await world.choose("discard", ben);
    await world.runAll();
    const told = world.desk.told.length;
    expect(await why(world, place)).toBe("It was cancelled and did not leave.");
    await world.runAll();
    expect(world.desk.told).toHaveLength(told);
  });

  it.each([
    ["a note with a mention", { mentions: true }, "This stayed with the team, because of the mention in it."],
    ["a reply with a file", { files: 1 }, "It was cancelled and did not leave."],
  ] as const)("says of %s, days after the choice ran out, why it did not leave", async (_, how, sentence) => {
    const { world, place } = await written(how);
    await world.pass(25 * hour);
    await expireWaiting(world.ctx);
    await world.pass(50 * hour);
    expect(await why(world, place)).toContain(sentence);
  });
});

/** Ben wrote something that did not leave, and was asked about it. */
async function written(how: Partial<DeskReply>) {
  const world = await createWorld();
  const place = await world.reply(ben, await world.begin(), "Yes, @Cy", how);
  await world.runAll();
  expect(world.desk.told).toHaveLength(1);
  return { world, place };
}

/** What its author reads; empty where the question was brought back instead. */
async function why(world: World, place: Place): Promise<string> {
  const { sentence } = await explainReply(world.ctx, { place, user: ben });
  return words(sentence);
}
