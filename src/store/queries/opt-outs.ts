import { asc, eq, gt, sql } from "drizzle-orm";
import type { OptOuts } from "../../bridge/contracts/store/opt-outs.ts";
import type { Address, MessageId } from "../../domain/ids.ts";
import { type OptOutRow, standingOptOut } from "../../domain/opt-out-ledger.ts";
import { contacts, optOuts } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

type Row = typeof optOuts.$inferSelect;

export function createOptOuts({ db, sealer, prepared }: Connected): OptOuts {
  const read = ({ sealedEvidence, ...row }: Row): OptOutRow => ({
    ...row,
    evidence: sealer.open(sealedEvidence),
  });

  const ofAddress = prepared(() =>
    db
      .select()
      .from(optOuts)
      .where(eq(optOuts.address, sql.placeholder("address")))
      .orderBy(asc(optOuts.id)),
  );

  const rowsOf = async (address: Address): Promise<OptOutRow[]> =>
    (await ofAddress.all({ address })).map(read);

  return {
    add: async ({ evidence, ...row }: Omit<OptOutRow, "id">): Promise<void> => {
      await db.insert(optOuts).values({ ...row, sealedEvidence: sealer.seal(evidence) });
      await db.update(contacts).set({ inLedger: true }).where(eq(contacts.address, row.address));
    },
    noteMessage: async (id: number, messageId: MessageId): Promise<void> => {
      await db.update(optOuts).set({ messageId }).where(eq(optOuts.id, id));
    },
    rowsOf,
    after: async (id: number, limit: number): Promise<OptOutRow[]> => {
      const rows = await db
        .select()
        .from(optOuts)
        .where(gt(optOuts.id, id))
        .orderBy(asc(optOuts.id))
        .limit(limit);
      return rows.map(read);
    },
    erase: async (address: Address): Promise<void> => {
      const rows = await rowsOf(address);
      const lines = [null, ...rows.flatMap(({ line }) => line ?? [])];
      const isOut = lines.some((line) => standingOptOut(rows, line) !== null);
      if (!isOut) await db.delete(optOuts).where(eq(optOuts.address, address));
      else
        await db
          .update(optOuts)
          .set({ by: null, sealedEvidence: sealer.seal(""), messageId: null, confirmationId: null })
          .where(eq(optOuts.address, address));
    },
  };
}
