/** What came of a modal after whoever submitted it was told that it takes longer: in the modal where it is drawn anew, else directly. */
import { wholeAtEnd } from "../../domain/quote.ts";
import { isRecord, type Json, stringIn } from "../../lib/json.ts";
import type { Submission } from "../transport/read-submission.ts";
import type { Submitted, Tools } from "./feature.ts";
import { readSubmitted } from "./read-submitted.ts";

/** Of what was done nothing is said: they were told to look. */
export async function tellLate(
  submission: Submission,
  submitted: Submitted | "failed",
  { bridge, updateModal }: Tools,
): Promise<void> {
  const { user, viewId, title, values, inputs } = submission;
  // One without fields says by now that it takes longer: nothing can be pressed on there.
  const hash = inputs.length === 0 ? null : submission.hash;
  const say = async (what: string): Promise<void> => {
    const sentence = [`“${title}” took longer than usual, and ${what}`, ...typedIn(values)];
    await bridge.tellWhoActed({ user, sentence, about: null });
  };
  if (submitted === "failed")
    return await say("did not work: something went wrong in Threadline. Please try again.");
  const came = readSubmitted(submitted);
  switch (came.kind) {
    case "done":
      return;
    case "closes":
      return await came.closes();
    case "errors":
      return await say(`was not done: ${[...new Set(Object.values(came.errors))].join(" ")}`);
    case "view":
      // Over what they see of it alone: what was pressed on since has another hash.
      if (came.action === "update" && (await updateModal(viewId, hash, came.view))) return;
      return await say(
        "what came of it could not be shown there. Please look whether it was done before you try again.",
      );
  }
}

/** They may have closed it by now, and it is kept nowhere else. */
function typedIn(values: Json): string[] {
  const fields = Object.values(values).flatMap((block) => (isRecord(block) ? Object.values(block) : []));
  const typed = fields.flatMap((field) => {
    if (!isRecord(field) || field.type !== "plain_text_input") return [];
    const words = stringIn(field, "value")?.trim() ?? "";
    return words === "" ? [] : [wholeAtEnd(words)];
  });
  return typed.length === 0 ? [] : [` You had typed: ${typed.join(" ")}`];
}
