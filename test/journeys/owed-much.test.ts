import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, it } from "vitest";
import { createWorld, until, type World } from "./world.ts";

const owed = 20_000;

let world: World;
afterEach(() => world.stop());

it("with 20,000 pieces of work owed and no pacing of ours, healthz answers between any of them", async () => {
  world = await createWorld({ env: { SLACK_POSTS_PER_SECOND: "0", REMIND_MINUTES: "0" } });
  await world.opened();
  await world.settle();
  const file = join(world.folder, "threadline.db");
  await world.restart({
    whileDown() {
      const sqlite = new Database(file);
      // The card of one conversation, owed again and again, each in a lane of its own.
      const { conversation_id: conversation, channel } = sqlite
        .prepare("select conversation_id, channel from episodes")
        .get() as { conversation_id: string; channel: string };
      const episode = sqlite.prepare("select id from episodes").pluck().get();
      const insert = sqlite.prepare(
        `insert into outbox (kind, callee, pace, loss, lane, position, priority, key, version, due_at, attempts, channel, sealed_payload, created_at)
         values ('card', 'desk', 'refresh', 'tolerable', ?, 0, 2, ?, 1, ?, 0, ?, ?, ?)`,
      );
      sqlite.transaction(() => {
        for (let index = 0; index < owed; index += 1) {
          const payload = `p:${JSON.stringify({ episode })}`;
          insert.run(
            `card:${conversation}:${index}`,
            `card:${index}`,
            Date.now(),
            channel,
            payload,
            Date.now(),
          );
        }
      })();
      sqlite.close();
    },
  });
  const before = await world.metric("outbox_done_total");
  for (let asked = 0; asked < 20; asked += 1) {
    const done = await world.metric("outbox_done_total");
    expect((await fetch(`${world.address}/healthz`)).status).toBe(200);
    // It waits for a few pieces of work at most.
    expect((await world.metric("outbox_done_total")) - done).toBeLessThan(owed / 20);
  }
  await until("some of it done", async () => (await world.metric("outbox_done_total")) > before + 500);
});
