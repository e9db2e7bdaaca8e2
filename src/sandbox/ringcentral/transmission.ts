import type { PhoneKind } from "../types/numbers.ts";
import type { Work } from "../work.ts";
import { isOptedOut } from "./consents.ts";
import type { Message, MessageStatus, Recipient } from "./entities.ts";
import type { RcOutcome } from "./types/misbehaviour.ts";
import type { World } from "./world.ts";

export interface TransmissionSettings {
  readonly world: World;
  readonly work: Work;
  readonly stepMs: number;
  /** Told after every change of a text. `reported`: RingCentral's own record of it changed. */
  readonly changed: (message: Message, reported: boolean) => void;
}

/** The way from the API to the phones. */
export type Transmit = (message: Message, outcome: RcOutcome | null) => void;

const failures: Partial<Record<PhoneKind, string>> = {
  landline: "SMS-CAR-411",
  unreachable: "SMS-CAR-412",
  blocked: "SMS-CAR-430",
  unknown: "SMS-CAR-199",
  filtered: "SMS-UP-430",
};

export function createTransmit(settings: TransmissionSettings): Transmit {
  const { world, work, stepMs } = settings;
  const become = (message: Message, recipient: Recipient, status: MessageStatus, code: string | null) => {
    recipient.status = status;
    recipient.errorCode = code;
    world.touch(message);
  };

  function leave(message: Message, outcome: RcOutcome | null): void {
    message.sentAt = world.now();
    for (const recipient of message.to) {
      if (isOptedOut(world, message.from, recipient.number))
        become(message, recipient, "SendingFailed", "SMS-RC-413");
      else if (outcome?.kind === "fail" && outcome.status === "SendingFailed")
        become(message, recipient, "SendingFailed", outcome.code);
      else become(message, recipient, "Sent", null);
    }
    settings.changed(message, true);
    if (message.to.some(({ status }) => status === "Sent"))
      work.later(stepMs, () => arrive(message, outcome));
  }

  function arrive(message: Message, outcome: RcOutcome | null): void {
    let reported = false;
    for (const recipient of message.to) {
      if (recipient.status !== "Sent") continue;
      const { kind } = world.phone(recipient.number);
      const code = outcome?.kind === "fail" ? outcome.code : failures[kind];
      recipient.arrived = code === undefined;
      const isSilent = kind === "silent" || outcome?.kind === "silent";
      if (code !== undefined) become(message, recipient, "DeliveryFailed", code);
      else if (!isSilent) become(message, recipient, "Delivered", null);
      reported ||= code !== undefined || !isSilent;
    }
    settings.changed(message, reported);
  }

  return (message, outcome) => {
    if (outcome?.kind !== "stuck") work.later(stepMs, () => leave(message, outcome));
  };
}
