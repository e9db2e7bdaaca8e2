/** "Why was this not sent?": whatever was said about a message can be said again, with the choices that are still open. */

import { aCustomer } from "../../domain/directory.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { mayHaveLeft } from "../../domain/message-state.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { personDecidesWithin } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import { type Outcome, says, silent } from "../context/outcome.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Notice } from "../contracts/store/notices.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { outboundState } from "../messages/outbound-state.ts";
import { isOutdated, whatLeft } from "../messages/what-left.ts";
import { tellAgain } from "../notices/tell.ts";
import { calledNotice, notFoundNotice } from "../templates/template-notices.ts";
import { astray } from "./remember-early.ts";

export async function explainReply(
  ctx: Context,
  input: { place: Place; user: SlackUserId },
): Promise<Outcome> {
  const outcome = await ctx.store.transaction((tx) => explain(ctx, tx, input));
  return outcome;
}

async function explain(
  ctx: Context,
  tx: Tx,
  { place, user }: { place: Place; user: SlackUserId },
): Promise<Outcome> {
  const reply = await tx.replies.find(place);
  if (reply === null || reply.verdict === "unseen") {
    const directory = await tx.directories.current();
    if (reply?.reason === astray)
      return says(
        `This reached no ${directory.customerWord}: no conversation hangs on the message above it.`,
      );
    const whom = aCustomer(directory);
    return says(`This is not a reply to ${whom}, so there was nothing to send.`);
  }
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  const asked = await tx.notices.openAbout(place);
  const notice =
    asked.findLast((one) => one.user === user && one.choices.length > 0) ??
    (await tx.notices.latestAbout(place));
  const episode = notice === null ? null : await tx.episodes.get(notice.episodeId);
  const isSettled = message !== null && notice?.choices.length === 0 && isOver(message);
  if (notice?.state === "open" && episode !== null && notice.user === user && !isSettled) {
    await tellAgain(ctx, tx, user, notice);
    return silent;
  }
  if (message !== null) {
    const since = mayHaveLeft(outboundState(message)) && isOutdated(reply, message);
    return { sentence: [...aboutMessage(message), ...(since ? [` ${whatLeft(message, reply)}`] : [])] };
  }
  // What a called template was answered with is for its author alone, and may have left since.
  const answered = notice?.kind === calledNotice.name || notice?.kind === notFoundNotice.name;
  if (notice === null || answered) return { sentence: [...aboutReply(reply), ...outcomeOf(notice)] };
  return { sentence: notice.sentence };
}

function outcomeOf(notice: Notice | null): Sentence {
  return notice === null || notice.outcome.length === 0 ? [] : [" ", ...notice.outcome];
}

/** What became of it says more than what its author was told on the way. */
function isOver(message: Message): boolean {
  return message.state === "cancelled" || mayHaveLeft(outboundState(message));
}

function aboutMessage(message: Message): Sentence {
  switch (message.state) {
    case "waiting":
      if (message.waitReason === "scheduled" && message.notBefore !== null)
        return ["It leaves ", { at: message.notBefore }, ", the time that was chosen for it."];
      return message.waitsFor === "time"
        ? ["It has not left yet: it waits a moment, so that it can still be changed or deleted."]
        : [
            `It waits for its author to decide. After ${personDecidesWithin / 3_600_000} hours it is given up.`,
          ];
    case "queued":
      return ["It has not left yet: it leaves by itself as soon as the phone company takes it."];
    case "sending":
      return ["It is being sent right now."];
    case "accepted":
    case "sent":
      return ["It left. The phone company has not yet said that it arrived."];
    case "delivered":
      return ["It was delivered."];
    case "failed":
      return [`It was not delivered. ${message.failureSentence ?? ""}`.trim()];
    case "unknown":
      return ["It is not known whether it left: the answer of the phone company was lost."];
    default:
      return ["It was cancelled and did not leave."];
  }
}

function aboutReply(reply: Reply): Sentence {
  if (reply.verdict !== "note") return ["It did not leave."];
  if (reply.kind === "me") return ["It is a note: /me messages stay with the team."];
  return [`It is a note, because ${whyNote(reply)}, so it stays with the team.`];
}

function whyNote({ reason }: Reply): string {
  if (reason === "mention") return "of the mention in it";
  if (reason === "link") return "of the link into Slack in it";
  if (reason === "gap") return "something in it is still to be filled in";
  if (reason === "template") return "it calls a template";
  return reason === "word" ? "of the word it begins with" : "it begins like one";
}
