/** What keeps a text from leaving at the last moment, and what its author is told. */

import { memberByUsername } from "../../domain/directory.ts";
import type { FilesTrouble } from "../../domain/outbound-trouble.ts";
import { memberName } from "../../domain/people.ts";
import type { Verdict } from "../../domain/policy/may-send.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, memberOf, userOf } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { tellPrivately } from "../notices/tell.ts";
import { enqueueBeside, enqueueLine, enqueueMarkOf } from "../outbox/enqueue.ts";
import { nothingBeside } from "./beside.ts";
import { cancelMessage } from "./cancel-message.ts";
import type { Draft } from "./draft.ts";
import { giveBackListed } from "./give-back-listed.ts";
import { giveUpAutomatic } from "./give-up-automatic.ts";
import { heldBy } from "./held-by.ts";
import { heldNotice } from "./held-notice.ts";
import { judge } from "./judge.ts";
import { isLate } from "./lateness.ts";
import { quietFacts } from "./quiet-facts.ts";
import { saidIn } from "./said-in.ts";
import { waitingForPerson } from "./waits.ts";

export type Stop = Exclude<Verdict, { readonly kind: "text" }>;

/** Null when it may leave: rights and times are those of now, not of when it was written. */
export async function whyNot(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  message: Message,
): Promise<Stop | null> {
  const { author, authorUser, body } = message;
  const named = author === null ? null : memberByUsername(around.directory, author);
  // Whoever was deactivated since says nothing to a customer any more.
  const isHere = authorUser === null || (named !== null && userOf(around, named.username) !== null);
  const member = author === null ? authorUser && memberOf(around, authorUser) : isHere ? named : null;
  const tooLate = isLate(ctx, message) ? ("late" as const) : false;
  const origin = message.origin ?? "typed";
  const agreed: ReadonlySet<WaitReason> = new Set();
  const { id } = message;
  const quiet = await quietFacts(ctx, tx, {
    around,
    origin,
    agreed: new Set(message.agreed),
    ...timeOf(message),
  });
  const draft = {
    around,
    origin,
    body,
    reply: null,
    agreed,
    tooLate,
    goesOn: true,
    beside: nothingBeside,
    quiet,
    id,
  } as const;
  const verdict = judge(ctx, draft, member, "leaving");
  return verdict.kind === "text" ? null : verdict;
}

/** The time that was chosen for it, and has come. */
function timeOf({ waitReason, notBefore, unlessTheyWrite }: Message): Pick<Draft, "later"> {
  return waitReason === "scheduled" && notBefore !== null
    ? { later: { at: notBefore, unlessTheyWrite } }
    : {};
}

export async function holdBack(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  message: Message,
  stop: Stop,
  files?: FilesTrouble,
): Promise<void> {
  if (message.origin === "automatic") return await giveUpAutomatic(ctx, tx, message);
  if (message.origin === "list") return await giveBackListed(ctx, tx, message, stop);
  if (stop.kind === "ask") await tx.messages.update(message.id, waitingForPerson(stop.reason, ctx.now()));
  else await cancelMessage(tx, message);
  await enqueueMarkOf(tx, message, ctx.now());
  await enqueueBeside(tx, message, ctx.now());
  if (await saidWhereTheyLeft(ctx, tx, around, message)) return;
  const { authorUser: author, body, origin: begunAs } = message;
  const origin = begunAs ?? "typed";
  const why =
    author === null
      ? null
      : await heldBy(
          ctx,
          tx,
          { around, author, body, origin, message, ...(files && { files }) },
          stop,
          "leaving",
        );
  if (author === null || why === null) return;
  await tellPrivately(ctx, tx, author, heldNotice, why, {
    episode: around.episode,
    about: replyPlace(message),
    message: message.id,
    causedAt: message.writtenAt,
  });
}

/** Its author is not here any more, to be told: whoever reads the thread is. Not of one that was their own. */
async function saidWhereTheyLeft(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  message: Message,
): Promise<boolean> {
  const { author } = message;
  if (author === null || around.party?.kind === "member" || userOf(around, author) !== null) return false;
  const name = memberName(around.directory, author);
  const sentence = [`${name} has left, so a text of theirs did not leave: ${quotedAtEnd(saidIn(message))}`];
  await enqueueLine(tx, around.episode, sentence, ctx.now());
  return true;
}
