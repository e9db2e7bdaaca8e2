/** What a colleague's answer, or their having the conversation, means for a text; and whether it is its author's first. */
import type { Group, Member } from "../../domain/directory.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { Beside } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { Draft } from "./draft.ts";

export interface BesideFacts {
  /** Somebody else's text that is under way, or has just left; null: none, or its author knows of it. */
  readonly underWay: Message | null;
  readonly isFirst: boolean;
}

export const nothingBeside: BesideFacts = { underWay: null, isFirst: false };

/** What left longer ago is no surprise to anybody who writes under it. Milliseconds. */
const justLeft = 10 * 60_000;
const never = Number.MAX_SAFE_INTEGER;

/** What was written by somebody's hand, to one contact. */
const byHand: ReadonlySet<Draft["origin"]> = new Set(["typed", "started", "template", "scheduled"]);

/** Without a hold, nobody is kept from answering what they see answered: then it is what has not left yet that counts. */
export function besideOf({ now, settings }: Pick<Context, "now" | "settings">, user: SlackUserId): Beside {
  return { user, now: now(), leftSince: settings.hold > 0 ? now() - justLeft : never };
}

export async function besideFacts(
  ctx: Context,
  tx: Tx,
  draft: Draft,
  member: Member | null,
): Promise<BesideFacts> {
  const group = groupOf(draft.around);
  if (group === null || member === null || !byHand.has(draft.origin)) return nothingBeside;
  return {
    underWay: await underWayBeside(ctx, tx, draft),
    isFirst:
      group.confirmFirstReply === true &&
      !draft.agreed.has("first") &&
      !(await tx.messages.hasTexted(member.username)),
  };
}

/** It was read with the thread, where it was; what was let through once, or leaves at a time of its own, is not asked about it. */
async function underWayBeside(ctx: Context, tx: Tx, draft: Draft): Promise<Message | null> {
  const { around, author, agreed, later, message, underWay } = draft;
  if (author === null || agreed.has("underway")) return null;
  if (later !== undefined && later.at > ctx.now()) return null;
  const isSentNow = later === undefined && message?.waitReason === "scheduled";
  if (message !== null && message.waitsFor !== "person" && !isSentNow) return null;
  if (underWay !== undefined) return underWay === null ? null : await tx.messages.get(underWay);
  return await tx.messages.underWay(around.episode.id, besideOf(ctx, author));
}

/** Whether somebody else has the conversation and its group lets nobody else answer. A list is no answer. */
export function isHolders(
  { around, origin }: Pick<Draft, "around" | "origin">,
  member: Member | null,
): boolean {
  const { assignee } = around.episode;
  if (member === null || assignee === null || origin === "list" || origin === "automatic") return false;
  return groupOf(around)?.replyBy === "assignee" && assignee !== member.username;
}

function groupOf({ party }: Pick<EpisodeContext, "party">): Group | null {
  return party?.kind === "group" ? party.group : null;
}
