import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { openStore, takeLock } from "../../../src/store/index.ts";

const folder = mkdtempSync(join(tmpdir(), "threadline-rights-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("makes copies for their owner alone, whatever the umask", async () => {
  const before = process.umask(0o000);
  try {
    const file = join(mkdtempSync(join(tmpdir(), "threadline-rights-")), "threadline.db");
    const store = await openStore({ database: file, keys: [], tables: "update" });
    await store.backup(`${file}.copy`);
    (await takeLock(file)).release();
    const modes = [file, `${file}-wal`, `${file}.copy`, `${file}.lock`].map(
      (one) => statSync(one).mode & 0o777,
    );
    await store.close();
    rmSync(dirname(file), { recursive: true });
    expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
  } finally {
    process.umask(before);
  }
});

it("keeps the database and what SQLite puts beside it to their owner, also one that was open to others", async () => {
  const file = join(folder, "threadline.db");
  const first = await openStore({ database: file, keys: [], tables: "update" });
  await first.close();
  chmodSync(file, 0o644);
  const store = await openStore({ database: file, keys: [], tables: "update" });
  await store.transaction((tx) => tx.settings.write("some", "thing"));
  const modes = [file, `${file}-wal`, `${file}-shm`].map((path) => statSync(path).mode & 0o777);
  await store.close();
  expect(modes).toEqual([0o600, 0o600, 0o600]);
});
