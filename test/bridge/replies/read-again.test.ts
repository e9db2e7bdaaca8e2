import { describe, expect, it } from "vitest";
import { catchUpMissed } from "../../../src/bridge/connection/catch-up-desk.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import type { DeskReply } from "../../../src/bridge/contracts/desk.ts";
import { editReply } from "../../../src/bridge/replies/edit-reply.ts";
import { receiveReply } from "../../../src/bridge/replies/receive-reply.ts";
import { stopReply } from "../../../src/bridge/replies/stop-reply.ts";
import type { CarrierMessageId } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { toMilliseconds, toSlackTs } from "../../../src/domain/slack-time.ts";
import { ben, cy, front, stranger } from "../front-desk.ts";
import { deskError, keyOf } from "../scripted-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const busy = {
  kind: "rejected",
  failure: { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: 30 * second },
} as const;

const told = (world: World) => world.desk.told.map(({ to, sentence }) => [to, words(sentence)]);

const soonAfter = ({ ts }: DeskReply) => toSlackTs(toMilliseconds(ts) + 122 * second);

/** Each time a message is read again, this happens first. */
function beforeReading(world: World, act: () => Promise<void> | void): void {
  const { readReply } = world.desk.history;
  Object.assign(world.desk.history, {
    readReply: async (...input: Parameters<typeof readReply>) => {
      await act();
      return await readReply(...input);
    },
  });
}

describe("a text that its carrier put off", () => {
  async function putOff() {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "oops, wrong person");
    world.carrier.answers.push(busy);
    await world.pass(11 * second);
    expect(await world.messageOf(place)).toMatchObject({ state: "queued" });
    return { world, place };
  }

  it("does not leave while we are deaf, and not at all when it was deleted then", async () => {
    const { world, place } = await putOff();
    world.ctx.connection.lose();
    world.desk.standing.delete(keyOf(place));
    await world.pass(minute);
    expect(world.carrier.sent).toHaveLength(1);
    await regainConnection(world.ctx);
    await world.pass(hour);
    expect(world.carrier.sent).toHaveLength(1);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
  });

  it("does not leave after a start before the desk is heard", async () => {
    const { world, place } = await putOff();
    world.skip(2 * minute);
    await world.start();
    await world.pass(minute);
    expect(world.carrier.sent).toHaveLength(1);
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(world.desk.reread).toContainEqual(place);
    expect(world.carrier.bodies()).toEqual(["oops, wrong person", "oops, wrong person"]);
  });

  it("waits for its author when we stay deaf for too long", async () => {
    const { world, place } = await putOff();
    world.ctx.connection.lose();
    await world.pass(20 * minute);
    expect(world.carrier.sent).toHaveLength(1);
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitReason: "late" });
    expect(world.desk.marksOn(place)).toContain("no_entry_sign");
    expect(told(world)).toEqual([
      [ben, "This did not leave in time: “oops, wrong person”. Is it still right to send?"],
    ]);
  });
});

describe("what is done to a message while the carrier is asked, who then puts its text off", () => {
  async function asked(act: (world: World, place: Place) => Promise<unknown>) {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "until 5");
    world.carrier.answers.push(async () => {
      await act(world, place);
      return busy;
    });
    await world.pass(hour);
    return { world, place };
  }

  it("cancels it when that was a deletion, and its author learns that it did not leave", async () => {
    const { world, place } = await asked((world, place) => world.delete(place));
    expect(world.carrier.bodies()).toEqual(["until 5"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
    expect(told(world).at(-1)).toEqual([ben, "The text that you deleted did not leave after all."]);
  });

  it("cancels it when that was a stop, and whoever stopped it learns that it did not leave", async () => {
    const answers: string[] = [];
    const { world, place } = await asked(async ({ ctx }, place) => {
      for (const user of [cy, stranger])
        answers.push(words((await stopReply(ctx, { place, user })).sentence));
    });
    expect(answers).toEqual([
      expect.stringContaining("Too late"),
      expect.stringContaining("Only its author"),
    ]);
    expect(world.carrier.bodies()).toEqual(["until 5"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
    expect(world.desk.marksOn(place)).toContain("no_entry_sign");
    expect(told(world)).toEqual([
      [cy, "The text to Maria Lopez (…9001) that you stopped did not leave after all."],
    ]);
  });

  it("changes its words when that was an edit, judged anew", async () => {
    const { world, place } = await asked((world, place) => world.edit(place, "until 6"));
    expect(world.carrier.bodies()).toEqual(["until 5", "until 6"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted" });
    expect(told(world).at(-1)).toEqual([ben, "Your edit counts after all: the text had not left yet."]);
  });

  it("keeps it inside when that was an edit into a note", async () => {
    const { world, place } = await asked((world, place) => world.edit(place, "note: until 6"));
    expect(world.carrier.bodies()).toEqual(["until 5"]);
    expect(world.desk.marksOn(place)).toContain("memo");
  });

  it("changes nothing when the carrier takes it", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "until 5");
    world.carrier.answers.push(async () => {
      await world.delete(place);
      return { kind: "accepted", carrierMessageId: "SM1" as CarrierMessageId, state: "sent" };
    });
    await world.pass(hour);
    expect(await world.messageOf(place)).toMatchObject({ state: "sent" });
    expect(told(world).map(([, sentence]) => sentence)).toEqual([
      expect.stringContaining("had already left and can't be called back"),
    ]);
  });
});

describe("a reply that Slack tells again after a gap", () => {
  async function toldAgain(change: (world: World, key: string) => void) {
    const world = await createWorld();
    const thread = await world.begin();
    await world.pass(minute);
    world.ctx.connection.lose();
    const reply = world.write(ben, thread, "oops");
    await world.pass(2 * second);
    change(world, keyOf(reply));
    await world.pass(2 * second);
    await regainConnection(world.ctx);
    return { world, reply };
  }

  it("does not leave when it was deleted in the gap", async () => {
    const { world, reply } = await toldAgain(({ desk }, key) => desk.standing.delete(key));
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it("does not leave when it was stopped in the gap", async () => {
    const { world, reply } = await toldAgain(({ desk }, key) => {
      const before = desk.standing.get(key);
      if (before) desk.standing.set(key, { ...before, stoppedBy: [ben] });
    });
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(reply)).toEqual(["no_entry_sign"]);
  });

  it("leaves as it stands when nothing was done to it", async () => {
    const { world, reply } = await toldAgain(() => {});
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(minute);
    expect(world.desk.reread).toEqual([{ channel: front, ts: reply.ts }]);
    expect(world.carrier.bodies()).toEqual(["oops"]);
  });

  it("does not leave by an edit that is told again, when it was deleted after that", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "x".repeat(2000));
    await world.pass(minute);
    const before = world.desk.standing.get(keyOf(place));
    world.ctx.connection.lose();
    const edited = world.newTs();
    world.desk.standing.delete(keyOf(place));
    await world.pass(2 * second);
    await regainConnection(world.ctx);
    if (before) await editReply(world.ctx, { reply: { ...before, text: "short", edited } });
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it("and one that is heard as it is written is not read again", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await world.pass(minute);
    await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    expect(world.desk.reread).toEqual([]);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });
});

describe("a text whose message is being read again", () => {
  async function reading() {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Yes");
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    return { world, place };
  }

  it("still leaves after a second gap in that moment, and is read once more", async () => {
    const { world, place } = await reading();
    let gaps = 0;
    beforeReading(world, async () => {
      gaps += 1;
      if (gaps > 1) return;
      world.ctx.connection.lose();
      await regainConnection(world.ctx);
    });
    await world.pass(minute);
    expect(world.desk.reread).toEqual([place, place]);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("does not leave when it is deleted in a second gap, after it was shown to us", async () => {
    const { world, place } = await reading();
    const { readReply } = world.desk.history;
    Object.assign(world.desk.history, {
      readReply: async (...input: Parameters<typeof readReply>) => {
        const shown = await readReply(...input);
        if (world.desk.standing.delete(keyOf(place))) {
          world.ctx.connection.lose();
          await regainConnection(world.ctx);
        }
        return shown;
      },
    });
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
  });

  it.each(["channel_closed", "unauthorized", "unreachable"] as const)(
    "waits for its author when that is impossible for too long: %s",
    async (kind) => {
      const { world, place } = await reading();
      beforeReading(world, () => {
        throw deskError(kind);
      });
      await world.pass(5 * minute);
      expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitReason: "hold" });
      await world.pass(10 * minute);
      expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitReason: "late" });
      expect(told(world)).toEqual([[ben, "This did not leave in time: “Yes”. Is it still right to send?"]]);
      expect(world.carrier.sent).toEqual([]);
    },
  );

  it("is asked about again when its author chose to send it, and it still can't be read", async () => {
    const { world } = await reading();
    beforeReading(world, () => {
      throw deskError("channel_closed");
    });
    await world.pass(15 * minute);
    expect(words((await world.choose("send_now", ben)).sentence)).toBe("It is on its way.");
    await world.pass(15 * minute);
    expect(told(world)).toHaveLength(2);
    expect(world.carrier.sent).toEqual([]);
  });

  it("lets one go before it that was written before, and is heard only meanwhile", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const first = world.write(ben, thread, "first");
    await world.reply(ben, thread, "second");
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    beforeReading(world, () => receiveReply(world.ctx, { reply: first, how: "event" }));
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["first", "second"]);
  });

  it("that its author chose to send, and that is gone by then, is said not to have left, and to whom", async () => {
    const { world, place } = await reading();
    let closed = true;
    beforeReading(world, () => {
      if (closed) throw deskError("channel_closed");
    });
    await world.pass(15 * minute);
    await world.choose("send_now", ben);
    closed = false;
    world.desk.standing.delete(keyOf(place));
    await world.pass(15 * minute);
    expect(world.carrier.sent).toEqual([]);
    expect(told(world).at(-1)).toEqual([
      ben,
      "The text to Maria Lopez (…9001) that you chose to send did not leave: its message had been deleted.",
    ]);
  });
});

describe("a reply that is found after a gap, edited before anyone saw it", () => {
  async function foundEdited(before: (world: World, first: DeskReply) => Promise<unknown>) {
    const world = await createWorld();
    const thread = await world.begin();
    world.ctx.connection.lose();
    const first = world.write(ben, thread, "first words");
    await before(world, first);
    const edited = world.newTs();
    world.desk.missed.push(world.write(ben, thread, "she owes us 200", { ts: first.ts, edited }));
    await regainConnection(world.ctx);
    await world.pass(minute);
    return { world, first };
  }

  it("may have been a note at first, so that only its author sends it", async () => {
    const { world, first } = await foundEdited(async () => {});
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(first)).toMatchObject({ state: "waiting", waitsFor: "person" });
    expect(told(world)).toEqual([[ben, expect.stringContaining("Is it still right to send?")]]);
    await world.choose("send_now", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["she owes us 200"]);
  });

  it("waits for its author also when only its edit was heard", async () => {
    const { world } = await foundEdited(({ ctx }, first) =>
      editReply(ctx, { reply: { ...first, text: "second words", edited: first.ts } }),
    );
    expect(world.carrier.sent).toEqual([]);
  });

  it("leaves as it was edited where its first words were heard", async () => {
    const { world } = await foundEdited(({ ctx }, reply) => receiveReply(ctx, { reply, how: "event" }));
    expect(world.carrier.bodies()).toEqual(["she owes us 200"]);
  });
});

describe("what does not wait, after a gap", () => {
  async function changedInGap(text: string, change: (before: DeskReply) => DeskReply | null) {
    const world = await createWorld();
    const thread = await world.begin();
    await world.pass(minute);
    const place = await world.reply(ben, thread, text);
    await world.pass(2 * minute);
    const toldBefore = world.desk.told.length;
    world.ctx.connection.lose();
    await world.pass(3 * second);
    const before = world.desk.standing.get(keyOf(place));
    const after = before === undefined ? null : change(before);
    if (after === null) world.desk.standing.delete(keyOf(place));
    else world.desk.standing.set(keyOf(place), after);
    await regainConnection(world.ctx);
    await world.pass(minute);
    return { world, place, told: told(world).slice(toldBefore) };
  }

  it("leaves when it was refused, and an edit of the gap made it right", async () => {
    const { world, place } = await changedInGap("x".repeat(2000), (before) => ({
      ...before,
      text: "short",
      edited: soonAfter(before),
    }));
    expect(world.carrier.bodies()).toEqual(["short"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted" });
  });

  it("can't be called back when it has left: its author learns that of an edit", async () => {
    const { world, told } = await changedInGap("until 5", (before) => ({
      ...before,
      text: "until 6",
      edited: soonAfter(before),
    }));
    expect(world.carrier.bodies()).toEqual(["until 5"]);
    expect(told).toEqual([[ben, expect.stringContaining("Your edit can't reach the phone")]]);
  });

  it("can't be called back when it has left: its author learns that of a deletion, once", async () => {
    const { world, told } = await changedInGap("until 5", () => null);
    expect(told).toEqual([[ben, expect.stringContaining("can't be called back")]]);
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(world.desk.told).toHaveLength(1);
  });

  it("is left alone when nothing was done to it, or when it is long gone", async () => {
    const { world, told } = await changedInGap("until 5", (before) => before);
    expect(told).toEqual([]);
    expect(world.desk.reread).toHaveLength(1);
    await world.pass(hour);
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    expect(world.desk.reread).toHaveLength(1);
  });

  it("is asked for again when the desk can't be asked", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "x".repeat(2000));
    await world.pass(minute);
    world.ctx.connection.lose();
    const before = world.desk.standing.get(keyOf(place));
    if (before) world.desk.standing.set(keyOf(place), { ...before, text: "short", edited: world.newTs() });
    const { readReply } = world.desk.history;
    Object.assign(world.desk.history, { readReply: () => Promise.reject(deskError("unreachable")) });
    await regainConnection(world.ctx);
    Object.assign(world.desk.history, { readReply });
    await catchUpMissed(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["short"]);
  });
});
