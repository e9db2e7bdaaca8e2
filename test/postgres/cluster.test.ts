import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { findPostgres } from "./cluster.ts";

const cluster = fileURLToPath(new URL("cluster.ts", import.meta.url));

/** Starts a server, says where its folder is, and goes on. */
const program = `
  const { startCluster } = await import(${JSON.stringify(cluster)});
  const { url } = await startCluster(process.argv[1]);
  console.log(new URL(url("postgres").replace("@/", "@localhost/")).searchParams.get("host"));
  setInterval(() => {}, 1_000);`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it.each(["SIGINT", "SIGKILL"] as const)(
  "a server of the tests and its folder are gone once the tests ended by %s",
  async (signal) => {
    const args = ["--import", "tsx", "--input-type=module", "--eval", program, findPostgres() ?? ""];
    const tests = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = await once(tests.stdout, "data");
    const folder = String(said).trim();
    const server = Number(readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n")[0]);
    expect(isRunning(server)).toBe(true);
    tests.kill(signal);
    await expect.poll(() => [existsSync(folder), isRunning(server)]).toEqual([false, false]);
  },
);
