import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseNotice } from "../../../src/bridge/choices/choose-notice.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import { stopReply } from "../../../src/bridge/replies/stop-reply.ts";
import type { MessageId, SlackUserId, Username } from "../../../src/domain/ids.ts";
import { hasLeft } from "../../../src/domain/message-state.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana, ben, maria } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

/** Two authors of one conversation, in any order. */
const anyStep = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("write" as const), who: fc.nat({ max: 1 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("stop" as const, "delete" as const, "edit" as const, "edit into a note" as const),
      which: fc.nat({ max: 20 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("press" as const), which: fc.nat({ max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("take" as const), who: fc.nat({ max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("text" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refuse" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restart" as const), lag: fc.nat({ max: 5 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("pass" as const), seconds: fc.nat({ max: 15 }) }) },
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

const who = [ana, ben] as const;

interface Life {
  readonly world: World;
  readonly written: {
    readonly user: SlackUserId;
    readonly place: Place;
    /** What it was made into, at any time. */
    readonly made: Set<MessageId>;
  }[];
  readonly yeses: Map<MessageId, { readonly user: SlackUserId; readonly at: number }>;
}

async function live({ world, written }: Life, thread: string, step: Step): Promise<void> {
  switch (step.do) {
    case "write": {
      const user = who[step.who] ?? ana;
      const place = await world.reply(user, thread as never, `text ${written.length}`);
      written.push({ user, place, made: new Set() });
      return;
    }
    case "pass":
      return await world.pass(step.seconds * second);
    case "text":
      await world.text(maria, "And?");
      return await world.runAll();
    case "refuse": {
      const failure = { code: "1", sentence: "No.", scope: "passing" } as const;
      world.carrier.answers.push({ kind: "rejected", failure });
      return;
    }
    case "restart":
      world.skip(step.lag * second);
      return await world.restart();
    case "take": {
      const { id: episode, assignee } = await world.openEpisode();
      await takeEpisode(world.ctx, {
        episode,
        user: who[step.who] ?? ana,
        seenAssignee: assignee as Username,
      });
      return;
    }
    case "press": {
      const offer = world.desk.offers[step.which % Math.max(1, world.desk.offers.length)];
      const choice = offer?.choices[step.which % Math.max(1, offer.choices.length)];
      if (offer === undefined || choice === undefined) return;
      for (const user of who) await chooseNotice(world.ctx, { notice: offer.notice, choice, user });
      return;
    }
    default: {
      const one = written[step.which % Math.max(1, written.length)];
      if (one === undefined || !world.desk.standing.has(`${one.place.channel}:${one.place.ts}`)) {
        if (one === undefined) return;
      }
      if (step.do === "stop") await stopReply(world.ctx, { place: one.place, user: one.user });
      else if (step.do === "delete") await world.delete(one.place);
      else await edit(world, one.place, step.do === "edit" ? "better" : "note: ask her");
    }
  }
}

async function edit(world: World, place: Place, text: string): Promise<void> {
  // What was deleted can't be edited.
  await world.edit(place, text).catch((error: unknown) => {
    if (!String(error).includes("no such message")) throw error;
  });
}

/** Of each text: whose it is, and whether it goes to the customer by itself now. */
async function look({ world, written }: Life) {
  const found = [];
  for (const { user, place, made } of written) {
    const message = await world.messageOf(place);
    if (message === null) continue;
    made.add(message.id);
    const { state, waitsFor } = message;
    const isOnItsWay =
      state === "queued" || state === "sending" || (state === "waiting" && waitsFor === "time");
    // Whoever tries it again answers for it from then on.
    found.push({ user: message.authorUser ?? user, message, isOnItsWay });
  }
  return found;
}

/** Adds who has said yes, and when: it holds though what they said it about is a note, or has other words, by now. */
async function noteYeses({ world, written, yeses }: Life): Promise<void> {
  for (const { user, made } of written)
    for (const { id, authorUser, agreed, writtenAt } of await world.ctx.store.read((tx) =>
      tx.messages.getAll([...made]),
    ))
      if (agreed.includes("underway")) yeses.set(id, { user: authorUser ?? user, at: writtenAt });
}

describe("two who answer at once, whatever they and the process do", () => {
  it("never have two texts under way of which the later one’s author was not asked", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 25 }), async (steps) => {
        const world = await createWorld();
        const thread = await world.begin(maria);
        const life: Life = { world, written: [], yeses: new Map() };
        for (const step of steps) {
          await live(life, thread, step);
          const all = await look(life);
          await noteYeses(life);
          const under = all.filter(({ isOnItsWay }) => isOnItsWay);
          for (const one of under)
            for (const other of under) {
              if (one.user === other.user || one.message.createdAt >= other.message.createdAt) continue;
              // Who tries a failed one again has said by that press that it leaves.
              if (other.message.origin === "retry") continue;
              // Whose words were changed since was asked about other ones.
              if (one.message.body === "better" || other.message.body === "better") continue;
              const asked = [...life.yeses.values()].filter(
                ({ user, at }) => at >= (user === other.user ? one : other).message.writtenAt,
              );
              expect(asked.length, `${one.message.body} and ${other.message.body}`).toBeGreaterThan(0);
            }
          await world.runAll();
          const settled = await look(life);
          for (const waiting of settled.filter(({ message }) => message.waitReason === "underway")) {
            const first = settled.filter(
              ({ user, message: { state, waitsFor } }) =>
                user !== waiting.user && state !== "cancelled" && state !== "failed" && waitsFor !== "person",
            );
            expect(first.length, `${waiting.message.body} waits for nothing`).toBeGreaterThan(0);
          }
        }
        await world.pass(26 * hour);
        const { bridge } = world;
        await bridge.expireWaiting();
        await world.pass(minute);
        for (const { message } of await look(life))
          expect(
            message.state === "cancelled" || message.state === "failed" || hasLeft(message.state as never),
            `${message.body} is ${message.state}`,
          ).toBe(true);
        await world.close();
      }),
      { numRuns: thinned(40) },
    );
  });
});
