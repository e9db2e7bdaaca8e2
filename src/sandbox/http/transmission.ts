/** The way of a text from the API to the phone, and what is reported of it. */
import type { MessageStatus } from "../types/messages.ts";
import type { PhoneKind } from "../types/numbers.ts";
import type { Work } from "../work.ts";
import type { HttpOutcome } from "./types/misbehaviour.ts";
import type { Message, StoredMedia, World } from "./world.ts";

export interface TransmissionSettings {
  readonly world: World;
  readonly work: Work;
  readonly stepMs: number;
  /** All of what goes along, or the word for why not. */
  readonly fetchMedia: (urls: readonly string[]) => Promise<readonly StoredMedia[] | string>;
  /** Told after every change of a text. `reported`: the app is to hear of it. */
  readonly changed: (message: Message, reported: boolean) => void;
}

export type Transmit = (message: Message, outcome: HttpOutcome | null) => void;

interface Ending {
  readonly word: string;
  readonly error: string;
}

const endings: Partial<Record<PhoneKind, Ending>> = {
  landline: { word: "undeliverable", error: "landline" },
  unreachable: { word: "expired", error: "absent" },
  blocked: { word: "rejected", error: "blocked" },
  unknown: { word: "undeliverable", error: "unknown_number" },
  filtered: { word: "rejected", error: "spam" },
};

export function createTransmit(settings: TransmissionSettings): Transmit {
  const { work, stepMs } = settings;
  return (message, outcome) => {
    if (outcome?.kind === "stuck") return;
    work.later(stepMs, () => void work.during(transmit(settings, message, outcome)));
  };
}

async function transmit(
  settings: TransmissionSettings,
  message: Message,
  outcome: HttpOutcome | null,
): Promise<void> {
  if (message.mediaUrls.length > 0) {
    const fetched = await settings.fetchMedia(message.mediaUrls);
    if (typeof fetched === "string") return end(settings, message, { word: "rejected", error: fetched });
    message.media = fetched;
  }
  message.sentAt = settings.world.now();
  become(settings, message, "sent", "sent");
  settings.work.later(settings.stepMs, () => arrive(settings, message, outcome));
}

function arrive(settings: TransmissionSettings, message: Message, outcome: HttpOutcome | null): void {
  const kind = settings.world.kindOf(message.to);
  const ending =
    outcome?.kind === "fail"
      ? { word: outcome.status ?? "undeliverable", error: outcome.code }
      : endings[kind];
  message.arrived = ending === undefined;
  if (ending !== undefined) end(settings, message, ending);
  else if (kind === "silent" || outcome?.kind === "silent") settings.changed(message, false);
  else become(settings, message, "delivered", "delivered");
}

function end(settings: TransmissionSettings, message: Message, { word, error }: Ending): void {
  message.error = error;
  become(settings, message, "undelivered", word);
}

function become(settings: TransmissionSettings, message: Message, status: MessageStatus, word: string): void {
  message.status = status;
  message.word = word;
  settings.changed(message, true);
}
