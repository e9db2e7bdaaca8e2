/**
 * Somebody has a number blocked: its texts are kept and counted, and shown to nobody. Its open conversations end, with a line in each
 * thread that says so. Managers take it back.
 */
import type { Member } from "../../domain/directory.ts";
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import { theyOf } from "../../domain/owner.ts";
import { normalizeText } from "../../domain/plain-text.ts";
import { wholeAtEnd } from "../../domain/quote.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import {
  accessOf,
  aroundEpisode,
  contactLabel,
  type EpisodeContext,
  memberOf,
  naming,
} from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory } from "../context/outcome.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { enqueueCard, enqueueLine, enqueueReminder } from "../outbox/enqueue.ts";
import { noteEvent } from "../records/note-event.ts";
import { cancelWaiting, textsThatWaited } from "./give-up-waiting.ts";
import { awake } from "./snooze-episode.ts";

export interface Blocking {
  readonly episode: EpisodeId;
  readonly user: SlackUserId;
}

/** What whoever wants to block it has to see first. */
export interface BlockForm {
  readonly episode: EpisodeId;
  readonly contact: string;
}

/** Why it can't be, as whoever asked reads it. */
export interface NotBlocked {
  readonly refusal: string;
}

export async function askToBlock(ctx: Context, asked: Blocking): Promise<BlockForm | NotBlocked> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMayBlock(ctx, tx, asked);
    if ("refusal" in allowed) return allowed;
    if (allowed.around.conversation.blockedAt !== null) return { refusal: blockedAlready };
    return { episode: asked.episode, contact: contactLabel(allowed.around) };
  });
}

const blockedAlready = "This number is blocked already.";

export interface BlockContact extends Blocking {
  /** As it was typed; it may be empty. */
  readonly reason: string;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

/** Null when it is done, or needs no doing. */
export async function blockContact(ctx: Context, input: BlockContact): Promise<NotBlocked | null> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMayBlock(ctx, tx, input);
    if ("refusal" in allowed) return allowed;
    const { around, member } = allowed;
    const { contactId } = around.conversation;
    const blocked = await tx.contacts.blockedOne({ contact: contactId });
    if (blocked !== null) return blocked.by === member.username ? null : { refusal: blockedAlready };
    if (!(await isFirstAct(ctx, tx, input.act))) return null;
    await tx.contacts.block(contactId, member.username, ctx.now());
    for (const episode of await tx.episodes.openWith(contactId))
      await end(ctx, tx, around, episode, member, input.reason);
    for (const episode of await tx.episodes.newestWith(contactId)) await enqueueCard(tx, episode, ctx.now());
    const place = threadPlace(around.episode);
    const done = `${contactLabel(around)} is blocked: texts from there are kept, and shown to nobody. A manager can unblock it in the card's menu.`;
    await inform(ctx, tx, input.user, [done], place && { place, thread: null });
    return null;
  });
}

async function whoMayBlock(
  ctx: Context,
  tx: Tx,
  { episode, user }: Blocking,
): Promise<{ readonly around: EpisodeContext; readonly member: Member } | NotBlocked> {
  const around = await aroundEpisode(tx, episode);
  if (around === null) return { refusal: "This conversation is not known here any more." };
  const member = memberOf(around, user);
  if (member === null) return { refusal: notInDirectory };
  if (accessOf(ctx, around, member).block) return { around, member };
  return { refusal: `Only ${theyOf(around.party)} and managers can block this number.` };
}

/** Quietly: nobody is called, and nothing else is said of it. */
async function end(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  episode: Episode,
  member: Member,
  reason: string,
): Promise<void> {
  const now = ctx.now();
  const conversation = await tx.conversations.get(episode.conversationId);
  await tx.episodes.update(episode.id, {
    state: conversation?.owner.kind === "member" ? "closed" : "resolved",
    resolvedAt: now,
    resolvedBy: member.username,
    unansweredSince: null,
    idleSince: null,
    unlogged: true,
    ...awake,
  });
  await noteEvent(ctx, tx, episode.id, "resolved", { by: member.username });
  const waited = await cancelWaiting(ctx, tx, episode, ["The number was blocked."]);
  const why = normalizeText(reason).replace(/\s+/g, " ");
  const sentence: Sentence = [
    naming(around, member.username),
    ` blocked this number${why === "" ? "." : `: ${wholeAtEnd(why)}`}`,
    " Its texts are kept and shown to nobody, until a manager unblocks it.",
    ...(waited === 0 ? [] : [` ${textsThatWaited(waited)} cancelled.`]),
  ];
  await enqueueLine(tx, episode, sentence, now);
  await enqueueReminder(tx, episode, now);
}
