import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Arrivals, Report, UnroutedText } from "../../bridge/contracts/store/arrivals.ts";
import type { Media } from "../../bridge/contracts/store/messages.ts";
import type { Address, CarrierMessageId, E164 } from "../../domain/ids.ts";
import { reports, unrouted } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { changed } from "./preparing.ts";

export function createArrivals({ db, sealer, prepared }: Connected): Arrivals {
  const sameText = (carrier: string, id: CarrierMessageId) =>
    and(eq(unrouted.carrier, carrier), eq(unrouted.carrierMessageId, id));

  const report = prepared(() =>
    db
      .select()
      .from(reports)
      .where(
        and(
          eq(reports.carrier, sql.placeholder("carrier")),
          eq(reports.carrierMessageId, sql.placeholder("id")),
        ),
      ),
  );

  return {
    findReport: async (carrier: string, id: CarrierMessageId): Promise<Report | null> => {
      return (await report.get({ carrier, id })) ?? null;
    },
    putReport: async (report: Report): Promise<void> => {
      await db
        .insert(reports)
        .values(report)
        .onConflictDoUpdate({ target: [reports.carrier, reports.carrierMessageId], set: report });
    },
    dropReport: async (carrier: string, id: CarrierMessageId): Promise<void> => {
      await db.delete(reports).where(and(eq(reports.carrier, carrier), eq(reports.carrierMessageId, id)));
    },
    dropReportsBefore: async (moment: number, limit: number): Promise<number> => {
      const old = db
        .select({ carrier: reports.carrier, id: reports.carrierMessageId })
        .from(reports)
        .where(lt(reports.receivedAt, moment))
        .limit(limit);
      return changed(
        await db.delete(reports).where(sql`(${reports.carrier}, ${reports.carrierMessageId}) in ${old}`),
      );
    },
    keepUnrouted: async ({ body, media, others, ...text }: UnroutedText): Promise<boolean> => {
      const seal = (list: readonly unknown[]) => (list.length > 0 ? sealer.seal(JSON.stringify(list)) : null);
      const rows = await db
        .insert(unrouted)
        .values({
          ...text,
          sealedBody: sealer.seal(body),
          sealedMedia: seal(media),
          sealedOthers: seal(others),
        })
        .onConflictDoNothing()
        .returning({ id: unrouted.carrierMessageId });
      return rows.length > 0;
    },
    isKept: async (carrier: string, id: CarrierMessageId): Promise<boolean> => {
      const rows = await db
        .select({ id: unrouted.carrierMessageId })
        .from(unrouted)
        .where(sameText(carrier, id));
      return rows.length > 0;
    },
    isAnyKept: async (): Promise<boolean> =>
      (await db.select({ to: unrouted.to }).from(unrouted).limit(1)).length > 0,
    /** A look into the index for each, however many others are kept. */
    keptFor: async (numbers: readonly E164[]): Promise<E164[]> => {
      if (numbers.length === 0) return [];
      const rows = await db
        .selectDistinct({ to: unrouted.to })
        .from(unrouted)
        .where(inArray(unrouted.to, [...numbers]));
      return numbers.filter((number) => rows.some(({ to }) => to === number));
    },
    unroutedTo: async (to: E164): Promise<UnroutedText[]> => {
      const rows = await db
        .select()
        .from(unrouted)
        .where(eq(unrouted.to, to))
        .orderBy(asc(unrouted.receivedAt), asc(unrouted.carrier), asc(unrouted.carrierMessageId));
      return rows.map(({ sealedBody, sealedMedia, sealedOthers, ...row }) => ({
        ...row,
        body: sealer.open(sealedBody),
        media: sealedMedia === null ? [] : (JSON.parse(sealer.open(sealedMedia)) as Media[]),
        others: sealedOthers === null ? [] : (JSON.parse(sealer.open(sealedOthers)) as Address[]),
      }));
    },
    dropUnrouted: async (carrier: string, id: CarrierMessageId): Promise<void> => {
      await db.delete(unrouted).where(sameText(carrier, id));
    },
    unroutedCounts: async (): Promise<{ to: E164 | Address; count: number }[]> => {
      return await db
        .select({ to: unrouted.to, count: sql<number>`count(*)` })
        .from(unrouted)
        .groupBy(unrouted.to);
    },
  };
}
