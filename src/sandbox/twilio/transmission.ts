import type { MessageStatus } from "../types/messages.ts";
import type { PhoneKind } from "../types/numbers.ts";
import type { Work } from "../work.ts";
import type { Outcome } from "./types/misbehaviour.ts";
import type { Limits } from "./types/stand-in.ts";
import type { Message, StoredMedia, World } from "./world.ts";

export interface TransmissionSettings {
  readonly world: World;
  readonly work: Work;
  readonly limits: Limits | null;
  readonly stepMs: number;
  readonly now: () => Date;
  /** All of what goes along, or the number of the error. */
  readonly fetchMedia: (urls: readonly string[]) => Promise<readonly StoredMedia[] | number>;
  /** Told after every change of a message. */
  readonly changed: (message: Message) => void;
  /** Told when a message is on the phone and nobody reports it. */
  readonly arrived: (message: Message) => void;
}

/** The way from the API to the phone: one queue per number, at the rate of that number. */
export interface Transmission {
  /** Whether the number's queue takes no more. */
  isFull(number: string): boolean;
  /** Puts a message in its number's queue. After `validitySeconds` in it, it is dropped. */
  enqueue(message: Message, outcome: Outcome | null, validitySeconds: number): void;
}

const failures: Partial<Record<PhoneKind, number>> = {
  landline: 30006,
  unreachable: 30003,
  blocked: 30004,
  unknown: 30005,
  filtered: 30007,
};

/** Makes the queues. */
export function createTransmission(settings: TransmissionSettings): Transmission {
  const { limits, work } = settings;
  const freeAt = new Map<string, number>();
  const waitOf = (number: string) => Math.max(0, (freeAt.get(number) ?? 0) - performance.now());

  return {
    isFull: (number) => limits !== null && waitOf(number) > limits.queueSeconds * 1000,
    enqueue(message, outcome, validitySeconds) {
      if (outcome?.kind === "stuck") return;
      const wait = limits === null ? 0 : waitOf(message.from);
      if (wait > validitySeconds * 1000) {
        work.later(validitySeconds * 1000, () => update(settings, message, "failed", 30001));
        return;
      }
      if (limits !== null) {
        const takes = (message.segments * 1000) / limits.segmentsPerSecond;
        freeAt.set(message.from, performance.now() + wait + takes);
      }
      work.later(wait + settings.stepMs, () => {
        if (message.mediaUrls.length === 0) transmit(settings, message, outcome);
        else void work.during(transmitFetched(settings, message, outcome));
      });
    },
  };
}

async function transmitFetched(
  settings: TransmissionSettings,
  message: Message,
  outcome: Outcome | null,
): Promise<void> {
  const fetched = await settings.fetchMedia(message.mediaUrls);
  if (typeof fetched === "number") return update(settings, message, "failed", fetched);
  message.media = fetched;
  transmit(settings, message, outcome);
}

function transmit(settings: TransmissionSettings, message: Message, outcome: Outcome | null): void {
  if (outcome?.kind === "fail" && outcome.status === "failed") {
    update(settings, message, "failed", outcome.code);
    return;
  }
  message.sentAt = settings.now();
  update(settings, message, "sent", null);
  settings.work.later(settings.stepMs, () => arrive(settings, message, outcome));
}

function arrive(settings: TransmissionSettings, message: Message, outcome: Outcome | null): void {
  const { kind } = settings.world.phone(message.to);
  const code = outcome?.kind === "fail" ? outcome.code : failures[kind];
  message.arrived = code === undefined;
  if (code !== undefined) update(settings, message, "undelivered", code);
  else if (kind !== "silent" && outcome?.kind !== "silent") update(settings, message, "delivered", null);
  else settings.arrived(message);
}

function update(
  settings: TransmissionSettings,
  message: Message,
  status: MessageStatus,
  code: number | null,
): void {
  message.status = status;
  message.errorCode = code;
  message.updatedAt = settings.now();
  settings.changed(message);
}
