/** Its author says that a text may leave after all. It is judged again, with what they agreed to: other reasons still hold it back. */
import type { Choice } from "../domain/choice.ts";
import type { WaitReason } from "../domain/wait.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { aboutOf, type Choosing, type Decision } from "./choosing.ts";
import { considerReply } from "./consider-reply.ts";

const agreement: Partial<Record<Choice, WaitReason>> = {
  send_anyway: "mention",
  send_text_only: "files",
  send_there: "former",
};

export async function sendWaiting(bridge: Bridge, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { scene, notice, message, user } = choosing;
  const place = aboutOf(notice);
  const reply = place === null ? null : await tx.replies.find(place);
  if (place === null || reply === null) return gone;
  if (reply.deletedAt !== null)
    return { sentence: ["This message was deleted, so it will not be sent."], decided: true };
  if (message !== null && message.state !== "waiting") {
    return { sentence: ["This text does not wait any more."], decided: true };
  }
  const considered = await considerReply(bridge, tx, scene, {
    place,
    author: notice.kind === "private" ? (reply.authorUser ?? user) : user,
    text: reply.text,
    kind: reply.kind,
    mentions: reply.mentions,
    files: reply.files,
    thread: "current",
    writtenAt: bridge.now(),
    tooLate: false,
    agreed: agreedBy(notice.choices, message?.waitReason ?? null),
    message,
  });
  if (considered.verdict.kind === "text") return { sentence: ["It is on its way."], decided: true };
  return { sentence: considered.explained?.sentence ?? ["This stays with the team."], decided: true };
}

const gone: Decision = { sentence: ["The message this was about is not known any more."], decided: true };

/** What pressing says yes to: what was asked, and all that was agreed to before. */
function agreedBy(choices: readonly Choice[], waited: WaitReason | null): ReadonlySet<WaitReason> {
  const asked = choices.flatMap((choice) => agreement[choice] ?? []);
  return new Set<WaitReason>([...asked, ...(waited === null ? [] : [waited]), "late", "former"]);
}
