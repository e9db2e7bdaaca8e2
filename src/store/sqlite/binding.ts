/**
 * From 24.19 and 26.4 on Node hands addons a base that better-sqlite3 12 can't bear: built for those, it ends the process as soon as a
 * statement is let go. What it was built for does not show. So it is tried, in a process of its own.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { AppError } from "../../domain/errors.ts";

const firstMajor = 24;
/** A machine that is that busy tells nothing. Milliseconds. */
const triedWithin = 30_000;

const library = createRequire(import.meta.url).resolve("better-sqlite3");
/** Lets statements go, and makes enough of something else that their room is wanted. */
const letGo = `
  const Database = require(${JSON.stringify(library)});
  const database = new Database(":memory:");
  for (let made = 0; made < 200; made += 1) database.prepare("select 1");
  for (let made = 0; made < 300; made += 1) new Array(10_000).fill({});
`;

const remedy = "Run Node 22, after npm ci with it.";
let stands = false;

/**
 * Why work on the database would end the process sooner or later, and what to do; null where it would not. Asked of a process once, as it
 * stands. @param version of the Node that runs. @param trial what it is to bear.
 */
export function unsafeBinding(
  version = process.versions.node,
  trial = letGo,
): { readonly sentence: string; readonly remedy: string } | null {
  if (Number.parseInt(version, 10) < firstMajor || (stands && trial === letGo)) return null;
  if (!isAborted(trial)) {
    stands ||= trial === letGo;
    return null;
  }
  const sentence = `Node ${version} would end Threadline in the middle of its work: better-sqlite3, as it is installed for it, fails there.`;
  return { sentence, remedy };
}

/** @throws AppError `database` */
export function refuseUnsafeBinding(): void {
  const unsafe = unsafeBinding();
  if (unsafe !== null) throw new AppError("database", `${unsafe.sentence} ${unsafe.remedy}`);
}

function isAborted(trial: string): boolean {
  const { status, signal } = spawnSync(process.execPath, ["--eval", trial], {
    stdio: "ignore",
    timeout: triedWithin,
  });
  // The second where a shell stands between, or no signals are.
  return signal === "SIGABRT" || status === 134;
}
