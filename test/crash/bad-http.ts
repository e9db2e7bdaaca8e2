/** A small carrier on which nobody can rely: answers get lost, callbacks come twice, wrongly signed or as nonsense, until it is told to stop. */
import type { HttpStandIn } from "../../src/sandbox/http/types/stand-in.ts";
import { pause } from "./pause.ts";
import type { Random } from "./random.ts";

type Control = HttpStandIn["control"];

const callbacks = ["inbound", "status"] as const;
const wrongs = [
  { kind: "fail" },
  { kind: "dropAnswer" },
  { kind: "duplicate" },
  { kind: "delay", ms: 300 },
  { kind: "garble", body: '{"messages":' },
  { kind: "forge" },
  { kind: "unsigned" },
  { kind: "stale" },
] as const;

/** Of these the app knows what became of a text: at once, or by a report that says so with our id. */
const harmless: readonly ((control: Control, random: Random) => void)[] = [
  (control, random) => {
    const [match, wrong] = [random.pick(callbacks), random.pick(wrongs)];
    if (match !== undefined && wrong !== undefined)
      control.misbehave({ match, times: random.between(1, 3), ...wrong });
  },
  (control) => control.misbehave({ match: "status", kind: "reorder" }),
  (control) => control.misbehave({ match: "send", kind: "delay", ms: 300 }),
  (control) => control.misbehave({ match: "send", kind: "dropAnswer" }),
  (control) => control.misbehave({ match: "send", kind: "garble", body: "<html>" }),
  (control) => control.setOutcome({ outcome: { kind: "busy", seconds: 1 } }),
];

/** Of these nobody ever hears. */
const harmful = [{ kind: "fail", status: 0 }, { kind: "fail" }] as const;

/** Resolves once it behaves again, with how many texts it may have brought into doubt. */
export async function httpMisbehaves(
  { control }: HttpStandIn,
  random: Random,
  isOver: () => boolean,
): Promise<number> {
  let doubtful = 0;
  while (!isOver()) {
    if (random.next() < 0.9) random.pick(harmless)?.(control, random);
    else {
      const wrong = random.pick(harmful);
      if (wrong !== undefined) control.misbehave({ match: "send", ...wrong });
      doubtful += 1;
    }
    await pause(random.between(100, 500));
  }
  control.clearMisbehaviour();
  return doubtful;
}
