/**
 * `threadline move`: takes everything from one database into another that is empty. What it was moved from stays as it was, but for a
 * mark: were it started again, nothing that was due would leave by itself.
 */
import { markRestored } from "../bridge/connection/heartbeat.ts";
import type { MoveConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { explainIfDatabase, moveDatabase, nameOfDatabase, openStore } from "../store/index.ts";
import type { Progress, Terminal } from "./terminal.ts";

/** Resolves with the exit code. @throws AppError with why it can't be moved, and then nothing was changed. */
export async function move(
  { from, to, encryptionKeys: keys }: MoveConfig,
  { say, progress }: Terminal & { readonly progress: Progress },
): Promise<number> {
  const [here, there] = [await nameOfDatabase(from), await nameOfDatabase(to)];
  say(`From ${here} to ${there}: each row is copied, then compared.`);
  const { tables, digest } = await moveDatabase({ from, to, keys }, progress.show).finally(progress.end);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  say(`Moved, and the same on both sides: ${counted(rows, "row")} in ${counted(tables.length, "table")}.`);
  const width = Math.max(0, ...tables.map(({ name }) => name.length));
  for (const table of tables) say(`  ${table.name.padEnd(width)}  ${table.rows.toLocaleString("en")}`);
  say(`SHA-256 of all rows: ${digest}`);
  await letNothingLeave(from, keys);
  for (const line of whatNext(here, there, keys.length > 0)) say(line);
  return 0;
}

/** It owes what the other one owes now, and must not send it, too. @throws AppError with what must not be done, where it can't be told so. */
async function letNothingLeave(database: string, keys: readonly Buffer[]): Promise<void> {
  try {
    const store = await openStore({ database, keys, tables: "expect" });
    try {
      await markRestored({ store });
    } finally {
      await store.close();
    }
  } catch (error) {
    const cause = await explainIfDatabase(error, database);
    if (!(cause instanceof AppError)) throw cause;
    const name = await nameOfDatabase(database);
    throw new AppError(
      cause.code,
      `All of it was moved, but ${name} could not be marked as moved from. Don't start Threadline on it again: what was due there would leave twice. ${cause.message}`,
      { cause },
    );
  }
}

function whatNext(here: string, there: string, isSealed: boolean): string[] {
  return [
    "",
    "What to do now:",
    `1. Let DATABASE_URL name ${there}, with its password, wherever Threadline is started.`,
    ...(isSealed ? ["   ENCRYPTION_KEY stays as it is: what was sealed still is."] : []),
    "2. threadline doctor",
    "3. threadline start",
    `Keep ${here} until all is well, then delete it. Were it started again, nothing that was due would leave by itself.`,
  ];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
