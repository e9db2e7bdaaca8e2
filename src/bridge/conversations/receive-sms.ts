/** An SMS came in (law 1, law 2): one transaction writes it, routes it and enqueues the post that shows it. */
import { lineByNumber } from "../../domain/directory.ts";
import type { Address, E164, EpisodeId } from "../../domain/ids.ts";
import { localDay } from "../../domain/local-day.ts";
import { optOutMeaning } from "../../domain/opt-out.ts";
import type { Owner } from "../../domain/owner.ts";
import { maskPhone } from "../../domain/phone.ts";
import type { Route } from "../../domain/route.ts";
import { differing } from "../../lib/differing.ts";
import { actOnOptOut, hearUnrouted } from "../contacts/act-on-opt-out.ts";
import { wasErased } from "../contacts/erased-text.ts";
import { hearOptOut } from "../contacts/hear-opt-out.ts";
import { type Context, newMessageId } from "../context/context.ts";
import type { TextEvent } from "../contracts/carrier.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueReach } from "../members/reach-member.ts";
import { routeText } from "../members/route-text.ts";
import { tellOfNoRoute } from "../members/tell-managers.ts";
import { enqueueCard, enqueueLine, enqueueOpen, enqueueText } from "../outbox/enqueue.ts";
import { answerAutomatically } from "./answer-automatically.ts";
import { noteBlocked } from "./note-blocked.ts";

export type Receipt = "new" | "repeat" | "unrouted" | "blocked";

/** Resolves once the text is on the disk; only then may the carrier be told so. */
export async function receiveSms(ctx: Context, carrier: string, event: TextEvent): Promise<Receipt> {
  const receipt = await ctx.store.transaction((tx) => takeText(ctx, tx, carrier, event));
  ctx.count(counted[receipt]);
  if (receipt === "unrouted") {
    ctx.log.warn(
      { carrier, to: maskPhone(event.to) },
      "a text came to a number that is no line, or to a line that leads to nobody; it is kept",
    );
  }
  return receipt;
}

const counted = {
  new: "texts_received",
  repeat: "texts_repeated",
  unrouted: "texts_unrouted",
  blocked: "texts_blocked",
} as const;

/** Between a carrier's clock and ours. Milliseconds. */
const clocksDiffer = 10_000;

/** Inside a transaction that may hold more: texts that were kept until their line was added come this way too. */
export async function takeText(ctx: Context, tx: Tx, carrier: string, event: TextEvent): Promise<Receipt> {
  if ((await tx.messages.findByCarrierId(carrier, event.carrierMessageId)) !== null) return "repeat";
  const now = ctx.now();
  const people = await tx.directories.people();
  const { directory } = people;
  const line = lineByNumber(directory, event.to);
  const route = line && (await routeText(tx, people, line, now));
  const isErased = () => wasErased(tx, carrier, event.carrierMessageId);
  if (line === null || route === null) {
    if (await isErased()) return "repeat";
    const isBlocked = async () => (await tx.contacts.blockedOne({ address: event.from })) !== null;
    if (line !== null && !(await isBlocked())) await tellOfNoRoute(ctx, tx, line);
    const receipt = await keepUnrouted(tx, carrier, event, now);
    const writtenAt = Math.min(now, event.receivedAt?.getTime() ?? now);
    if (line !== null && receipt === "unrouted") await hearUnrouted(ctx, tx, event, line, writtenAt);
    return receipt;
  }

  const known = await knownTo(tx, event.from, line.number, route.owner);
  const owner = known?.conversation.owner ?? route.owner;
  // A text as old as an erased one finds nothing of its contact, or only what began after it.
  const isBefore = (event.receivedAt?.getTime() ?? now) < (known?.newest?.openedAt ?? now + 1) + clocksDiffer;
  if (isBefore && (await isErased())) return "repeat";
  const conversation =
    known?.conversation ?? (await tx.conversations.open(event.from, owner, ctx.newId, now));
  const isBlocked = conversation.blockedAt !== null;
  const placed = isBlocked ? null : await episodeFor(ctx, tx, conversation, known?.newest ?? null, route);
  // A text that we missed is as old as the carrier says.
  const writtenAt = Math.min(now, event.receivedAt?.getTime() ?? now);
  const id = newMessageId(ctx);
  await tx.messages.insert({
    id,
    conversationId: conversation.id,
    episodeId: placed?.episode.id ?? null,
    line: line.number,
    direction: "in",
    state: "received",
    body: event.body,
    media: event.media,
    carrier,
    carrierMessageId: event.carrierMessageId,
    writtenAt,
    createdAt: now,
    localDay: localDay(writtenAt, line.timeZone ?? directory.timeZone),
  });
  const said = await hearOptOut(ctx, tx, conversation, event, line, writtenAt);
  const text = { event, line, message: id, writtenAt };
  if (placed === null) {
    await noteBlocked(ctx, tx, conversation, said, text);
    return "blocked";
  }
  const { episode, opened } = placed;
  const heard = {
    lastTextAt: Math.max(writtenAt, episode.lastTextAt ?? 0),
    // Who does not want to be texted waits for no answer.
    unansweredSince:
      said.meaning === "stop" ? null : Math.min(writtenAt, episode.unansweredSince ?? writtenAt),
  };
  const idle = episode.idleSince === null ? {} : { idleSince: Math.max(now, episode.idleSince) };
  await tx.episodes.update(episode.id, differing(episode, { ...heard, ...idle }));
  if (opened) await enqueueOpen(tx, episode, now);
  if (opened && episode.channel === null && route.party.kind === "member")
    await enqueueReach(tx, route.party.member.username, now);
  await enqueueText(tx, episode, id, now);
  if (said.meaning !== "nothing") await actOnOptOut(ctx, tx, { conversation, episode }, said, text);
  if (!opened) await enqueueCard(tx, episode, now, said.meaning === "nothing" ? "soon" : "now");
  // A word that changed nothing is one all the same.
  const isWord = said.meaning !== "nothing" || optOutMeaning(event.body, false) !== "nothing";
  const message = { id, writtenAt };
  await answerAutomatically(ctx, tx, { conversation, episode, line, route, message, isWord });
  return "new";
}

/**
 * The contact's conversation with this owner, and its newest stretch. Where that is over, and an open one of theirs came by this line when
 * it led elsewhere, that one goes on: only the next follows the line.
 */
async function knownTo(tx: Tx, from: Address, line: E164, owner: Owner) {
  const known = await tx.episodes.newestBetween(from, owner);
  if (known?.newest?.state === "open") return known;
  const open = await tx.episodes.openOn(from, line);
  return open === null ? known : { conversation: open.conversation, newest: open.episode };
}

async function keepUnrouted(tx: Tx, carrier: string, event: TextEvent, now: number): Promise<Receipt> {
  const kept = await tx.arrivals.keepUnrouted({
    carrier,
    carrierMessageId: event.carrierMessageId,
    to: event.to,
    from: event.from,
    body: event.body,
    media: event.media,
    receivedAt: event.receivedAt?.getTime() ?? now,
  });
  return kept ? "unrouted" : "repeat";
}

/** The open stretch of a conversation; where there is none, the last one again if the group wants that so soon, else a new one. */
async function episodeFor(
  ctx: Context,
  tx: Tx,
  conversation: Conversation,
  newest: Episode | null,
  { channel, party }: Route,
): Promise<{ episode: Episode; opened: boolean }> {
  const now = ctx.now();
  if (newest?.state === "open") return { episode: newest, opened: false };
  const reopensWithin = party.kind === "group" ? party.group.reopenWithinMinutes * 60_000 : 0;
  if (newest?.resolvedAt && newest.movedTo === null && now - newest.resolvedAt < reopensWithin) {
    const reopened = { state: "open", resolvedAt: null, resolvedBy: null } as const;
    await tx.episodes.update(newest.id, reopened);
    const episode = { ...newest, ...reopened };
    await enqueueLine(
      tx,
      episode,
      ["This conversation is open again: another text came shortly after it was resolved."],
      now,
    );
    await enqueueCard(tx, episode, now);
    return { episode, opened: false };
  }
  const episode = await tx.episodes.insert({
    id: ctx.newId() as EpisodeId,
    conversationId: conversation.id,
    number: (newest?.number ?? 0) + 1,
    channel,
    openedAt: now,
    idleSince: party.kind === "member" ? now : null,
  });
  return { episode, opened: true };
}
