/** What a text waits for, as it is written down. */
import type { WaitReason } from "../../domain/wait.ts";
import type { Message } from "../../store/messages.ts";

type Wait = Pick<Message, "waitsFor" | "waitReason" | "waitingSince">;

export const noWait: Wait = { waitsFor: null, waitReason: null, waitingSince: null };

export const held = {
  state: "waiting",
  waitsFor: "time",
  waitReason: "hold",
  waitingSince: null,
} as const satisfies Partial<Message>;

/** It does not leave without a person's word; after a day it is given up. */
export function waitingForPerson(reason: WaitReason, now: number) {
  return { state: "waiting", waitsFor: "person", waitReason: reason, waitingSince: now } as const;
}
