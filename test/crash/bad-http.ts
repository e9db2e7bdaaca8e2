/** A small carrier on which nobody can rely: of its answers some get lost, of its callbacks some come twice, wrongly signed or as nonsense. */
import type { HttpMisbehaviour } from "../../src/sandbox/http/types/misbehaviour.ts";
import { type CrashCarrier, perSecond } from "./crash-carrier.ts";
import { spoilSends, spoilSome } from "./spoil.ts";

type Wrong = Pick<HttpMisbehaviour, "kind" | "ms" | "status" | "body">;

const callbackWrongs: readonly Wrong[] = [
  { kind: "fail" },
  { kind: "dropAnswer" },
  { kind: "duplicate" },
  { kind: "delay", ms: 300 },
  { kind: "garble", body: '{"messages":' },
  { kind: "forge" },
  { kind: "unsigned" },
  { kind: "stale" },
];

export const badHttp: CrashCarrier = {
  // However long an app needs to start, what it has not heard is not given up.
  sandbox: { http: { tries: Number.POSITIVE_INFINITY } },
  directory: (directory) => directory.replace(/texts_per_second: \d+/, `texts_per_second: ${perSecond}`),
  marksDelivered: "always",
  misbehave({ http: { control } }, random, { texts, replies }) {
    spoilSome(random, texts, callbackWrongs, (wrong) => control.misbehave({ match: "inbound", ...wrong }));
    spoilSome(random, replies * 2, callbackWrongs, (wrong) =>
      control.misbehave({ match: "status", ...wrong }),
    );
    const doubtful = spoilSends(random, replies, (wrong) => control.misbehave({ match: "send", ...wrong }));
    return { end: async () => doubtful };
  },
};
