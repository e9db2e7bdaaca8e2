import type { Group } from "../../domain/directory.ts";
import { isWithin } from "../../domain/hours.ts";
import { justWrote, mayReplyAfterHours } from "../../domain/policy/may-reply-after-hours.ts";
import { toMilliseconds, toSlackTs } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Answering, anHour, answerFacts, answersBefore, type Heard, since } from "./answer-facts.ts";

/** Whether a group's after-hours reply answers a text to one of its lines; null where it stays away. */
export async function afterHoursReplyTo(
  ctx: Context,
  tx: Tx,
  heard: Heard,
  { name, hours, afterHoursReply: reply }: Group,
): Promise<Answering | null> {
  // Nothing is asked for a group that has none.
  if (reply === undefined) return null;
  const { timeZone } = await tx.directories.current();
  const facts = {
    ...(await answerFacts(ctx, tx, heard, heard.line)),
    isShared: true,
    reply,
    atWork: hours === undefined ? null : isWithin(hours, heard.line.timeZone ?? timeZone, ctx.now()),
    sinceReply: null,
    sinceMember: null,
  };
  if (mayReplyAfterHours(facts) !== null) return null;
  const before = await answersBefore(ctx, tx, heard, reply.everyHours * anHour);
  const bar = mayReplyAfterHours({
    ...facts,
    inLastHour: before.inLastHour,
    sinceReply: since(ctx, before.afterHours),
    sinceMember: await sinceMemberWrote(ctx, tx, heard.episode),
  });
  if (bar === "too_many") return { kind: "stop", saidAt: before.stopped };
  const whose = `Automatic answer outside the hours of ${name}`;
  return bar === null ? { kind: "answer", body: reply.text, whose } : null;
}

/** In whichever stretch of it: who has just resolved it has just been there. */
async function sinceMemberWrote(ctx: Context, tx: Tx, newest: Episode): Promise<number | null> {
  const from = ctx.now() - justWrote - 1;
  for (let episode: Episode | null = newest; episode !== null; ) {
    const { id, channel, openedAt }: Episode = episode;
    const ts = channel === null ? null : await tx.replies.lastWrittenIn(channel, id, toSlackTs(from));
    if (ts !== null) return ctx.now() - toMilliseconds(ts);
    episode = openedAt < from ? null : (await tx.episodes.neighbours(episode)).earlier;
  }
  return null;
}
