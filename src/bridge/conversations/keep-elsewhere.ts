/** Keeps a text that was sent elsewhere where its time belongs, and shows it there as what it is: an answer that somebody of the team gave. */
import { isMemberOf, type Line, type Member } from "../../domain/directory.ts";
import type { MessageId } from "../../domain/ids.ts";
import { nextState } from "../../domain/message-state.ts";
import { slackUserOf } from "../../domain/people.ts";
import type { Route } from "../../domain/route.ts";
import { claimedBy } from "../context/claim.ts";
import { type Context, newMessageId } from "../context/context.ts";
import type { ElsewhereEvent } from "../contracts/carrier-events.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { insertOwed, mediaToFetch } from "../files/owed-media.ts";
import { enqueueReach } from "../members/reach-member.ts";
import { settle } from "../messages/receive-report.ts";
import { recordElsewhere } from "../messages/text-row.ts";
import { enqueueCard, enqueueFiles, enqueueOpen, enqueueSay } from "../outbox/enqueue.ts";
import { noteEvent } from "../records/note-event.ts";
import { loggedAt } from "../records/owes-log.ts";
import { openEpisode } from "./open-episode.ts";

export interface SentElsewhere {
  readonly carrier: string;
  readonly event: ElsewhereEvent;
  /** When it left. Milliseconds since 1970. */
  readonly at: number;
  readonly people: People;
  readonly line: Line;
  readonly route: Route;
  readonly conversation: Conversation;
  readonly newest: Episode | null;
}

export async function keepElsewhere(ctx: Context, tx: Tx, sent: SentElsewhere): Promise<void> {
  const { conversation } = sent;
  const writer = writerOf(sent);
  if (conversation.blockedAt !== null) {
    await write(ctx, tx, sent, writer, null);
    return;
  }
  const { episode, opened } = await placeOf(ctx, tx, sent);
  const id = await write(ctx, tx, sent, writer, episode);
  const media = mediaToFetch(ctx, sent.carrier, sent.event.media);
  await insertOwed(ctx, tx, id, media);
  const now = ctx.now();
  if (opened) await enqueueOpen(tx, episode, now);
  const { party } = sent.route;
  if (opened && episode.channel === null && party.kind === "member")
    await enqueueReach(tx, party.member.username, now);
  if (episode.state === "open") await noteAnswer(ctx, tx, sent, writer, episode, id);
  await enqueueSay(tx, episode, { id }, now);
  if (media.length > 0) await enqueueFiles(tx, episode, id, now);
  await learnMore(ctx, tx, sent, id);
}

/** Whose own login it left by; null where that is nobody's, or of several. */
function writerOf({ people: { directory }, event: { login } }: SentElsewhere): Member | null {
  const [only, ...more] =
    login === undefined ? [] : directory.members.filter((member) => member.login === login);
  return only !== undefined && more.length === 0 ? only : null;
}

/** The stretch that its time is of: one that is over keeps what was said in it. */
async function placeOf(
  ctx: Context,
  tx: Tx,
  { at, conversation, newest, route }: SentElsewhere,
): Promise<{ readonly episode: Episode; readonly opened: boolean }> {
  const isLate = newest !== null && newest.state !== "quiet" && (isOver(newest, at) || at < newest.openedAt);
  const earlier = isLate ? await earlierOne(tx, conversation, at) : null;
  return earlier === null
    ? await openEpisode(ctx, tx, conversation, newest, route)
    : { episode: earlier, opened: false };
}

function isOver({ state, resolvedAt }: Episode, at: number): boolean {
  return state !== "open" && resolvedAt !== null && at <= resolvedAt;
}

/** What was sent between two stretches begins the later one. */
async function earlierOne(tx: Tx, { id }: Conversation, at: number): Promise<Episode | null> {
  const all = (await tx.episodes.ofConversation(id)).filter(({ state }) => state !== "quiet");
  let later: Episode | null = null;
  for (const episode of all.reverse()) {
    if (at >= (await beginningOf(tx, episode)))
      return later === null || isOver(episode, at) ? episode : later;
    later = episode;
  }
  return later;
}

/** What we missed began when its first text came. */
async function beginningOf(tx: Tx, { id, openedAt }: Episode): Promise<number> {
  const first = await tx.messages.firstInbound(id);
  return Math.min(openedAt, first?.writtenAt ?? openedAt);
}

async function write(
  ctx: Context,
  tx: Tx,
  { carrier, event, at, people, line, conversation }: SentElsewhere,
  writer: Member | null,
  episode: Episode | null,
): Promise<MessageId> {
  const { directory, identities } = people;
  const id = newMessageId(ctx);
  await recordElsewhere(tx, {
    id,
    conversationId: conversation.id,
    episodeId: episode?.id ?? null,
    line: line.number,
    body: event.body,
    media: event.media,
    files: episode === null ? 0 : mediaToFetch(ctx, carrier, event.media).length,
    carrier,
    carrierMessageId: event.carrierMessageId,
    login: event.login ?? null,
    carrierThread: event.thread ?? null,
    sender: event.author ?? null,
    author: writer?.username ?? null,
    authorUser: writer && slackUserOf(writer, identities),
    sendingAt: at,
    createdAt: ctx.now(),
    ...(episode === null ? {} : loggedAt({ directory, conversation, episode }, at)),
  });
  return id;
}

/** Whoever waited has their answer, and it is whose answered, as if they had done it here. */
async function noteAnswer(
  ctx: Context,
  tx: Tx,
  { at, route: { party } }: SentElsewhere,
  writer: Member | null,
  episode: Episode,
  message: MessageId,
): Promise<void> {
  await tx.episodes.noteAnswer(episode.id, at);
  const mayTake = party.kind === "group" && writer !== null && isMemberOf(party.group, writer.username);
  if (mayTake && episode.assignee === null) {
    await tx.episodes.update(episode.id, claimedBy(writer.username, message));
    await noteEvent(ctx, tx, episode.id, "assigned", { by: writer.username, to: writer.username });
  }
  await enqueueCard(tx, episode, ctx.now());
}

/** What the carrier says became of it, now or before it told us of the text itself. */
async function learnMore(
  ctx: Context,
  tx: Tx,
  { carrier, event }: SentElsewhere,
  id: MessageId,
): Promise<void> {
  const { carrierMessageId, state, failure } = event;
  const early = await tx.arrivals.findReport(carrier, carrierMessageId);
  if (early !== null) await tx.arrivals.dropReport(carrier, carrierMessageId);
  const isEarly = early !== null && nextState(state, early.state) === early.state;
  const earlyFailure =
    early === null || early.failureCode === null
      ? null
      : {
          code: early.failureCode,
          sentence: early.failureSentence ?? "",
          scope: "passing" as const,
        };
  const news = isEarly ? { state: early.state, failure: earlyFailure } : { state, failure };
  const message = await tx.messages.get(id);
  if (message !== null) await settle(ctx, tx, message, { ...news, carrierMessageId });
}
