/** Whatever its author does about a text, in any order, and whatever breaks: it leaves once at most, in the words that were last agreed to. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editText } from "../../../src/bridge/composing/change-text.ts";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import type { SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { E164, MessageId } from "../../../src/domain/ids.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana, ben, maria, noel } from "../front-desk.ts";
import { hours, putTemplate, uses } from "../templates/filling.ts";
import { createWorld, minute, second, type World } from "../world.ts";

const pick = fc.nat({ max: 100 });
const anyDeed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("start" as const, "fill" as const),
      to: fc.nat({ max: 1 }),
      after: fc.nat({ max: 40 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("edit" as const, "cancel" as const, "now" as const),
      which: pick,
      by: fc.nat({ max: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("pass" as const), seconds: fc.constantFrom(1, 5, 12, 300, 1500) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("mishap" as const),
      call: fc.constantFrom("post" as const, "openThread" as const, "rewrite" as const, "mark" as const),
      afterwards: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("carrier" as const),
      answer: fc.constantFrom("unknown" as const, "later" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("restart" as const, "away" as const, "answer" as const, "resolve" as const),
    }),
  },
);
type Deed = typeof anyDeed extends fc.Arbitrary<infer D> ? D : never;

interface Text {
  readonly id: MessageId;
  readonly isFilled: boolean;
  readonly at: number | null;
  body: string;
  cancelled: boolean;
  now: boolean;
  readonly words: Set<string>;
}

const contacts = [noel, maria];
const numbers = contacts.map((number) => number as string as E164);
const sentences: Readonly<Record<"unknown" | "later", SendOutcome>> = {
  unknown: { kind: "unknown", reason: "the answer was lost" },
  later: {
    kind: "rejected",
    failure: { code: "429", sentence: "Later.", scope: "passing", retryAfterMs: 2_000 },
  },
};

function asWritten(body: string): Pick<Text, "cancelled" | "now" | "words"> {
  return { cancelled: false, now: false, words: new Set([body]) };
}

async function liveThrough(world: World, deeds: readonly Deed[]): Promise<Text[]> {
  const texts: Text[] = [];
  for (const [turn, deed] of deeds.entries()) {
    const act = `act:${turn}`;
    switch (deed.do) {
      case "start": {
        const body = `Text ${turn}`;
        const at = deed.after < 10 ? null : world.now() + deed.after * 30 * second;
        const to = numbers[deed.to] ?? numbers[0];
        if (to === undefined) throw new Error("nobody to text");
        const started = await startText(world.ctx, {
          user: ana,
          to,
          line: null,
          body,
          at,
          unlessTheyWrite: false,
          act,
        });
        if (started?.kind !== "started") throw new Error("it was refused");
        const written = await world.ctx.store.read((tx) => tx.messages.unsentOf(started.episode));
        const id = written.find((one) => one.body === body)?.id;
        if (id === undefined) throw new Error("it is not written");
        texts.push({ id, at, body, isFilled: false, ...asWritten(body) });
        break;
      }
      case "fill": {
        const [open] = (await world.episodes(contacts[deed.to])).filter(({ state }) => state === "open");
        if (open === undefined) break;
        const form = await world.bridge.askToFill({ user: ana, episode: open.id, template: hours });
        if (form.kind !== "form") throw new Error("it was refused");
        const body = `Text ${turn}`;
        const at = deed.after < 10 ? null : world.now() + deed.after * 30 * second;
        const filled = { ...form, user: ana, typed: body, body, at, asked: null, act };
        for (const _ of ["sent", "sent again"])
          expect(await world.bridge.sendFilled(filled)).toEqual({ kind: "done" });
        const written = await world.ctx.store.read((tx) => tx.messages.unsentOf(open.id));
        const ids = written.filter((one) => one.body === body).map(({ id }) => id);
        expect(ids).toHaveLength(1);
        for (const id of ids) texts.push({ id, at, body, isFilled: true, ...asWritten(body) });
        break;
      }
      case "edit":
      case "cancel":
      case "now": {
        const text = texts[deed.which % Math.max(1, texts.length)];
        if (text === undefined) break;
        const press = { message: text.id, user: deed.by === 0 ? ana : ben };
        if (deed.do === "cancel") {
          const { sentence } = await world.bridge.cancelText(press);
          if (String(sentence?.[0]).startsWith("Cancelled")) text.cancelled = true;
        } else if (deed.do === "now") {
          const { sentence } = await world.bridge.sendTextNow(press);
          if (String(sentence?.[0]).startsWith("It is on its way") && press.user === ana) text.now ||= true;
        } else {
          const body = `Text ${turn}`;
          if ((await editText(world.ctx, { ...press, body, act })) === null) {
            text.body = body;
            text.words.add(body);
          }
        }
        break;
      }
      case "pass":
        await world.pass(deed.seconds * second);
        break;
      case "mishap":
        world.desk.fail(deed.call, "unreachable", { certain: false, afterwards: deed.afterwards });
        break;
      case "carrier":
        world.carrier.answers.push(sentences[deed.answer]);
        break;
      case "restart":
        await world.restart();
        break;
      case "away":
        world.skip(30 * minute);
        await world.restart();
        break;
      case "answer":
        await world.text(noel, `Hello ${turn}`);
        break;
      case "resolve":
        for (const { id, state } of await world.episodes(noel))
          if (state === "open") await resolveEpisode(world.ctx, { episode: id, user: ana });
        // What waits for a person's word is given up with its conversation.
        for (const text of texts) {
          const row = await world.ctx.store.read((tx) => tx.messages.get(text.id));
          if (row?.state === "cancelled") text.cancelled = true;
        }
    }
  }
  await world.pass(40 * minute);
  return texts;
}

describe("a text that a member began", () => {
  it("leaves once at most, never before its time, never once it was cancelled, and in its last words", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDeed, { minLength: 3, maxLength: 25 }), async (deeds) => {
        const world = await createWorld();
        await putTemplate(world);
        const texts = await liveThrough(world, deeds);
        let filled = 0;
        for (const { id, isFilled, body, cancelled, words, at, now } of texts) {
          const left = world.carrier.sent.filter(({ messageId }) => messageId === id);
          const row = await world.ctx.store.read((tx) => tx.messages.get(id));
          if (isFilled && row?.state === "accepted") filled += 1;
          const isTaken = new Set(left.map(({ body: words }) => words));
          expect(isTaken.size, "it left in other words, too").toBeLessThanOrEqual(1);
          if (cancelled) expect(left, "it was cancelled").toEqual([]);
          for (const sms of left) {
            expect(words).toContain(sms.body);
            expect(sms.body).toBe(body);
          }
          if (row?.state === "waiting") expect(row.waitsFor, "nobody is asked").toBe("person");
          else if (!cancelled) expect(["accepted", "unknown"]).toContain(row?.state);
          if (at !== null && !now && row?.sendingAt) expect(row.sendingAt).toBeGreaterThanOrEqual(at);
          const shown = world.desk.posted.filter(({ key }) => key.split(" ").includes(`say:${id}`));
          expect(shown.length, "it is shown once").toBe(1);
        }
        expect(await uses(world), "each counts once").toEqual(filled === 0 ? [] : [`ana ${filled}`]);
        await world.close();
      }),
      { numRuns: thinned(40) },
    );
  });
});
