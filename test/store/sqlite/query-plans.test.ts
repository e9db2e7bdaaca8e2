/** The cost of a text must not grow with what is stored: no question that is asked for each one may read a whole table. */
import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { catchUpMissed } from "../../../src/bridge/connection/catch-up-desk.ts";
import {
  pendingDeliveries,
  settleDelivery,
  storeDelivery,
} from "../../../src/bridge/connection/deliveries.ts";
import { forgetOld } from "../../../src/bridge/connection/forget-old.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { loseThread } from "../../../src/bridge/conversations/lose-thread.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { expireWaiting } from "../../../src/bridge/messages/expire-waiting.ts";
import { enqueueReminders } from "../../../src/bridge/posts/remind-channel.ts";
import { stopReply } from "../../../src/bridge/replies/stop-reply.ts";
import { ana, ben, front, maria } from "../../bridge/front-desk.ts";
import { createWorld, hour, minute } from "../../bridge/world.ts";

/** Small by their nature: one row, a row for each channel, each member's e-mail, each small fact. */
const small = [
  "directory",
  "identities",
  "closed_channels",
  "reminders",
  "settings",
  "sqlite_master",
  "__drizzle_migrations",
];

/** Every statement that is prepared from here on. */
function statements(): Set<string> {
  const seen = new Set<string>();
  const prepare = Database.prototype.prepare;
  vi.spyOn(Database.prototype, "prepare").mockImplementation(function (this: Database.Database, sql: string) {
    seen.add(sql);
    return prepare.call(this, sql);
  });
  return seen;
}

/** The tables that a statement reads from end to end. */
function wholeTables(sqlite: Database.Database, sql: string): string[] {
  const plan = sqlite.prepare(`explain query plan ${sql}`).all(...nothing(sql)) as { detail: string }[];
  return plan.flatMap(({ detail }) => {
    const table = /^SCAN (\w+)$/.exec(detail)?.[1];
    return table === undefined || small.includes(table) ? [] : [`${table}: ${sql}`];
  });
}

const nothing = (sql: string): null[] => Array.from(sql.matchAll(/\?/g), () => null);

describe("what is asked in a day's work", () => {
  it("finds its rows by an index", async () => {
    const seen = statements();
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    const place = await world.reply(ben, thread, "two");
    await world.edit(place, "three");
    await world.text(maria, "four");
    await stopReply(world.ctx, { place: await world.reply(ben, thread, "five"), user: ben });
    await world.pass(minute);
    await world.report("three", "delivered");
    const refused = { code: "1", sentence: "No.", scope: "recipient" } as const;
    world.carrier.answers.push({ kind: "rejected", failure: refused }, { kind: "unknown", reason: "lost" });
    await world.reply(ben, thread, "six");
    await world.reply(ben, thread, "seven");
    await world.pass(hour);
    await world.delete(await world.reply(ben, thread, "eight", { files: 1 }));
    const delivery = await storeDelivery(world.ctx, { key: "Ev1", lane: "C1", body: "{}" });
    await pendingDeliveries(world.ctx);
    await world.ctx.store.read((tx) => tx.inbox.deadCount());
    if (delivery !== "repeat") await settleDelivery(world.ctx, delivery);
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    for (const tick of [enqueueReminders, expireWaiting, forgetOld, catchUpMissed]) await tick(world.ctx);
    await world.pass(minute);
    await loseThread(world.ctx, { place: { channel: front, ts: thread } });
    await world.pass(minute);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    await world.begin(maria, "nine");
    await world.restart();
    await world.pass(minute);
    vi.restoreAllMocks();
    const sqlite = new Database(world.file, { readonly: true });
    const asked = [...seen].filter((sql) => /^(select|update|delete)/i.test(sql));
    expect(asked.length).toBeGreaterThan(60);
    expect(asked.flatMap((sql) => wholeTables(sqlite, sql))).toEqual([]);
    sqlite.close();
  });
});
