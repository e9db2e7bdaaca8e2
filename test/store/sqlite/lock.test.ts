import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { takeLock } from "../../../src/store/index.ts";
import { temporaryFile } from "../temporary.ts";

const lockModule = fileURLToPath(new URL("../../../src/store/sqlite/lock.ts", import.meta.url));

describe("the lock", () => {
  it("is refused a second time, and can be had again once it is let go", async () => {
    const file = temporaryFile();
    const lock = await takeLock(file);
    await expect(takeLock(file)).rejects.toThrow("Another Threadline is running on this database");
    lock.release();
    (await takeLock(file)).release();
  });

  it("can be had before there is a folder", async () => {
    (await takeLock(join(dirname(temporaryFile()), "new", "threadline.db"))).release();
  });

  it("says what is wrong when there can be no such file", async () => {
    const file = temporaryFile();
    mkdirSync(`${file}.lock`);
    await expect(takeLock(file)).rejects.toThrow("could not be opened");
  });

  it("of another process holds, and is freed when that process is killed", async () => {
    const file = temporaryFile();
    const script = `import { takeLock } from ${JSON.stringify(lockModule)};
      takeLock(${JSON.stringify(file)}); console.log("locked"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await expect(takeLock(file)).rejects.toThrow("Another Threadline");
    child.kill("SIGKILL");
    await once(child, "exit");
    (await takeLock(file)).release();
  });
});
