/**
 * How decisions are written down in PostgreSQL: serializable, so that what two instances decide at the same time is as if one had
 * decided after the other. Each transaction says at its beginning whether this process has the lead; the row that says so stays locked until
 * its end, so that nobody takes the lead over in between.
 */
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { AppError } from "../../domain/errors.ts";
import type { Savepoints } from "../writer.ts";
import { isGone, isMeeting } from "./failure.ts";
import type { Opened, Session } from "./session.ts";

export interface Fence {
  /** The number of the lead that this process took last; null: none, or it was lost. */
  readonly number: number | null;
  /** Another one has taken it. */
  fail(): void;
}

export interface PostgresSavepoints extends Savepoints {
  /** Where the transaction that is open is. */
  opened(): Opened;
  /** The lead that this process has, as the open transaction knows; null: none. */
  leadNumber(): number | null;
}

/** How long the server is waited for that would say whether a commit was written. Milliseconds. */
const settledWithin = 60_000;
const lookEvery = 200;

/** @param news whether others are to be told that something may be due. */
export function createSavepoints(
  session: Session,
  fence: Fence,
  news: () => boolean,
  onStatement: (sql: string) => void,
): PostgresSavepoints {
  let current: (Opened & { readonly transaction: string }) | null = null;
  let number: number | null = null;

  const opened = (): Opened => {
    if (current === null) throw new Error("no transaction is open");
    return current;
  };
  const order = async (text: string): Promise<void> => {
    onStatement(text);
    await opened().client.query(text);
  };

  async function begin(): Promise<void> {
    const standing = await session.open();
    const asked = fence.number;
    onStatement("BEGIN");
    const answers = (await standing.client.query(
      `begin isolation level serializable;
       select pg_current_xact_id()::text as transaction${asked === null ? "" : ", (select number from lead where id = 1 for share) as number"}`,
    )) as unknown as pg.QueryResult<{ transaction: string; number?: number }>[];
    const { transaction = "", number: inForce } = answers[1]?.rows[0] ?? {};
    current = { ...standing, transaction };
    number = asked !== null && inForce === asked ? asked : null;
    if (asked !== null && number === null) fence.fail();
  }

  async function commit(): Promise<void> {
    const { client, transaction } = current ?? { client: opened().client, transaction: "" };
    const tells = number === null && news();
    onStatement("COMMIT");
    try {
      if (tells) await client.query("select pg_notify('threadline', '')");
      const { command } = await client.query("commit");
      if (command !== "COMMIT") throw new AppError("database", "what was decided could not be written down");
    } catch (error) {
      if (!isGone(error) || !(await wasWritten(transaction))) throw error;
    }
    current = null;
  }

  /** The connection was lost over a commit: whether it is written, the server knows once it is there again. */
  async function wasWritten(transaction: string): Promise<boolean> {
    const until = performance.now() + settledWithin;
    session.drop();
    for (;;) {
      try {
        const { client } = await session.open();
        const { rows } = await client.query<{ status: string | null }>(
          "select pg_xact_status($1::xid8) as status",
          [transaction],
        );
        const status = rows[0]?.status;
        if (status !== "in progress") return status === "committed";
      } catch (error) {
        if (!isGone(error)) throw error;
      }
      if (performance.now() > until)
        throw new AppError(
          "database",
          "PostgreSQL went away while something was written down; whether it was is not known.",
        );
      await pause(lookEvery);
    }
  }

  return {
    begin,
    commit,
    savepoint: () => order("savepoint decision"),
    release: () => order("release decision"),
    undo: () => order("rollback to decision; release decision"),
    endsAll: (error) => isMeeting(error) || isGone(error),
    isPassing: (error) => isMeeting(error) || isGone(error),
    async rollback() {
      const standing = current;
      current = null;
      number = null;
      // Where that fails, the connection is of no more use, and the transaction ends with it.
      await standing?.client.query("rollback").catch(() => session.drop());
    },
    opened,
    leadNumber: () => number,
  };
}
