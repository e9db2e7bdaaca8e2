import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const file = (end = "") => join(world.folder, `threadline.db${end}`);

async function begin(env: Record<string, string> = {}): Promise<void> {
  world = await createWorld({ env });
  await world.opened();
  await world.settle();
}

describe("the database file", () => {
  it.each<[string, () => void, () => void]>([
    ["moved", () => renameSync(file(), file(".away")), () => renameSync(file(".away"), file())],
    [
      "replaced by another",
      () => {
        renameSync(file(), file(".away"));
        new Database(file()).exec("create table x (y)").close();
      },
      () => {
        rmSync(file());
        renameSync(file(".away"), file());
      },
    ],
  ])(
    "%s under the running app is noticed: nothing is taken in, until it is back",
    async (_, take, giveBack) => {
      await begin();
      const reply = world.reply(scene.ben, world.cards()[0] ?? expect.fail("no card"), "Yes, until 6");
      await until("delivered", () => world.marks(reply).includes("white_check_mark"));
      await world.settle();
      take();
      const { status, checks } = await world.readiness();
      expect(status).toBe(503);
      expect(checks[0]).toMatchObject({ name: "database", ok: false });
      expect(checks[0]?.reason).toMatch(/while Threadline runs.*put the file back/s);
      await world.text("is anybody there?");
      const attempts = world.sandbox.twilio.control.deliveries().at(-1)?.attempts ?? [];
      expect(new Set(attempts.map((attempt) => attempt.status))).toEqual(new Set([500]));
      giveBack();
      expect((await world.readiness()).ready).toBe(true);
      await world.pass(5 * 60_000);
      await until("shown", () => world.texts(world.cards()[0] ?? expect.fail("no card")).length === 2);
    },
  );

  it.each<[string, () => void]>([
    ["missing", () => {}],
    ["empty", () => writeFileSync(file(), "")],
  ])("%s where one with conversations stood is refused, and nothing is made of it", async (_, leave) => {
    await begin();
    await world.stopApp();
    for (const end of ["", "-wal", "-shm"])
      if (existsSync(file(end))) renameSync(file(end), file(`.away${end}`));
    leave();
    const size = existsSync(file()) ? statSync(file()).size : null;
    await expect(world.restart()).rejects.toThrow(/one with conversations stood there.*restore/s);
    expect(existsSync(file()) ? statSync(file()).size : null).toBe(size);
    for (const end of ["", "-wal", "-shm"]) rmSync(file(end), { force: true });
    for (const end of ["", "-wal"])
      if (existsSync(file(`.away${end}`))) renameSync(file(`.away${end}`), file(end));
    await world.restart();
    await world.text("and now?");
    await until("shown", () => world.texts(world.cards()[0] ?? expect.fail("no card")).includes("and now?"));
  });

  it("with damaged pages is told of in a sentence at the start", async () => {
    await begin();
    await world.stopApp();
    const sqlite = new Database(file());
    sqlite.pragma("journal_mode = DELETE");
    const page = sqlite.prepare("select rootpage from sqlite_master where name = 'settings'").pluck().get();
    const size = Number(sqlite.pragma("page_size", { simple: true }));
    sqlite.close();
    const { openSync, writeSync, closeSync } = await import("node:fs");
    const descriptor = openSync(file(), "r+");
    writeSync(descriptor, Buffer.alloc(size, 0x5a), 0, size, (Number(page) - 1) * size);
    closeSync(descriptor);
    const failure = await world.restart().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "AppError" });
    expect(String(failure)).toMatch(/is damaged \(.+\)\. Restore a backup/s);
  });
});

describe("whatever the umask", () => {
  it("what stands beside the database is its owner's alone", async () => {
    const before = process.umask(0o000);
    onTestFinished(() => void process.umask(before));
    await begin();
    const sqlite = new Database(file());
    sqlite.exec("update __drizzle_migrations set created_at = created_at - 1");
    sqlite.close();
    const names = readdirSync(world.folder).filter((name) => name.startsWith("threadline.db"));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(statSync(join(world.folder, name)).mode & 0o777, name).toBe(0o600);
  });
});
