/** What a text waits for, as it is written down. */
import type { WaitReason } from "../../domain/wait.ts";
import type { Message } from "../contracts/store/messages.ts";

export type Wait = Pick<Message, "state" | "waitsFor" | "waitReason" | "waitingSince" | "notBefore">;

export const noWait: Omit<Wait, "state"> = {
  waitsFor: null,
  waitReason: null,
  waitingSince: null,
  notBefore: null,
};

export const queued: Wait = { state: "queued", ...noWait };

/** It is being handed over. A time that was chosen for it still says whether it is late, should the carrier put it off. */
export function sending({ notBefore, waitReason }: Pick<Message, "notBefore" | "waitReason">): Wait {
  return { ...noWait, state: "sending", notBefore: waitReason === "hold" ? null : notBefore };
}

/** @param until milliseconds since 1970. */
export function held(until: number): Wait {
  return { ...noWait, state: "waiting", waitsFor: "time", waitReason: "hold", notBefore: until };
}

/** @param at milliseconds since 1970: a time that was chosen. */
export function scheduled(at: number): Wait {
  return { ...noWait, state: "waiting", waitsFor: "time", waitReason: "scheduled", notBefore: at };
}

/** It does not leave without a person's word; after a day it is given up. */
export function waitingForPerson(reason: WaitReason, now: number): Wait {
  return { ...noWait, state: "waiting", waitsFor: "person", waitReason: reason, waitingSince: now };
}
