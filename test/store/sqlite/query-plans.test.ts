/** The cost of a text must not grow with what is stored: no question that is asked for each one may read a whole table. */
import { randomBytes } from "node:crypto";
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
import { openStore } from "../../../src/store/index.ts";
import { ana, ben, front, maria } from "../../bridge/front-desk.ts";
import { createWorld, hour, minute } from "../../bridge/world.ts";
import { allowed } from "../may-read-all.ts";
import { temporaryFile } from "../temporary.ts";
import { askAll, questions } from "./every-question.ts";
import { firstIndex, growingSteps } from "./query-plan.ts";

const forMissingKey = /\bsubstr\(/;

const ways = ["run", "get", "all", "iterate"] as const;

/** Every statement that runs from here on, with all that asked for it. */
function record() {
  const seen = new Map<string, Set<string>>();
  let asking = "opening";
  const prepare = Database.prototype.prepare;
  vi.spyOn(Database.prototype, "prepare").mockImplementation(function (this: Database.Database, sql: string) {
    const statement = prepare.call(this, sql);
    if (!/^(select|update|delete|insert|with)/i.test(sql)) return statement;
    const askers = seen.get(sql) ?? new Set();
    seen.set(sql, askers);
    for (const way of ways) {
      const ask = statement[way].bind(statement) as (...values: unknown[]) => never;
      statement[way] = (...values: unknown[]) => {
        askers.add(forMissingKey.test(sql) ? "a missing key" : asking);
        return ask(...values);
      };
    }
    return statement;
  });
  return {
    about: (question: string) => {
      asking = question;
    },
    /** Ends the recording. */
    end: (): [sql: string, asked: string][] => {
      vi.restoreAllMocks();
      return [...seen].flatMap(([sql, askers]) => [...askers].map((by): [string, string] => [sql, by]));
    },
  };
}

function growing(sqlite: Database.Database, asked: readonly [string, string][]): string[] {
  return asked.flatMap(([sql, by]) =>
    by in allowed ? [] : growingSteps(sqlite, sql).map((step) => `${by}: ${step} of ${sql}`),
  );
}

describe("every question that the store takes", () => {
  it("finds its rows by an index that does not lead through all that was ever stored", async () => {
    const file = temporaryFile();
    const keys = [randomBytes(32), randomBytes(32)] as const;
    const before = await openStore({ database: file, keys: [keys[0]], tables: "update" });
    await before.close();
    const recording = record();
    const store = await openStore({ database: file, keys: [keys[1]], tables: "update" });
    await askAll(store.transaction, recording.about);
    await store.close();
    const asked = recording.end();
    const sqlite = new Database(file, { readonly: true });
    expect(sqlite.prepare("select 1 from sqlite_master where name like 'sqlite_stat%'").all()).toEqual([]);
    expect(growing(sqlite, asked)).toEqual([]);
    const noticed = asked.flatMap(([sql, by]) => (growingSteps(sqlite, sql).length > 0 ? [by] : []));
    expect(new Set(noticed)).toEqual(new Set(Object.keys(allowed)));
    sqlite.close();
  });

  it.each([
    ["a whole table", "select * from messages where sealed_body = ?"],
    ["a whole index", "select to_number, count(*) from unrouted group by to_number"],
    ["all open ones, for want of a bound", "select distinct channel from episodes where state = 'open'"],
    [
      "every episode, as a bound state fits no index",
      "select * from episodes where channel = ? and state = ?",
    ],
    ["a channel's past", "select max(ts) from replies where channel = ? and ts < ? order by deleted_at"],
    [
      "a channel's past, because an or hides where it begins",
      `select ts from replies where channel = ? and ts < ?
       and ((verdict = 'refused' and ts >= ?) or (ts >= ? and message_id is not null)) order by ts desc`,
    ],
    ["a channel's threads", "select ts, latest from threads where channel = ? order by episode_id limit 1"],
    ["a line's past", "select id from conversations where kind = 'shared' and owner = ?"],
  ])("would be refused where it read %s", async (_, sql) => {
    const file = temporaryFile();
    await (await openStore({ database: file, keys: [], tables: "update" })).close();
    const sqlite = new Database(file, { readonly: true });
    expect(growingSteps(sqlite, sql)).not.toEqual([]);
    sqlite.close();
  });
});

describe("each list of the app's Home", () => {
  it("is one question, which leads to its rows by an index of their own", async () => {
    const file = temporaryFile();
    const store = await openStore({ database: file, keys: [], tables: "update" });
    const { homes } = questions;
    const lists = [
      "open",
      "snoozed",
      "deciding",
      "scheduled",
      "lists",
      "standings",
      "optOuts",
      "blocked",
    ] as const;
    const recording = record();
    for (const list of lists) {
      recording.about(list);
      await store.read((tx) => homes[list](tx.homes));
    }
    const asked = recording.end();
    await store.close();
    const sqlite = new Database(file, { readonly: true });
    const led = (list: string) =>
      asked.filter(([, by]) => by === list).map(([sql]) => firstIndex(sqlite, sql));
    // Of what is open: a member's and their own, what nobody of a group has, all of a group.
    expect(led("open")).toEqual(["episodes_assignee", "episodes_assignee", "episodes_assignee"]);
    expect(led("standings")).toEqual(["episodes_assignee"]);
    expect(led("snoozed")).toEqual(["episodes_snoozed"]);
    expect(led("deciding")).toEqual(["messages_deciding"]);
    expect(led("scheduled")).toEqual(["messages_scheduled"]);
    expect(led("lists")).toEqual(["lists_running"]);
    expect(led("blocked")).toEqual(["contacts_blocked"]);
    // From the ledger's end, in the order of its rows.
    expect(led("optOuts")).toEqual([null]);
    sqlite.close();
  });
});

describe("what is asked in a day's work", () => {
  it("finds its rows by an index", async () => {
    const recording = record();
    const world = await createWorld({ freshFile: true });
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
    const asked = recording.end();
    const sqlite = new Database(world.database, { readonly: true });
    expect(asked.length).toBeGreaterThan(60);
    expect(growing(sqlite, asked)).toEqual([]);
    sqlite.close();
  });
});
