import type { PhoneKind } from "../types/numbers.ts";
import type { Work } from "../work.ts";
import { type ApiError, renderApiError } from "./api-error.ts";
import type { DeliveryStatus } from "./types/messages.ts";
import type { TelnyxOutcome } from "./types/misbehaviour.ts";
import type { Message, StoredMedia, World } from "./world.ts";

export interface TransmissionSettings {
  readonly world: World;
  readonly work: Work;
  readonly stepMs: number;
  /** All of what goes along; null: it can't be had. */
  readonly fetchMedia: (urls: readonly string[]) => Promise<readonly StoredMedia[] | null>;
  /** Told after every change of a message that is reported. */
  readonly changed: (message: Message) => void;
  /** Told when a message is on the phone and nobody reports it. */
  readonly arrived: (message: Message) => void;
}

/** The way from the API to the phone. */
export interface Transmission {
  enqueue(message: Message, outcome: TelnyxOutcome | null): void;
}

const failures: Partial<Record<PhoneKind, string>> = {
  landline: "40001",
  unreachable: "40008",
  blocked: "40004",
  unknown: "40012",
  filtered: "40002",
};

/** Makes the way. */
export function createTransmission(settings: TransmissionSettings): Transmission {
  const { work, stepMs } = settings;
  return {
    enqueue(message, outcome) {
      if (outcome?.kind === "stuck") return;
      work.later(stepMs, () => {
        if (message.mediaUrls.length === 0) transmit(settings, message, outcome);
        else void work.during(transmitFetched(settings, message, outcome));
      });
    },
  };
}

async function transmitFetched(
  settings: TransmissionSettings,
  message: Message,
  outcome: TelnyxOutcome | null,
): Promise<void> {
  const fetched = await settings.fetchMedia(message.mediaUrls);
  if (fetched === null) return finalize(settings, message, "sending_failed", { code: "40317" });
  message.media = fetched;
  transmit(settings, message, outcome);
}

function transmit(settings: TransmissionSettings, message: Message, outcome: TelnyxOutcome | null): void {
  if (outcome?.kind === "fail" && (outcome.status === "sending_failed" || outcome.status === "expired")) {
    finalize(settings, message, outcome.status, outcome);
    return;
  }
  message.sentAt = settings.world.now();
  message.status = "sent";
  settings.changed(message);
  settings.work.later(settings.stepMs, () => arrive(settings, message, outcome));
}

function arrive(settings: TransmissionSettings, message: Message, outcome: TelnyxOutcome | null): void {
  const { kind } = settings.world.phone(message.to);
  if (outcome?.kind === "fail") {
    finalize(settings, message, outcome.status ?? "delivery_failed", outcome);
    return;
  }
  const code = failures[kind];
  if (code !== undefined) {
    finalize(settings, message, "delivery_failed", { code });
    return;
  }
  message.arrived = true;
  if (outcome?.kind === "silent") settings.arrived(message);
  else finalize(settings, message, kind === "silent" ? "delivery_unconfirmed" : "delivered", null);
}

function finalize(
  settings: TransmissionSettings,
  message: Message,
  status: DeliveryStatus,
  error: Pick<ApiError, "code" | "title"> | null,
): void {
  message.status = status;
  message.errors =
    error === null
      ? []
      : [renderApiError({ code: error.code, ...(error.title === undefined ? {} : { title: error.title }) })];
  message.completedAt = settings.world.now();
  settings.changed(message);
}
