/** The store as a database of PostgreSQL's: a connection that writes, one that reads beside it, and one for the lead while we have it. */
import { hostname } from "node:os";
import type { Store, Term } from "../../bridge/contracts/store/store.ts";
import { AppError } from "../../domain/errors.ts";
import { canAppRead, checkKeys, noteKeysOfApp } from "../keys-in-use.ts";
import { createEnqueuedJournal } from "../queries/enqueued.ts";
import { holdsSealed } from "../queries/sealed-values.ts";
import { createSealer } from "../seal.ts";
import type { StoreOptions } from "../store-options.ts";
import { createWriter } from "../writer.ts";
import { explainFailure } from "./failure.ts";
import { readHolder, takeTerm } from "./lead.ts";
import { prepare } from "./prepare.ts";
import { createReads } from "./reads.ts";
import { createSavepoints } from "./savepoints.ts";
import { createSession } from "./session.ts";

/** Several stores of one process are told apart as well. */
let opened = 0;

/** @throws AppError `database` when it can't be used, with what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { database: url, keys, onStatement = () => {}, createClient } = options;
  const sealer = createSealer(keys);
  opened += 1;
  const name = `threadline ${hostname()}:${process.pid}.${opened}`.slice(0, 63);
  const enqueued = createEnqueuedJournal();
  const own = { url, name, createClient };
  const shared = { ...own, onStatement, around: { sealer, enqueued } };
  const [writing, reading] = [createSession(shared), createSession(shared)];
  let term: Omit<Term, "store"> | null = null;
  const fence = {
    get number() {
      return term === null || term.lost.aborted ? null : term.number;
    },
    fail: () => void term?.leave(),
  };
  const savepoints = createSavepoints(writing, fence, enqueued.hasNews, onStatement);
  const reads = createReads(reading);
  const writer = createWriter(savepoints, {
    standing: () => {},
    committed: enqueued.tell,
    lost: enqueued.forget,
  });

  /** @param number only while this lead is held; null: whoever has it. */
  const transaction =
    (number: number | null): Store["transaction"] =>
    (work, when) =>
      writer.transaction(() => {
        if (number !== null && savepoints.leadNumber() !== number)
          throw new AppError("lead", "Another instance has taken over the work.");
        return enqueued.during(() => work(savepoints.opened().tx));
      }, when);

  const store: Store = {
    lead: {
      isShared: true,
      take: async () => {
        const taken = await takeTerm(own);
        if (taken === null) return null;
        term = taken;
        return { ...taken, store: { ...store, transaction: transaction(taken.number) } };
      },
      holder: async () => readHolder((await reading.open()).client, fence.number),
    },
    transaction: transaction(null),
    readBy: (reader) =>
      enqueued.readBy(
        reader && {
          ...reader,
          // What is claimed with it is so only under the lead that this transaction has seen.
          promises: (job) => savepoints.leadNumber() !== null && reader.promises(job),
        },
      ),
    read: reads.read,
    counts: writer.counts,
    sealing: sealer.sealing,
    appBegins: () => store.transaction((tx) => noteKeysOfApp(tx.settings, sealer)),
    appCanRead: () => store.read((tx) => canAppRead(tx.settings, sealer)),
    backup: async () => {
      throw new AppError("refused", "PostgreSQL's own pg_dump makes the copy.");
    },
    sweep: async () => {
      await writer.idle();
    },
    close: async () => {
      await writer.idle();
      await reads.idle();
      await term?.leave();
      await Promise.all([writing.close(), reading.close()]);
    },
  };

  try {
    const { client, connected } = await writing.open();
    await prepare(client, options.tables, own);
    await store.transaction((tx) =>
      checkKeys(tx.settings, sealer, (prefix) => holdsSealed(connected, prefix)),
    );
    return store;
  } catch (error) {
    await Promise.all([writing.close(), reading.close()]).catch(() => {});
    throw explainFailure(error, url);
  }
}
