/**
 * `threadline move`: takes everything from one database into another that is empty. What it was moved from stays as it was, but for a
 * mark: Threadline does not start on it any more.
 */
import type { MoveConfig } from "../config.ts";
import { isPostgresAddress } from "../lib/postgres-address.ts";
import { type Moved, moveDatabase, nameOfDatabase } from "../store/index.ts";
import type { Progress, Terminal } from "./terminal.ts";

/** Resolves with the exit code. @throws AppError with why it can't be moved. */
export async function move(
  { from, to, encryptionKeys: keys }: MoveConfig,
  { say, progress }: Terminal & { readonly progress: Progress },
): Promise<number> {
  const [here, there] = [await nameOfDatabase(from.database), await nameOfDatabase(to.database)];
  say(`From ${here} to ${there}. Each row is two steps: it is copied, then compared.`);
  const show = (done: number, total: number) => progress.show(done, total, "steps");
  const moved = await moveDatabase({ from, to, keys }, show).finally(progress.end);
  if (moved === null) say(`All of it was moved there before; nothing was changed.`);
  else tell(moved, say);
  const newAddress = isPostgresAddress(to.database) ? `${there}, with its password` : there;
  for (const line of whatNext(here, newAddress, keys.length > 0)) say(line);
  return 0;
}

function tell({ tables, digest }: Moved, say: Terminal["say"]): void {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  say(`Moved, and the same on both sides: ${counted(rows, "row")} in ${counted(tables.length, "table")}.`);
  const width = Math.max(0, ...tables.map(({ name }) => name.length));
  for (const table of tables) say(`  ${table.name.padEnd(width)}  ${table.rows.toLocaleString("en")}`);
  say(`SHA-256 of all rows: ${digest}`);
}

function whatNext(here: string, newAddress: string, isSealed: boolean): string[] {
  return [
    "",
    "What to do now:",
    `1. Let DATABASE_URL name ${newAddress}, wherever Threadline is started.`,
    ...(isSealed ? ["   ENCRYPTION_KEY stays as it is: what was sealed still is."] : []),
    "2. threadline doctor",
    "3. threadline start",
    `Keep ${here} until all is well, then delete it. Threadline does not start on it any more, so that no text leaves twice.`,
  ];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
