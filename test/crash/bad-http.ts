/**
 * A small carrier on which nobody can rely: of its answers some get lost, of its callbacks some come twice, wrongly signed or as
 * nonsense. What goes wrong goes by what happens, not by the clock: so it does on a machine of any speed.
 */

import type { HttpMisbehaviour } from "../../src/sandbox/http/types/misbehaviour.ts";
import type { HttpStandIn } from "../../src/sandbox/http/types/stand-in.ts";
import type { Random } from "./random.ts";

type Wrong = Pick<HttpMisbehaviour, "kind" | "ms" | "status" | "body">;

const nothing: Wrong = { kind: "delay", ms: 0 };

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

/** Of these the app knows what became of a text: at once, or by a report that names our id. */
const harmless: readonly Wrong[] = [
  { kind: "delay", ms: 300 },
  { kind: "fail", status: 429 },
  { kind: "dropAnswer" },
  { kind: "dropAnswer" },
  { kind: "garble", body: "<html>" },
  { kind: "garble", status: 502 },
];

/** Of these nobody ever hears. */
const harmful: readonly Wrong[] = [{ kind: "fail", status: 0 }, { kind: "fail" }];

/** What becomes of so many callbacks of each kind, and of so many texts; with how many of these it brings into doubt. */
export function spoil(
  { control }: HttpStandIn,
  random: Random,
  { texts, replies }: { readonly texts: number; readonly replies: number },
): number {
  for (const [match, count] of [
    ["inbound", texts],
    ["status", replies * 2],
  ] as const)
    for (let index = 0; index < count; index += 1)
      control.misbehave({ match, ...pick(random, 0.3, callbackWrongs) });
  let doubtful = 0;
  for (let index = 0; index < replies; index += 1) {
    const isHarmful = random.next() < 0.05;
    control.misbehave({
      match: "send",
      ...(isHarmful ? pick(random, 1, harmful) : pick(random, 0.3, harmless)),
    });
    if (isHarmful) doubtful += 1;
  }
  return doubtful;
}

function pick(random: Random, share: number, wrongs: readonly Wrong[]): Wrong {
  return (random.next() < share ? random.pick(wrongs) : undefined) ?? nothing;
}
