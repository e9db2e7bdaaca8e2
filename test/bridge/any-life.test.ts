import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { thinned } from "../store/thin-out.ts";
import { anyAction, handedOver, type Life, live } from "./any-life.ts";
import { maria, noel } from "./front-desk.ts";

const runs = Number(process.env.ANY_LIFE_RUNS ?? thinned(40));

/** Customers' words as they stand in the threads, each thread by itself. */
function shown({ world }: Life, contact: string): string[][] {
  const roots = world.desk.posted.filter(({ card }) => card?.contact.address === contact);
  return roots.map(({ ts }) =>
    world.desk.posted
      .filter(({ thread }) => thread === ts)
      .flatMap(({ post }) => (post?.kind === "texts" ? post.texts.map(({ body }) => body) : [])),
  );
}

const byNumber = (a: string, b: string): number => Number(a.slice(1)) - Number(b.slice(1));

function check(life: Life): void {
  const { world, written, texts } = life;
  const ids = world.carrier.sent.map(({ messageId }) => messageId);
  expect(new Set(ids).size, "no message is handed over twice").toBe(ids.length);
  expect(
    world.carrier.bodies().filter((body) => /^(note|!)/.test(body)),
    "no note leaves, and no call of a template",
  ).toEqual([]);
  for (const reply of written) {
    const times = handedOver(life, reply);
    if (!reply.mayLeave) expect(times, `${reply.prefix} must not leave`).toBe(0);
    if (!reply.chosen) expect(times, `${reply.prefix} leaves once`).toBeLessThanOrEqual(1);
    if (reply.atMost !== null) expect(times, `${reply.prefix} was deleted`).toBe(reply.atMost);
  }
  const plain = written.filter(({ chosen }) => !chosen);
  for (const contact of [maria, noel]) {
    const order = world.carrier.sent
      .filter(({ to }) => to === contact)
      .flatMap(({ body }) => plain.find(({ prefix }) => body.startsWith(prefix))?.place.ts ?? []);
    expect(order, "replies leave in order").toEqual([...order].sort());
    const threads = shown(life, contact);
    for (const bodies of threads) expect(bodies, "texts stand in order").toEqual([...bodies].sort(byNumber));
    expect(threads.flat().sort(byNumber), "each text stands once").toEqual(texts.get(contact));
  }
  expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
}

describe("whatever happens", () => {
  it("each text stands in a thread once and in order; no reply leaves twice, out of order, or against its author's word", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { minLength: 5, maxLength: 80, size: "max" }), async (actions) => {
        const life = await live(actions);
        try {
          check(life);
        } finally {
          await life.world.close();
        }
      }),
      // A failure is reported with what it was shrunk to by then.
      { numRuns: runs, interruptAfterTimeLimit: 200_000 },
    );
  });
});
