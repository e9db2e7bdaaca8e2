/** Whether each text of a member's shows what our rows say of it: above all that of an unknown one nobody knows more. */
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { OurReply } from "./our-rows.ts";
import { marksOn } from "./verdict-counts.ts";

const marks: readonly (readonly [state: string, mark: string])[] = [
  ["unknown", "question"],
  ["delivered", "white_check_mark"],
];

/** Sentences, one for each that shows something else. */
export function marksThatDiffer(ours: readonly OurReply[], { slack }: Pick<Sandbox, "slack">): string[] {
  return ours.flatMap(({ channel, ts, state }) => {
    const shown = marksOn(slack.control.message(channel, ts));
    const isWrong = marks.some(([of, mark]) => (state === of) !== shown.includes(mark));
    return isWrong ? [`${ts} is ${state} and shows ${shown.join() || "nothing"}`] : [];
  });
}
