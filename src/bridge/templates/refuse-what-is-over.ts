/** A conversation that goes on no more in the stretch that a text was filled in for. */
import { partyName, partyOf } from "../../domain/owner.ts";
import { memberName } from "../../domain/people.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { refuse } from "../composing/text-refused.ts";
import { contactLabel, type EpisodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { goesOn } from "../messages/judge.ts";
import { whereItGoesOn } from "../messages/open-again.ts";

/** Where the text stands that would be sent: what becomes of it is said at the end. */
type From = "form" | "drafts";

const orElse: Readonly<Record<From, string>> = {
  form: ", or keep this as a draft.",
  drafts: ". The draft stays.",
};

/** Throws what `orRefused` makes a refusal of. */
export async function refuseWhatIsOver(tx: Tx, around: EpisodeContext, from: From): Promise<void> {
  if (!(await goesOn(tx, around))) refuse("text", ...(await why(tx, around, orElse[from])));
}

async function why(tx: Tx, around: EpisodeContext, otherwise: string): Promise<Sentence> {
  const { episode, conversation, directory, party } = around;
  // Blocking ends it: opening it again would help nothing.
  if (conversation.blockedAt !== null)
    return [
      `${contactLabel(around)} is blocked, so nothing was sent. A manager can unblock the number in its card’s menu.`,
    ];
  const { movedTo, resolvedBy, resolvedAt } = episode;
  if (movedTo !== null) {
    const next = await tx.episodes.whole(movedTo);
    const who = next === null ? "somebody else" : partyName(partyOf(directory, next.conversation.owner));
    return [`This conversation goes on with ${who}, so nothing was sent.`];
  }
  const over = party?.kind === "member" ? "done" : "resolved";
  const when: Sentence = resolvedAt === null ? [] : [" ", { at: resolvedAt }];
  const isOver: Sentence =
    resolvedBy === null
      ? [`This conversation is ${over}`]
      : [`${memberName(directory, resolvedBy)} resolved this conversation`, ...when];
  const next = await whereItGoesOn(tx, conversation.id);
  if (next === null) return [...isOver, `, so nothing was sent. Reopen it and send this again${otherwise}`];
  return [...isOver, `, and it goes on in a newer thread, so nothing was sent. Answer there${otherwise}`];
}
