/**
 * A Telnyx on which nobody can rely: of its answers some get lost, webhooks do not get there, come twice as the same event or as another,
 * what became of a text is told in any order, and its records can't be had at times.
 */
import type { TelnyxMisbehaviour } from "../../src/sandbox/telnyx/types/misbehaviour.ts";
import { type CrashCarrier, perSecond } from "./crash-carrier.ts";
import { nothing, spoilSends, spoilSome, wrongAnswers } from "./spoil.ts";

type Wrong = Pick<TelnyxMisbehaviour, "kind" | "ms" | "status" | "body">;

const eventWrongs: readonly Wrong[] = [
  { kind: "fail" },
  { kind: "dropAnswer" },
  { kind: "dropAnswer" },
  { kind: "duplicate" },
  { kind: "reissue" },
  { kind: "delay", ms: 300 },
];

/** Texts of one phone come one after the other; reports may overtake each other. */
const reportWrongs: readonly Wrong[] = [...eventWrongs, { kind: "reorder" }];

export const badTelnyx: CrashCarrier = {
  environment: { TELNYX_TEXTS_PER_SECOND: String(perSecond) },
  marksDelivered: "always",
  isHeardSoon: true,
  isAskedAtStart: true,
  misbehave({ telnyx: { control } }, random, { texts, replies, kills }) {
    spoilSome(random, texts, eventWrongs, (wrong) => {
      control.misbehave({ match: "inbound", ...wrong });
      // It is tried three times: what an app that lives never hears of can't be put in order.
      if (wrong.kind === "fail") control.misbehave({ match: "inbound", ...nothing });
    });
    spoilSome(random, replies * 2, reportWrongs, (wrong) => control.misbehave({ match: "status", ...wrong }));
    for (const match of ["records", "retrieve"] as const)
      spoilSome(random, kills * 4, wrongAnswers, (wrong) => control.misbehave({ match, ...wrong }));
    const doubtful = spoilSends(random, replies, (wrong) => control.misbehave({ match: "send", ...wrong }));
    return {
      async end() {
        control.clearMisbehaviour();
        return doubtful;
      },
    };
  },
};
