/**
 * What a text and a reply cost at the database when it is quiet. Left out: BEGIN and COMMIT, which all share that are decided at
 * the same time, and the worker's looks at what is due, which all share that is.
 */
import { describe, expect, it } from "vitest";
import { runJob } from "../../src/bridge/jobs/run-job.ts";
import type { Directory } from "../../src/domain/directory.ts";
import type { Address } from "../../src/domain/ids.ts";
import { ana, ben, officeWithDirect } from "./front-desk.ts";
import { answerDirect, beginDirect, direct, ruled } from "./records/log-world.ts";
import { createWorld, minute, type World, type WorldOptions } from "./world.ts";

const maria = "+15550199001" as Address;

const isShared = (sql: string): boolean =>
  sql.startsWith("BEGIN") || sql === "COMMIT" || sql.includes("min(") || sql.includes("order by priority");

/** A quiet house whose jobs begin right after the commit that enqueued them, as the worker begins them. */
async function quietWorld(settings: WorldOptions, isDirect = false) {
  const heard: string[] = [];
  const onStatement = (sql: string) => {
    const plain = sql.replaceAll(/"(?:\w+"\.")?(\w+)"/g, "$1");
    if (!isShared(plain)) heard.push(plain.slice(0, 60));
  };
  const world = await createWorld({ ...settings, onStatement });
  const underWay: Promise<void>[] = [];
  world.ctx.store.readBy({
    promises: ({ dueAt }) => dueAt <= world.now(),
    settled: () => {},
    enqueued: ({ jobs }) => {
      for (const job of jobs) if (job.dueAt <= world.now()) underWay.push(runJob(world.ctx, job));
    },
  });
  const thread = isDirect ? await beginDirect(world) : await world.begin(maria);
  await finished(underWay);
  if (isDirect) await answerDirect(world, thread, "Yes, until six.");
  else await world.reply(ben, thread, "Yes, until six.");
  await finished(underWay);
  await world.pass(minute);
  return {
    world,
    thread,
    async count(what: () => Promise<unknown>, later: (world: World) => Promise<void> = async () => {}) {
      heard.length = 0;
      await what();
      await finished(underWay);
      await later(world);
      return [...heard];
    },
  };
}

async function finished(work: readonly Promise<void>[]): Promise<void> {
  for (let seen = 0; seen < work.length; seen += 1) await work[seen];
}

/** Its card is drawn three seconds after the first news, once for all that came by then. */
const card = 6;

it("a text costs 14 statements until it stands in its thread", async () => {
  const { world, count } = await quietWorld({ hold: 0 });
  const asked = await count(() => world.text(maria, "And on Sunday?"));
  expect(world.desk.posted.at(-1)?.post).toMatchObject({ texts: [{ body: "And on Sunday?" }] });
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(14);
});

it("a reply costs 22 statements with its mark, without its card", async () => {
  const { world, thread, count } = await quietWorld({ hold: 0 });
  const asked = await count(
    () => world.reply(ben, thread, "Not on Sundays."),
    () => world.pass(minute),
  );
  expect(world.carrier.sent.at(-1)?.body).toBe("Not on Sundays.");
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(22 + card);
});

it("a report costs 8 statements with its mark", async () => {
  const { world, thread, count } = await quietWorld({ hold: 0 });
  await count(
    () => world.reply(ben, thread, "Not on Sundays."),
    () => world.pass(minute),
  );
  const asked = await count(
    () => world.report("Not on Sundays.", "delivered"),
    () => world.pass(minute),
  );
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(8);
});

it("a report that changes nothing that is shown costs 2 statements", async () => {
  const { world, thread, count } = await quietWorld({ hold: 0 });
  await count(
    () => world.reply(ben, thread, "Not on Sundays."),
    () => world.pass(minute),
  );
  const asked = await count(
    () => world.report("Not on Sundays.", "sent"),
    () => world.pass(minute),
  );
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(2);
});

it("a held reply costs more only by what holds it", async () => {
  const { world, thread, count } = await quietWorld({ hold: 3_000 });
  const asked = await count(
    () => world.reply(ben, thread, "Not on Sundays."),
    () => world.pass(minute),
  );
  expect(world.carrier.sent.at(-1)?.body).toBe("Not on Sundays.");
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(22 + card + 6);
});

it("a reply in a colleague's conversation costs no more, once its author said that they answer there", async () => {
  const { world, thread, count } = await quietWorld({ hold: 0 });
  await count(() => world.reply(ana, thread, "Let me add."));
  await count(
    () => world.choose("send", ana),
    () => world.pass(minute),
  );
  const asked = await count(
    () => world.reply(ana, thread, "Not on Sundays."),
    () => world.pass(minute),
  );
  expect(world.carrier.sent.at(-1)?.body).toBe("Not on Sundays.");
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(22 + card);
});

describe("on a member's own line, where each is logged as it comes,", () => {
  /** Where a direct thread goes is asked for: whose it is, by which name, and where they are reached. */
  const reached = 2;
  const notLogged = ruled({ autoLog: { value: false, customizable: false } });

  async function costs(directory: Directory) {
    const { world, thread, count } = await quietWorld({ hold: 0, directory }, true);
    const text = await count(() => world.text(maria, "And on Sunday?", direct));
    const reply = await count(
      () => answerDirect(world, thread, "Not on Sundays."),
      () => world.pass(minute),
    );
    expect(world.carrier.sent.at(-1)?.body).toBe("Not on Sundays.");
    return { text, reply };
  }

  it("a text costs 14 statements and 2 for whose thread it is, and a reply 22: none is for its record", async () => {
    const { text, reply } = await costs(officeWithDirect);
    expect(text.length, text.join("\n")).toBeLessThanOrEqual(14 + reached);
    expect(reply.length, reply.join("\n")).toBeLessThanOrEqual(22 + card);
    const withoutLog = await costs(notLogged);
    expect([text.length, reply.length]).toEqual([withoutLog.text.length, withoutLog.reply.length]);
  });
});
