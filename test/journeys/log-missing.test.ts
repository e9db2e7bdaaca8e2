/** `threadline log` beside the running app: what was said months ago, before anything was logged. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { logMissing } from "../../src/command-line/log-missing.ts";
import { demoDirectory } from "../../src/sandbox/sandbox.ts";
import { createReceiver, type Receiver } from "../crm/webhook/receiver.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
let receiver: Receiver;
afterEach(async () => {
  await world.stop();
  await receiver.http.stop();
});

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const customers = [scene.maria, scene.sam, "+15550199011", "+15550199012"];
const days = 10;
const textsADay = 5;
const dayMs = 24 * 3_600_000;
/** Some months before today, at noon in New York or an hour from it. */
const firstAt = () => Math.floor(world.now() / dayMs - 120) * dayMs + 17 * 3_600_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Each customer has texted Ben today, which is logged; and the same on ten days long ago, five times a day, which is not. */
async function past(): Promise<void> {
  receiver = await createReceiver(secret);
  const env = { CRM: "webhook", CRM_WEBHOOK_URL: receiver.http.url, CRM_WEBHOOK_SECRET: secret };
  world = await createWorld({ directory: demoDirectory, directLine: true, env });
  for (const phone of customers) await world.text("The old words", phone, { to: scene.directLine });
  await written(customers.length);
  await world.restart({ whileDown: addOldTexts });
}

function addOldTexts(): void {
  const sqlite = new Database(join(world.folder, "threadline.db"));
  const names = (sqlite.pragma("table_info(messages)") as { name: string }[]).map(({ name }) => name);
  const changed: Record<string, string> = {
    id: "id || '-' || cast(:round as integer)",
    carrier_message_id: "carrier_message_id || '-' || cast(:round as integer)",
    written_at: ":at",
    created_at: ":at",
    local_day: "null",
    unlogged: "0",
  };
  sqlite.exec(`create temp table originals as select id from messages where direction = 'in'`);
  const copy = sqlite.prepare(
    `insert into messages (${names.map((name) => `"${name}"`).join(", ")})
     select ${names.map((name) => changed[name] ?? `"${name}"`).join(", ")}
     from messages where id in (select id from originals)`,
  );
  for (let round = 0; round < days * textsADay; round += 1)
    copy.run({ round, at: firstAt() + Math.floor(round / textsADay) * dayMs + (round % textsADay) * 60_000 });
  sqlite.close();
}

/** @param stopAfter so many of them: then somebody presses Ctrl-C. */
async function log(stopAfter = Number.POSITIVE_INFINITY) {
  const stopping = new AbortController();
  const said: string[] = [];
  const progress = {
    show: (done: number) => {
      if (done >= stopAfter) stopping.abort();
    },
    end: () => {},
  };
  const code = await logMissing(
    {
      database: join(world.folder, "threadline.db"),
      directoryFile: "",
      encryptionKeys: [],
      crm: "webhook",
    },
    { days: { from: dayOf(firstAt()), to: null }, dryRun: false, stopped: stopping.signal },
    { say: (line = "") => void said.push(line), paint: (_: string, words: string) => words, progress },
    world.now,
  );
  return { code, said: said.join("\n") };
}

/** The app goes on meanwhile. */
async function written(count: number): Promise<void> {
  await until(`${count} records`, async () => {
    await world.pass(500);
    return receiver.records.size >= count;
  });
  await world.quiet();
  expect(receiver.records.size).toBe(count);
}

describe("threadline log beside the running app", () => {
  it("has what was said long ago written, each record once, also stopped in the middle and run again", async () => {
    await past();
    const today = new Set(receiver.records.keys());
    const deliveries = () => [...receiver.had.values()].filter((name) => !today.has(name));
    const old = customers.length * days;
    const stopped = await log(20);
    expect(stopped.code).toBe(1);
    expect(stopped.said).toContain("Stopped: 24 records not looked at. Run it again to go on.");
    await written(customers.length + 20);

    const again = await log();
    expect(again.code).toBe(0);
    expect(again.said).toContain(`${old - 20} records new, ${customers.length + 20} as before.`);
    expect(again.said).toContain("Threadline writes them now");
    await written(customers.length + old);
    const said = [...receiver.records.values()].slice(customers.length).map(({ data }) => data);
    for (const { text } of said) expect(text.match(/The old words/g)).toHaveLength(textsADay);
    expect(new Set(said.map(({ key }) => key)).size).toBe(old);
    expect(deliveries()).toHaveLength(old);

    expect((await log()).said).toContain(`0 records new, ${customers.length + old} as before.`);
    await world.pass(60_000);
    await world.quiet();
    // Today's own may have been written again meanwhile: an automatic answer of theirs arrived.
    expect(deliveries()).toHaveLength(old);
  });
});
