/** A CRM on which nobody can rely: answers get lost, come late or as nonsense, and calls are refused, until it is told to stop. */
import type { CrmStandIn } from "../../src/sandbox/crm/types/stand-in.ts";
import { pause } from "./pause.ts";
import type { Random } from "./random.ts";

const calls = ["search", "createRecord", "createRecord", "updateRecord", "read"] as const;
const wrongs = [
  { kind: "dropAnswer" },
  { kind: "dropAnswer" },
  { kind: "fail" },
  { kind: "fail", status: 0 },
  { kind: "garble" },
  { kind: "delay", ms: 300 },
] as const;

/** Resolves once it behaves again. */
export async function misbehaves(
  { control }: CrmStandIn,
  random: Random,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const [match, wrong] = [random.pick(calls), random.pick(wrongs)];
    if (match !== undefined && wrong !== undefined) control.misbehave({ match, ...wrong });
    await pause(random.between(50, 300));
  }
  control.clearMisbehaviour();
}
