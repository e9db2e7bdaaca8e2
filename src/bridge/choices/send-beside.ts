/** A colleague has the conversation: its author answers beside them, or takes it over. Either way, all of theirs that waits for that word leaves. */

import { claimedBy, isColleagues, joinedBy } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import { accessOf, naming } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { assign, onlyTheirs } from "../conversations/take-episode.ts";
import { type Held, heldNotice } from "../messages/held-notice.ts";
import { type Choosing, type Decision, decided, undecided } from "../notices/choosing.ts";
import { closeNotice, tellPrivately } from "../notices/tell.ts";
import { onlyMembers, sendWaiting } from "./send-waiting.ts";

export async function sendBeside(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { around, member } = choosing;
  const { episode } = around;
  if (!accessOf(ctx, around, member).reply) return onlyMembers(around);
  if (!isColleagues(episode, member.username)) return await sendAll(ctx, tx, choosing);
  const joined = joinedBy(episode, member.username);
  await tx.episodes.update(episode.id, joined);
  return await sendAll(ctx, tx, withEpisode(choosing, joined));
}

export async function takeAndSend(ctx: Context, tx: Tx, choosing: Choosing, held: Held): Promise<Decision> {
  const { around, member } = choosing;
  const { assignee, state } = around.episode;
  if (!accessOf(ctx, around, member).reply) return onlyMembers(around);
  if (!accessOf(ctx, around, member).assign) return undecided(onlyTheirs(around));
  if (state === "resolved" || assignee === member.username) return await sendAll(ctx, tx, choosing);
  if (assignee !== null && assignee !== held.holder?.username) {
    const holder = { username: assignee, name: naming(around, assignee) };
    await askAnew(ctx, tx, choosing, { ...held, holder });
    return decided("Someone else has it by now, so you are asked again.");
  }
  await assign(ctx, tx, around, member);
  return await sendAll(ctx, tx, withEpisode(choosing, claimedBy(member.username)));
}

function withEpisode(choosing: Choosing, change: Partial<Episode>): Choosing {
  const { around } = choosing;
  return { ...choosing, around: { ...around, episode: { ...around.episode, ...change } } };
}

/** Taking from somebody asks about this holder alone. */
async function askAnew(ctx: Context, tx: Tx, { around, notice, message, user }: Choosing, held: Held) {
  await tellPrivately(ctx, tx, user, heldNotice, held, {
    episode: around.episode,
    about: replyPlace(notice),
    message: message?.id ?? null,
    causedAt: ctx.now(),
  });
}

/** What was chosen, and what else of theirs was asked about for the same reason: in the order in which it was written (law 4). */
async function sendAll(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { around, notice: pressed, message: chosen, user } = choosing;
  const waiting = await tx.messages.waitingForPerson(around.episode.id);
  const theirs = waiting.filter(
    ({ id, authorUser, waitReason }) =>
      id !== chosen?.id && authorUser === user && (waitReason === "colleague" || waitReason === "underway"),
  );
  const [before, after] = [true, false].map((isBefore) =>
    theirs.filter(({ replyTs }) => (replyTs ?? "") < (pressed.replyTs ?? "") === isBefore),
  );
  for (const message of before ?? []) await sendAlso(ctx, tx, choosing, message);
  const outcome = await sendWaiting(ctx, tx, choosing);
  for (const message of after ?? []) await sendAlso(ctx, tx, choosing, message);
  return outcome;
}

async function sendAlso(ctx: Context, tx: Tx, choosing: Choosing, message: Message): Promise<void> {
  const asked = await tx.notices.openAboutMessage(message.id);
  const notice = asked.findLast(({ kind }) => kind === heldNotice.name);
  if (notice === undefined) return;
  const { decided: isDecided, sentence } = await sendWaiting(ctx, tx, { ...choosing, notice, message });
  const { choice, user: by } = choosing;
  if (isDecided) await closeNotice(ctx, tx, notice, { state: "chosen", choice, by }, sentence ?? []);
}
