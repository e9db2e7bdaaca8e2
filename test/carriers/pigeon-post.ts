/** A carrier that nobody has: what a new one's folder would hold, handed to the house as the registry would. */
import type { Carrier, OutgoingSms } from "../../src/bridge/contracts/carrier.ts";
import type { CarrierEvent } from "../../src/bridge/contracts/carrier-events.ts";
import { type CarrierDefinition, defineCarrier } from "../../src/carriers/define-carrier.ts";
import type { Address, CarrierCursor, CarrierMessageId, E164 } from "../../src/domain/ids.ts";
import { secret } from "../../src/lib/environment-fields.ts";

export interface PigeonPost {
  readonly definition: CarrierDefinition;
  /** What it carried for us. */
  readonly carried: OutgoingSms[];
  /** What it tells when it is asked what came. */
  readonly waiting: CarrierEvent[];
  /** The cursors with which it was asked. */
  readonly cursors: (CarrierCursor | null)[];
  /** It is asked what came, and answers behind this. */
  held: Promise<void> | null;
}

export interface Pigeon {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

export function textOf({ id, from, to, body }: Pigeon): CarrierEvent {
  const ids = { carrierMessageId: id as CarrierMessageId, from: from as Address, to: to as E164 };
  return { kind: "text", ...ids, body, media: [], receivedAt: null };
}

export function createPigeonPost(): PigeonPost {
  const carried: OutgoingSms[] = [];
  const waiting: CarrierEvent[] = [];
  const cursors: (CarrierCursor | null)[] = [];
  const bird: { held: Promise<void> | null } = { held: null };

  function createCarrier(ring: string): Carrier {
    const answer = (status: number) => ({ status, headers: {}, body: "" });
    return {
      name: "pigeon",
      answerWithin: 500,
      capabilities: { maxText: 100, media: null, textsPerSecond: 1, answers: () => false },
      readWebhook: (_, { headers, body }) =>
        headers["x-ring"] === ring
          ? { reply: answer(204), events: [textOf(JSON.parse(body.toString()) as Pigeon)] }
          : { reply: answer(403), events: [] },
      async send(sms) {
        carried.push(sms);
        const carrierMessageId = `out ${carried.length}` as CarrierMessageId;
        return { kind: "accepted", carrierMessageId, state: "accepted" };
      },
      async catchUp({ cursor }) {
        cursors.push(cursor);
        await bird.held;
        const next = `flight ${cursors.length}` as CarrierCursor;
        return { events: cursor === null ? [] : waiting, next };
      },
      verify: async () => [],
    };
  }

  const definition = defineCarrier({
    name: "pigeon",
    title: "Pigeon Post",
    variables: { PIGEON_RING: secret() },
    missing: ({ PIGEON_RING }) => (PIGEON_RING === undefined ? ["PIGEON_RING is missing; ask a bird."] : []),
    configure: ({ PIGEON_RING: ring }) => (ring === null ? null : { ring }),
    create: ({ ring }) => createCarrier(ring),
  });
  return Object.assign(bird, { definition, carried, waiting, cursors });
}
