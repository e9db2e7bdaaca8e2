/** A member changes their auto-reply at the desk: it counts from then on, until the directory says something else than it does now. */
import {
  type AutoReplyProblems,
  autoReplyInForce,
  directoryAutoReply,
  readAutoReply,
  type TypedAutoReply,
} from "../../domain/auto-reply.ts";
import {
  type AutoReply,
  type Directory,
  isSmsOn,
  lineByNumber,
  linesOfMember,
  longestAnswer,
  type Member,
} from "../../domain/directory.ts";
import { type ShownAutoReply, shownAutoReply } from "../../domain/home.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory, type Refused } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { enqueueHome } from "../outbox/home-kind.ts";

/** What whoever wants to change it has to see first. */
export interface AutoReplyForm extends ShownAutoReply {
  /** The longest text that it can have, in UTF-16 code units. */
  readonly maxText: number;
}

export async function askAutoReply(ctx: Context, user: SlackUserId): Promise<AutoReplyForm | Refused> {
  return await ctx.store.read(async (tx) => {
    const whose = await whoseItIs(tx, user);
    if ("refusal" in whose) return whose;
    const { directory, member, inForce } = whose;
    return { ...shownAutoReply(member, inForce), maxText: maxTextOf(ctx, directory, member) };
  });
}

export interface SetAutoReply {
  readonly user: SlackUserId;
  readonly typed: TypedAutoReply;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

/** Null when it is done, or needs no doing. */
export async function setAutoReply(
  ctx: Context,
  { user, typed, act }: SetAutoReply,
): Promise<Refused | { readonly problems: AutoReplyProblems } | null> {
  return await ctx.store.transaction(async (tx) => {
    const whose = await whoseItIs(tx, user);
    if ("refusal" in whose) return whose;
    const { directory, member, inForce } = whose;
    const limits = { maxText: maxTextOf(ctx, directory, member), hasHours: member.hours !== undefined };
    const reply = readAutoReply(typed, limits);
    if ("problems" in reply) return reply;
    if (isSame(reply, inForce) || !(await isFirstAct(ctx, tx, act))) return null;
    const chosen = { reply, directoryWas: directoryAutoReply(member) };
    await tx.autoReplies.put(member.username, chosen, ctx.now());
    await enqueueHome(ctx, tx, user);
    await inform(ctx, tx, user, [outcomeOf(directory, member, reply)]);
    return null;
  });
}

interface Whose {
  readonly directory: Directory;
  readonly member: Member;
  readonly inForce: AutoReply | null;
}

async function whoseItIs(tx: Tx, user: SlackUserId): Promise<Whose | Refused> {
  const people = await tx.directories.people();
  const member = memberOf(people, user);
  if (member === null) return { refusal: notInDirectory };
  const { directory } = people;
  if (linesOfMember(directory, member).length === 0)
    return { refusal: "No line leads to you alone, so there is nothing that an auto-reply could answer." };
  return {
    directory,
    member,
    inForce: autoReplyInForce(member, await tx.autoReplies.chosenBy(member.username)),
  };
}

function maxTextOf(ctx: Context, directory: Directory, { outboundLine }: Member): number {
  const line = outboundLine === undefined ? null : lineByNumber(directory, outboundLine);
  const carrier = line === null ? undefined : ctx.carriers.get(line.carrier);
  return Math.min(carrier?.capabilities.maxText ?? longestAnswer, longestAnswer);
}

function isSame(reply: AutoReply, other: AutoReply | null): boolean {
  if (other === null) return !reply.on && reply.text === "";
  const { text, on, hours, atMostEveryMinutes } = reply;
  const isTimed = hours === other.hours && atMostEveryMinutes === other.atMostEveryMinutes;
  return text === other.text && on === other.on && isTimed;
}

function outcomeOf(directory: Directory, member: Member, { on, text }: AutoReply): string {
  if (!on) return "Your auto-reply is off.";
  const why = whyNothingLeaves(directory, member);
  const said = `Your auto-reply is on: ${quotedAtEnd(text)}`;
  return why === null ? said : `${said} ${why}`;
}

/** It is on, and yet nothing is answered: whoever switched it on has to know. */
function whyNothingLeaves(directory: Directory, { outboundLine }: Member): string | null {
  const ask = "Ask whoever runs Threadline.";
  const line = outboundLine === undefined ? null : lineByNumber(directory, outboundLine);
  if (line === null) return `But you have no outbound line, so nothing leaves. ${ask}`;
  if (!isSmsOn(directory, line))
    return `But SMS is switched off for your outbound line's account, so nothing leaves. ${ask}`;
  return null;
}
