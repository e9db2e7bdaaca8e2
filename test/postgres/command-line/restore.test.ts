import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { backup } from "../../../src/command-line/backup.ts";
import { restore } from "../../../src/command-line/restore.ts";
import { scene } from "../../../src/sandbox/sandbox.ts";
import { createScreen } from "../../command-line/site.ts";
import { until } from "../../journeys/until.ts";
import { findPostgres } from "../cluster.ts";
import { ask } from "./bare-database.ts";
import { type PostgresSite, postgresSite } from "./site.ts";

const key = Buffer.alloc(32, 1).toString("base64");
const otherKey = Buffer.alloc(32, 2).toString("base64");

/** What a command refuses to do itself, and says instead. */
async function refusal(command: Promise<number>): Promise<string> {
  return await command.then(
    () => "nothing was refused",
    (error: Error) => error.message,
  );
}

/** The commands among its lines, as somebody types them who copies them. */
function run(said: string, program: string): void {
  const line = said.split("\n").find((one) => one.includes(`${program} `) && one.startsWith("  ")) ?? "false";
  const typed = line.replace(/^ *(\d\. )?/, "");
  const PATH = [findPostgres() ?? "", process.env.PATH ?? ""].join(delimiter);
  const { status, stderr } = spawnSync("sh", ["-c", typed], { env: { PATH }, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
}

const takeIn = (there: PostgresSite, change: Record<string, string>) =>
  there.said((screen) => restore(there.config(change), "", screen, Date.now));

describe("a copy of a database of PostgreSQL's", () => {
  it("is made and put back by the commands that backup and restore say, and nothing that was due leaves by itself", async () => {
    const there = await postgresSite();
    const held = { HOLD_SECONDS: "600", SEND_WITHIN_MINUTES: "30", ENCRYPTION_KEY: key };
    const file = join(there.site.folder, "mon day.dump");
    const app = await there.start(held);
    await there.text("Are you open?");
    const { control } = there.site.sandbox.slack;
    const card = await until("the text in its thread", () =>
      control
        .messages(scene.channel)
        .find(({ ts }) => JSON.stringify(control.thread(scene.channel, ts)).includes("Are you open?")),
    );
    control.post({ user: scene.ben, channel: scene.channel, threadTs: card.ts, text: "Until 6" });
    await until("that Ben has it", () =>
      JSON.stringify(control.message(scene.channel, card.ts)).includes(scene.ben),
    );
    const howToBackUp = await refusal(backup(there.config(held), file, createScreen()));
    expect(howToBackUp).toContain("pg_dump copies the database");
    run(howToBackUp, "pg_dump");
    expect(statSync(file).mode & 0o077).toBe(0);
    await app.stop();

    const howToRestore = await refusal(restore(there.config(held), file, createScreen(), Date.now));
    run(howToRestore, "createdb");
    const name = /(\w+_restored)/.exec(howToRestore)?.[1];
    onTestFinished(async () => void (await ask(there.url, `drop database ${name} with (force)`)));
    run(howToRestore, "pg_restore");
    const restored = { ...held, DATABASE_URL: there.url.replace(/\?/, "_restored?") };
    await expect(takeIn(there, { ...restored, ENCRYPTION_KEY: otherKey })).rejects.toThrow(
      "sealed with another key",
    );
    const { text } = await takeIn(there, restored);
    expect(text).toContain("and its keys fit. It holds 1 conversation with 2 texts.");
    expect(text).toContain("Texts that were due then don't leave by themselves");
    const again = await there.start(restored);
    await until("the question in the thread", () =>
      JSON.stringify(control.thread(scene.channel, card.ts)).includes("Send now"),
    );
    expect(there.got("Until 6")).toBe(0);
    await again.stop();
  });

  it("is looked at before it is taken: whether it is there, whole, and nobody works on it", async () => {
    const there = await postgresSite();
    await expect(takeIn(there, {})).rejects.toThrow("There is no Threadline in the database bare");
    const app = await there.start();
    await there.talk();
    await expect(takeIn(there, {})).rejects.toThrow(
      /Threadline is running on the database .* Stop all of its instances/,
    );
    await app.stop();
    await ask(there.url, "select setval('inbox_id_seq', 1), setval('outbox_id_seq', 1)");
    await ask(there.url, "update outbox set id = 90 where id = (select max(id) from outbox)");
    await expect(takeIn(there, {})).rejects.toThrow(/the numbers of .* would come again/);
    await ask(there.url, "select setval('outbox_id_seq', 90), setval('inbox_id_seq', 90)");
    expect((await takeIn(there, {})).code).toBe(0);
  });

  it("backup makes no file itself, and no command holds the password", async () => {
    const there = await postgresSite();
    const file = join(there.site.folder, "a.dump");
    const config = there.config({
      DATABASE_URL: "postgres://u:hunter2@db.example.com:5433/texts?sslmode=require",
    });
    const how = await refusal(backup(config, file, createScreen()));
    expect(how).toContain(
      `pg_dump --format=custom --file=${file} 'postgres://u@db.example.com:5433/texts?sslmode=require'`,
    );
    expect(existsSync(file)).toBe(false);
    const back = await refusal(restore(config, file, createScreen(), Date.now));
    expect(back).toContain("--dbname='postgres://u@db.example.com:5433/texts_restored?sslmode=require'");
    for (const said of [how, back]) expect(said).not.toContain("hunter2");
  });

  it("of a file still needs the file's name", async () => {
    const there = await postgresSite();
    const config = there.site.config();
    expect(await refusal(restore(config, "", createScreen(), Date.now))).toBe(
      "Say which file: threadline restore FILE",
    );
  });
});
