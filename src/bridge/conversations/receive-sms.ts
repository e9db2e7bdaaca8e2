/** An SMS came in (law 1, law 2): one transaction writes it, routes it and enqueues the post that shows it. */
import { type Directory, type Line, lineByNumber } from "../../domain/directory.ts";
import { groupAddress, isGroupAddress } from "../../domain/group-address.ts";
import type { Address, E164, MessageId } from "../../domain/ids.ts";
import type { Party } from "../../domain/owner.ts";
import { maskPhone } from "../../domain/phone.ts";
import { differing } from "../../lib/differing.ts";
import { actOnOptOut } from "../contacts/act-on-opt-out.ts";
import { wasErased } from "../contacts/erased-text.ts";
import { type Heard, hearOptOut } from "../contacts/hear-opt-out.ts";
import type { HeardText } from "../contacts/heard-text.ts";
import { type Context, newMessageId } from "../context/context.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { insertOwed, mediaToFetch } from "../files/owed-media.ts";
import { enqueueReach } from "../members/reach-member.ts";
import { routeText } from "../members/route-text.ts";
import { enqueueCard, enqueueFiles, enqueueOpen, enqueueText } from "../outbox/enqueue.ts";
import { loggedAt } from "../records/owes-log.ts";
import { answerAutomatically } from "./answer-automatically.ts";
import { keepUnrouted } from "./keep-unrouted.ts";
import { noteBlocked } from "./note-blocked.ts";
import { findConversation, openEpisode } from "./open-episode.ts";
import { cancelSinceTheyWrote } from "./scheduled-texts.ts";
import { awake } from "./snooze-episode.ts";

export type Receipt = "new" | "repeat" | "unrouted" | "blocked";

/** Resolves once the text is on the disk; only then may the carrier be told so. */
export async function receiveSms(ctx: Context, carrier: string, event: TextEvent): Promise<Receipt> {
  const receipt = await ctx.store.transaction((tx) => takeText(ctx, tx, carrier, event));
  ctx.count(counted[receipt]);
  if (receipt === "unrouted") {
    ctx.log.warn(
      { carrier, to: maskPhone(event.to) },
      "a text came to a number that is no line, to a line that leads to nobody, or by another channel than SMS; it is kept",
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
  const line = lineByNumber(people.directory, event.to);
  const route = line && (await routeText(tx, people, line, now));
  const isErased = () => wasErased(tx, carrier, event.carrierMessageId);
  if (line === null || route === null)
    return (await isErased()) ? "repeat" : await keepUnrouted(ctx, tx, carrier, event, line);

  const address = contactOf(people.directory, event);
  const known = await findConversation(tx, address, line.number, route.owner);
  // A text as old as an erased one finds nothing of its contact, or only what began after it.
  const isBefore = (event.receivedAt?.getTime() ?? now) < (known?.newest?.openedAt ?? now + 1) + clocksDiffer;
  if (isBefore && (await isErased())) return "repeat";
  const conversation =
    known?.conversation ?? (await tx.conversations.open(address, route.owner, ctx.newId, now));
  const speaker = await speakerIn(tx, conversation, event);
  const isBlocked = conversation.blockedAt !== null || speaker.blockedAt !== null;
  const placed = isBlocked ? null : await openEpisode(ctx, tx, conversation, known?.newest ?? null, route);
  const text = await keepText(ctx, tx, carrier, event, {
    line,
    conversation,
    episode: placed?.episode ?? null,
    directory: people.directory,
  });
  const said = await hearOptOut(ctx, tx, speaker, event, line, text.writtenAt);
  if (placed === null) {
    await noteBlocked(ctx, tx, speaker, said, text);
    return "blocked";
  }
  const { episode } = placed;
  await showText(ctx, tx, { ...placed, conversation, party: route.party }, said, text);
  const newest = known?.newest ?? null;
  if (newest?.unlessTheyWrite) await cancelSinceTheyWrote(ctx, tx, newest, conversation);
  const message = { id: text.message, writtenAt: text.writtenAt };
  await answerAutomatically(ctx, tx, { conversation, episode, line, route, message, isWord: said.isWord });
  return "new";
}

/** A group is one contact: whoever wrote, and whom else it went to, without our own lines. */
function contactOf(directory: Directory, { from, others = [] }: TextEvent): Address {
  const theirs = others.filter((one) => lineByNumber(directory, one as string as E164) === null);
  return groupAddress([from, ...theirs]);
}

type Speaker = Pick<Conversation, "contactId" | "address" | "inLedger" | "review" | "blockedAt">;

/** Whose word it is: of a group, that of the one who wrote. */
async function speakerIn(tx: Tx, conversation: Conversation, { from }: TextEvent): Promise<Speaker> {
  if (!isGroupAddress(conversation.address)) return conversation;
  const [known] = await tx.contacts.among([from]);
  if (known !== undefined) return { ...known, contactId: known.id };
  return { ...conversation, address: from, inLedger: true, review: null };
}

type KeptText = HeardText & { readonly message: MessageId; readonly files: number };

async function keepText(
  ctx: Context,
  tx: Tx,
  carrier: string,
  event: TextEvent,
  {
    line,
    conversation,
    episode,
    directory,
  }: {
    readonly line: Line;
    readonly conversation: Conversation;
    readonly episode: Episode | null;
    readonly directory: Directory;
  },
): Promise<KeptText> {
  const now = ctx.now();
  // A text that we missed is as old as the carrier says.
  const writtenAt = Math.min(now, event.receivedAt?.getTime() ?? now);
  const message = newMessageId(ctx);
  const comesWith = mediaToFetch(ctx, carrier, event.media);
  await tx.messages.insert({
    id: message,
    conversationId: conversation.id,
    episodeId: episode?.id ?? null,
    line: line.number,
    direction: "in",
    state: "received",
    body: event.body,
    media: event.media,
    files: comesWith.length,
    carrier,
    carrierMessageId: event.carrierMessageId,
    ...(isGroupAddress(conversation.address) ? { sender: event.from } : {}),
    carrierThread: event.thread ?? null,
    writtenAt,
    createdAt: now,
    ...(episode === null ? {} : loggedAt({ directory, conversation, episode }, writtenAt)),
  });
  await insertOwed(ctx, tx, message, comesWith);
  return { event, line, message, writtenAt, files: comesWith.length };
}

interface Placed {
  readonly conversation: Conversation;
  readonly episode: Episode;
  readonly opened: boolean;
  readonly party: Party;
}

/** In its thread, behind what follows from its words; the card stands before it, or shows it. */
async function showText(
  ctx: Context,
  tx: Tx,
  { conversation, episode, opened, party }: Placed,
  said: Heard,
  text: KeptText,
): Promise<void> {
  const now = ctx.now();
  const { writtenAt } = text;
  const heard = {
    lastTextAt: Math.max(writtenAt, episode.lastTextAt ?? 0),
    // Who does not want to be texted waits for no answer.
    unansweredSince:
      said.meaning === "stop" ? null : Math.min(writtenAt, episode.unansweredSince ?? writtenAt),
    ...awake,
  };
  const idle = episode.idleSince === null ? {} : { idleSince: Math.max(now, episode.idleSince) };
  await tx.episodes.update(episode.id, differing(episode, { ...heard, ...idle }));
  if (opened) await enqueueOpen(tx, episode, now);
  if (opened && episode.channel === null && party.kind === "member")
    await enqueueReach(tx, party.member.username, now);
  await enqueueText(tx, episode, text.message, now);
  if (text.files > 0) await enqueueFiles(tx, episode, text.message, now);
  if (said.meaning !== "nothing") await actOnOptOut(ctx, tx, { conversation, episode }, said, text);
  if (!opened) await enqueueCard(tx, episode, now, said.meaning === "nothing" ? "soon" : "now");
}
