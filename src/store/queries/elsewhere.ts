import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Elsewhere, WaitingElsewhere } from "../../bridge/contracts/store/elsewhere.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { elsewhere } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

export function createElsewhere({ db, sealer, prepared }: Connected): Elsewhere {
  const same = (carrier: string, id: CarrierMessageId) =>
    and(eq(elsewhere.carrier, carrier), eq(elsewhere.carrierMessageId, id));
  const read = ({
    carrier,
    conversationId,
    sealedEvent,
    receivedAt,
  }: typeof elsewhere.$inferSelect): WaitingElsewhere => ({
    carrier,
    conversationId,
    event: readEvent(sealer.open(sealedEvent)),
    receivedAt,
  });

  const one = prepared(() =>
    db
      .select()
      .from(elsewhere)
      .where(
        and(
          eq(elsewhere.carrier, sql.placeholder("carrier")),
          eq(elsewhere.carrierMessageId, sql.placeholder("id")),
        ),
      ),
  );

  const unrouted = prepared(() =>
    db
      .select()
      .from(elsewhere)
      .where(isNull(elsewhere.conversationId))
      .orderBy(asc(elsewhere.receivedAt), asc(elsewhere.carrier), asc(elsewhere.carrierMessageId)),
  );

  return {
    get: async (carrier, id) => {
      const row = await one.get({ carrier, id });
      return row === undefined ? null : read(row);
    },
    put: async ({ carrier, conversationId, event, receivedAt }) => {
      const now = { conversationId, sealedEvent: sealer.seal(JSON.stringify(event)) };
      await db
        .insert(elsewhere)
        .values({ carrier, carrierMessageId: event.carrierMessageId, receivedAt, ...now })
        .onConflictDoUpdate({ target: [elsewhere.carrier, elsewhere.carrierMessageId], set: now });
    },
    drop: async (carrier, id) => {
      await db.delete(elsewhere).where(same(carrier, id));
    },
    unrouted: async () => (await unrouted.all()).map(read),
  };
}

type Event = WaitingElsewhere["event"];

function readEvent(json: string): Event {
  const { sentAt, ...event } = JSON.parse(json) as Omit<Event, "sentAt"> & { sentAt: string | null };
  return { ...event, sentAt: sentAt === null ? null : new Date(sentAt) };
}
