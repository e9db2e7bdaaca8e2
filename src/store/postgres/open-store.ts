/** The store as a database of PostgreSQL's: a connection that writes, one that reads beside it, and one for the lead while we have it. */
import type { Store, Term } from "../../bridge/contracts/store/store.ts";
import { AppError } from "../../domain/errors.ts";
import { canAppRead, checkKeys, noteKeysOfInstance } from "../keys-in-use.ts";
import { refuseMoved } from "../move-mark.ts";
import { createEnqueuedJournal } from "../queries/enqueued.ts";
import { holdsSealed } from "../queries/sealed-values.ts";
import { createSealer } from "../seal.ts";
import type { StoreOptions } from "../store-options.ts";
import { createWriter } from "../writer.ts";
import { clientName } from "./client.ts";
import { explainFailure } from "./failure.ts";
import { createLead, readHolder } from "./lead.ts";
import { forgetWriters } from "./lost-commit.ts";
import { refuseShared } from "./pooler.ts";
import { prepare } from "./prepare.ts";
import { createReads } from "./reads.ts";
import { createSavepoints } from "./savepoints.ts";
import { connectedOf } from "./server-facts.ts";
import { createSession } from "./session.ts";
import { sweep } from "./sweep.ts";

/** @throws AppError `database` when it can't be used, with what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { database: url, keys, onStatement = () => {}, createClient } = options;
  const sealer = createSealer(keys ?? []);
  const enqueued = createEnqueuedJournal();
  const own = { url, name: clientName(options.heartbeat === true ? "instance" : "command"), createClient };
  const shared = { ...own, onStatement, around: { sealer, enqueued } };
  const [writing, reading] = [createSession(shared), createSession(shared)];
  const lead = createLead({ ...own, patience: options.patience });
  const savepoints = createSavepoints(writing, own.name, lead, enqueued.hasNews, onStatement);
  const reads = createReads(reading);
  const writer = createWriter(savepoints, {
    standing: () => {},
    committed: enqueued.tell,
    lost: enqueued.forget,
  });

  /** @param term only while this one lasts, whatever number the next one has; null: whoever leads. */
  const transaction =
    (term: Pick<Term, "number" | "lost"> | null): Store["transaction"] =>
    (work, when) =>
      writer.transaction(() => {
        if (term !== null && (term.lost.aborted || savepoints.leadNumber() !== term.number))
          throw new AppError("lead", "Another instance has taken over the work.");
        return enqueued.during(() => work(savepoints.opened().tx));
      }, when);

  const store: Store = {
    lead: {
      isShared: true,
      patience: lead.patience,
      isLost: () => false,
      name: own.name,
      take: async () => {
        const taken = await lead.take();
        if (taken === null) return null;
        const isLost = () => taken.lost.aborted;
        return {
          ...taken,
          store: { ...store, lead: { ...store.lead, isLost }, transaction: transaction(taken) },
        };
      },
      holder: async () => readHolder((await reading.open()).client, lead),
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
    appBegins: async () => {
      await forgetWriters((await writing.open()).client);
      await store.transaction(async (tx) => {
        await refuseMoved(tx.settings);
        const { client } = savepoints.opened();
        await noteKeysOfInstance(tx.settings, sealer, own.name, (names) => connectedOf(client, names));
      });
    },
    appCanRead: () => store.read((tx) => canAppRead(tx.settings, sealer)),
    backup: async () => {
      throw new AppError("refused", "PostgreSQL's own pg_dump makes the copy.");
    },
    sweep: async (use) => {
      await writer.idle();
      await sweep(own, use);
    },
    close: async () => {
      await writer.idle();
      await reads.idle();
      await lead.close();
      await Promise.all([writing.close(), reading.close()]);
    },
  };

  try {
    const { client, connected } = await writing.open();
    await refuseShared(client, (await reading.open()).client, url);
    await prepare(client, options.tables, own);
    if (keys !== null)
      await store.transaction((tx) =>
        checkKeys(tx.settings, sealer, (prefix) => holdsSealed(connected, prefix)),
      );
    return store;
  } catch (error) {
    await Promise.all([writing.close(), reading.close()]).catch(() => {});
    throw explainFailure(error, url);
  }
}
