import { describe, expect, it } from "vitest";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import type { SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import { explainReply } from "../../../src/bridge/replies/explain-reply.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { ben, cy } from "../front-desk.ts";
import { createWorld, minute, second, type World, words } from "../world.ts";

const tuesday = "See you Tuesday at 3";
const received = `app: Maria Lopez (…9001) received: “${tuesday}”.`;

/** Ben's reply has reached the phone. */
async function delivered() {
  const { world, thread, place } = await left();
  await world.report(tuesday, "delivered");
  await world.pass(minute);
  return { world, thread, place };
}

async function left(...answers: SendOutcome[]) {
  const world = await createWorld();
  world.carrier.answers.push(...answers);
  const thread = await world.begin();
  const place = await world.reply(ben, thread, tuesday);
  await world.pass(minute);
  return { world, thread, place };
}

async function why(world: World, place: Place, user = cy): Promise<string> {
  return words((await explainReply(world.ctx, { place, user })).sentence);
}

const saying = (world: World, thread: Parameters<World["thread"]>[0]): string[] =>
  world.thread(thread).filter((line) => line.includes("Tuesday"));

describe("what the phone holds of a message that was changed after it left", () => {
  it("stands in the thread when it was edited, and Why says it", async () => {
    const { world, thread, place } = await delivered();
    await world.edit(place, "See you Thursday at 3");
    await world.pass(minute);
    expect(saying(world, thread)).toEqual([`${received} ben [edited the message] after it had left.`]);
    for (const user of [ben, cy])
      expect(await why(world, place, user)).toBe(
        `It was delivered. What the phone holds is “${tuesday}”. The message was edited after that had left.`,
      );
  });

  it("stands there when it was edited into a note", async () => {
    const { world, thread, place } = await delivered();
    await world.edit(place, "note: she wants Thursday");
    await world.pass(minute);
    expect(saying(world, thread)).toEqual([
      `${received} ben [edited the message into a note] after it had left.`,
    ]);
  });

  it("stands there when it was deleted, and Why says it", async () => {
    const { world, thread, place } = await delivered();
    await world.delete(place);
    await world.pass(minute);
    expect(saying(world, thread)).toEqual([`${received} ben's message was deleted after it had left.`]);
    expect(await why(world, place)).toBe(
      `It was delivered. What the phone holds is “${tuesday}”. The message was deleted after that had left.`,
    );
  });

  it("stands there once, however often it is edited, and again when it is deleted", async () => {
    const { world, thread, place } = await delivered();
    for (const text of ["Thursday", "Friday", "Saturday"]) await world.edit(place, text);
    await world.pass(minute);
    expect(saying(world, thread)).toHaveLength(1);
    await world.delete(place);
    await world.pass(minute);
    expect(saying(world, thread)).toHaveLength(2);
  });

  it("is nothing to say where the words are the same, or are so again", async () => {
    const { world, thread, place } = await delivered();
    await world.edit(place, tuesday, { files: 1 });
    await world.pass(minute);
    expect(saying(world, thread)).toEqual([]);
    await world.edit(place, "Thursday");
    await world.edit(place, tuesday);
    expect(await why(world, place)).toBe("It was delivered.");
  });

  it("is not called received before it arrived", async () => {
    const { world, thread, place } = await left();
    await world.edit(place, "Thursday");
    await world.pass(minute);
    expect(saying(world, thread).join()).toContain(`Maria Lopez (…9001) was sent: “${tuesday}”.`);
    expect(await why(world, place)).toContain(`What left is “${tuesday}”.`);
  });

  it("is said with its doubt where nobody knows whether it left", async () => {
    const { world, thread, place } = await left({ kind: "unknown", reason: "timeout" });
    await world.edit(place, "Thursday");
    await world.pass(minute);
    expect(saying(world, thread)[0]).toContain(`If it left, Maria Lopez (…9001) received: “${tuesday}”.`);
  });

  it.each([
    ["was taken", "accepted", "was sent"],
    ["is lost", "unknown", "If it left"],
  ] as const)(
    "that was changed while its carrier was asked is said once the answer %s",
    async (_, kind, how) => {
      const world = await createWorld();
      const thread = await world.begin();
      const place = await world.reply(ben, thread, tuesday);
      world.carrier.answers.push(async () => {
        await world.edit(place, "Thursday");
        return kind === "unknown"
          ? { kind, reason: "timeout" }
          : { kind, carrierMessageId: world.carrier.idOf(tuesday), state: "accepted" };
      });
      await world.pass(11 * second);
      expect(saying(world, thread).filter((line) => line.includes(how))).toHaveLength(1);
    },
  );

  it("that was put off leaves as it reads by then, with nothing to say", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, tuesday);
    const failure = { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: second } as const;
    world.carrier.answers.push(async () => {
      await world.edit(place, "Thursday");
      return { kind: "rejected", failure };
    });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([tuesday, "Thursday"]);
    expect(saying(world, thread)).toEqual([]);
  });

  it("stands there where a text that failed was edited, and then tried again as it was", async () => {
    const failure = { code: "30003", sentence: "The phone is off.", scope: "recipient" } as const;
    const { world, thread, place } = await left({ kind: "rejected", failure });
    await world.edit(place, "Thursday");
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect(saying(world, thread).at(-1)).toBe(
      `app: Maria Lopez (…9001) was sent: “${tuesday}”. ben [edited the message] before its text was tried again.`,
    );
    expect(await why(world, place)).toBe(
      `It left. The phone company has not yet said that it arrived. What left is “${tuesday}”. The message was edited before that was tried again.`,
    );
    await world.edit(place, tuesday);
    await world.pass(minute);
    await world.edit(place, "Friday");
    await world.pass(minute);
    expect(saying(world, thread).at(-1)).toContain("ben [edited the message] after it had left.");
  });

  it("names who wrote and changed the message, not who tried its text again", async () => {
    const failure = { code: "30003", sentence: "The phone is off.", scope: "recipient" } as const;
    const { world, thread, place } = await left({ kind: "rejected", failure });
    await world.choose("try_again", cy);
    await world.pass(minute);
    await world.edit(place, "Thursday");
    await world.pass(minute);
    await world.delete(place);
    await world.pass(minute);
    expect(saying(world, thread).slice(-2)).toEqual([
      `app: Maria Lopez (…9001) was sent: “${tuesday}”. ben [edited the message] after it had left.`,
      `app: Maria Lopez (…9001) was sent: “${tuesday}”. ben's message was deleted after it had left.`,
    ]);
  });

  it("is found after a gap, too", async () => {
    const { world, thread, place } = await delivered();
    world.ctx.connection.lose();
    await world.pass(second);
    const reply = world.desk.standing.get(`${place.channel}/${place.ts}`) ?? expect.fail("no message");
    world.desk.standing.set(`${place.channel}/${place.ts}`, {
      ...reply,
      text: "Thursday",
      edited: world.newTs(),
    });
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(saying(world, thread)[0]).toContain(received);
  });
});
