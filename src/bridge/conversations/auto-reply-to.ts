import { autoReplyInForce } from "../../domain/auto-reply.ts";
import { lineByNumber, type Member } from "../../domain/directory.ts";
import { isWithin } from "../../domain/hours.ts";
import { isGone, memberName } from "../../domain/people.ts";
import { mayAutoReply } from "../../domain/policy/may-auto-reply.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Answering, answerFacts, answersBefore, type Heard, since } from "./answer-facts.ts";

/** Whether a member's auto-reply answers a text to them; null where it stays away. */
export async function autoReplyTo(
  ctx: Context,
  tx: Tx,
  heard: Heard,
  member: Member,
): Promise<Answering | null> {
  const { directory, identities } = await tx.directories.people();
  const outbound = member.outboundLine === undefined ? null : lineByNumber(directory, member.outboundLine);
  const reply = autoReplyInForce(member, await tx.autoReplies.chosenBy(member.username));
  const zone = outbound?.timeZone ?? directory.timeZone;
  const facts = {
    ...(await answerFacts(ctx, tx, heard, outbound)),
    isDirect: true,
    isGone: isGone(member, identities),
    hasOutboundLine: outbound !== null,
    reply,
    atWork: member.hours === undefined ? null : isWithin(member.hours, zone, ctx.now()),
    sinceAny: null,
    sinceTheirs: null,
  };
  if (reply === null || mayAutoReply(facts) !== null) return null;
  const before = await answersBefore(ctx, tx, heard, (reply.atMostEveryMinutes ?? 0) * 60_000);
  const bar = mayAutoReply({
    ...facts,
    inLastHour: before.inLastHour,
    sinceAny: since(ctx, before.autoReply),
    sinceTheirs: since(ctx, before.autoReplyHere),
  });
  if (bar === "too_many") return { kind: "stop", saidAt: before.stopped };
  const whose = `Automatic answer from ${memberName(directory, member.username)}’s auto-reply`;
  return bar === null ? { kind: "answer", body: reply.text, whose } : null;
}
