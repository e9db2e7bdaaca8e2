/**
 * How decisions are written down in PostgreSQL: serializable, so that what two instances decide at the same time is as if one had
 * decided after the other. Each transaction says at its beginning whether this process has the lead; the row that says so stays locked until
 * its end, so that nobody takes the lead over in between.
 */
import pg from "pg";
import { AppError } from "../../domain/errors.ts";
import type { Savepoints } from "../writer.ts";
import { isGone, isMeeting, isTaken } from "./failure.ts";
import { type Begun, endLeft, noteCommit, wasWritten } from "./lost-commit.ts";
import type { Opened, Session } from "./session.ts";

export interface Fence {
  /** The number of the lead that this process took last; null: none, or it was lost. */
  readonly number: number | null;
  /** Whose it is then. A standby that takes over without what was written last may give the same number to another one. */
  readonly holder: string;
  /** Another one has taken it. */
  fail(): void;
}

export interface PostgresSavepoints extends Savepoints {
  /** Where the transaction that is open is. */
  opened(): Opened;
  /** The lead that this process has, as the open transaction knows; null: none. */
  leadNumber(): number | null;
}

/**
 * The first time they all decide side by side; who met with another one decides anew while nobody else does, so that it comes to an end.
 * A table is locked before the transaction's view of the others begins, which a row can't be.
 */
const beside = "lock table lead in row share mode";
const alone = "lock table lead in exclusive mode";

/** @param name of this process among all. @param news whether others are to be told that something may be due. */
export function createSavepoints(
  session: Session,
  name: string,
  fence: Fence,
  news: () => boolean,
  onStatement: (sql: string) => void,
): PostgresSavepoints {
  let current: (Opened & Begun) | null = null;
  let number: number | null = null;
  let isBeside = true;
  let commits = 0;
  /** Begun on a connection that was lost since. */
  let left: string | null = null;

  const opened = (): Opened & Begun => {
    if (current === null) throw new Error("no transaction is open");
    return current;
  };
  const order = async (text: string): Promise<void> => {
    onStatement(text);
    await opened().client.query(text);
  };

  async function begin(isAnew: boolean): Promise<void> {
    const standing = await session.open();
    if (left !== null) await endLeft(standing.client, left);
    left = null;
    const asked = fence.number;
    onStatement("BEGIN");
    isBeside = !isAnew;
    // Whatever fails from here on is undone on this connection.
    commits += 1;
    current = { ...standing, transaction: "", commit: commits };
    const answers = (await standing.client.query(
      `begin isolation level serializable; ${isAnew ? alone : beside};
       select pg_current_xact_id()::text as transaction${asked === null ? "" : `, (select number from lead where id = 1 and holder = ${pg.escapeLiteral(fence.holder)} for share) as number`}`,
    )) as unknown as pg.QueryResult<{ transaction: string; number?: number }>[];
    const row = answers.at(-1)?.rows[0];
    if (row === undefined) throw new Error("the transaction that was begun has no number");
    current = { ...standing, transaction: row.transaction, commit: commits };
    number = asked !== null && row.number === asked ? asked : null;
    if (asked !== null && number === null) fence.fail();
  }

  async function commit(): Promise<void> {
    const standing = opened();
    const tells = number === null && news();
    onStatement("COMMIT");
    try {
      const orders = [
        noteCommit(name, standing.commit),
        ...(tells ? ["select pg_notify('threadline', '')"] : []),
      ];
      const answers = await standing.client.query([...orders, "commit"].join("; "));
      const last = [answers].flat().at(-1);
      // What failed before, and was not heard, has undone it all.
      if (last?.command !== "COMMIT")
        throw new AppError("database", "What was decided could not be written down.");
    } catch (error) {
      if (!isGone(error)) throw error;
      session.drop(standing);
      if (!(await wasWritten(session, name, standing))) throw error;
    }
    current = null;
  }

  const isPassing = (error: unknown): boolean =>
    isMeeting(error) || isGone(error) || (isBeside && isTaken(error));

  async function isUndone({ client }: Opened): Promise<boolean> {
    try {
      await client.query("rollback");
      return true;
    } catch {
      return false;
    }
  }

  return {
    blocks: false,
    begin,
    commit,
    savepoint: () => order("savepoint decision"),
    release: () => order("release decision"),
    undo: () => order("rollback to decision; release decision"),
    endsAll: isPassing,
    isPassing,
    async rollback(error) {
      const standing = current;
      current = null;
      number = null;
      if (standing === null) return;
      // Its transaction ends with the connection.
      if (!isGone(error) && (await isUndone(standing))) return;
      session.drop(standing);
      left = standing.transaction === "" ? null : standing.transaction;
    },
    opened,
    leadNumber: () => number,
  };
}
