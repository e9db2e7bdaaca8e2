import { and, asc, eq, gt, gte, lt, or } from "drizzle-orm";
import type { LocalLog, LocalLogs } from "../../bridge/contracts/store/local-logs.ts";
import { localLogs } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

type Row = typeof localLogs.$inferSelect;

export function createLocalLogs({ db, sealer }: Connected): LocalLogs {
  const read = ({ sealedSubject, sealedBody, ...row }: Row): LocalLog => ({
    ...row,
    subject: sealer.open(sealedSubject),
    body: sealer.open(sealedBody),
  });

  return {
    put: async ({ subject, body, ...log }: LocalLog) => {
      const row = { ...log, sealedSubject: sealer.seal(subject), sealedBody: sealer.seal(body) };
      await db.insert(localLogs).values(row).onConflictDoUpdate({ target: localLogs.key, set: row });
    },
    between: async (from, to, after, limit): Promise<LocalLog[]> => {
      const behind =
        after === null
          ? undefined
          : or(
              gt(localLogs.startedAt, after.startedAt),
              and(eq(localLogs.startedAt, after.startedAt), gt(localLogs.key, after.key)),
            );
      const rows = await db
        .select()
        .from(localLogs)
        .where(and(gte(localLogs.startedAt, from), lt(localLogs.startedAt, to), behind))
        .orderBy(asc(localLogs.startedAt), asc(localLogs.key))
        .limit(limit);
      return rows.map(read);
    },
  };
}
