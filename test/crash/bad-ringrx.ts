/**
 * A RingRx on which nobody can rely: of its answers some get lost, callbacks do not get there or come twice, tokens end early. It tells
 * nothing of what became of a text, and shows no list: whatever answer is lost leaves a text unknown, also one that arrived.
 */
import type { RrxMisbehaviour } from "../../src/sandbox/ringrx/types/misbehaviour.ts";
import { type CrashCarrier, perSecond } from "./crash-carrier.ts";
import { spoilSends, spoilSome, wrongAnswers } from "./spoil.ts";

type Wrong = Pick<RrxMisbehaviour, "kind" | "ms" | "status" | "body">;

const callbackWrongs: readonly Wrong[] = [
  { kind: "fail" },
  { kind: "dropAnswer" },
  { kind: "dropAnswer" },
  { kind: "duplicate" },
  { kind: "delay", ms: 300 },
];

/** After so many texts, all that were let in have to show their keys again: more than leave at the same time, so that nobody has to twice for one. */
const textsToAToken = 25;

export const badRingRx: CrashCarrier = {
  // Whether RingRx tells again what was not taken, its pages don't say. If it does not, what comes while nobody listens is in Slack's threads never,
  // and there would be nothing to judge: here it does, for as long as an app needs to start.
  sandbox: { ringrx: { retries: Number.POSITIVE_INFINITY } },
  environment: { RINGRX_TEXTS_PER_SECOND: String(perSecond) },
  marksDelivered: "never",
  isHeardSoon: true,
  misbehave({ ringrx: { control } }, random, { texts, replies, kills }) {
    spoilSome(random, texts, callbackWrongs, (wrong) => control.misbehave({ match: "callback", ...wrong }));
    // Nobody is let in, and nothing leaves: until it is asked again.
    spoilSome(random, kills * 4, wrongAnswers, (wrong) => control.misbehave({ match: "token", ...wrong }));
    const doubtful = spoilSends(random, replies, (wrong) => control.misbehave({ match: "send", ...wrong }));
    let taken = 0;
    control.subscribe((event) => {
      if (event.type !== "call" || event.call.to === null || event.call.status !== 200) return;
      taken += 1;
      if (taken % textsToAToken === 0) control.expireTokens();
    });
    return { end: async () => doubtful };
  },
};
