/** Whose texts may be answered twice, with what members set of their auto-reply at the desk. */
import { autoReplyInForce } from "../../domain/auto-reply.ts";
import type { Directory } from "../../domain/directory.ts";
import { type Answerer, doubleAnswers } from "../../domain/double-answers.ts";
import type { Finding } from "../../domain/finding.ts";
import type { Username } from "../../domain/ids.ts";
import { isEmptyText } from "../../domain/plain-text.ts";
import type { Store } from "../contracts/store/store.ts";

/** @param store null: there is none yet, and nobody has set anything */
export async function findDoubleAnswers(
  store: Store | null,
  directory: Directory,
  carriers: readonly Answerer[],
): Promise<readonly Finding[]> {
  const on = new Set<Username>();
  for (const member of directory.members) {
    const chosen = (await store?.read((tx) => tx.autoReplies.chosenBy(member.username))) ?? null;
    const reply = autoReplyInForce(member, chosen);
    if (reply?.on === true && !isEmptyText(reply.text)) on.add(member.username);
  }
  return doubleAnswers(directory, carriers, ({ username }) => on.has(username));
}
