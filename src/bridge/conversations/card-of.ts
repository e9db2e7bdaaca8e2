/** The card of an episode, as the database has it now. */

import { nameAttachments } from "../../domain/attachments.ts";
import type { CardModel } from "../../domain/card.ts";
import { authorOfText, nameOf, namesOfGroup } from "../../domain/contact.ts";
import { type Directory, type Line, lineByNumber, membersOfGroup } from "../../domain/directory.ts";
import { isGroupAddress } from "../../domain/group-address.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { howOptedOut } from "../../domain/opt-out-ledger.ts";
import { isAnswer } from "../../domain/origin.ts";
import { type Party, partyName, partyOf, partyOfLine } from "../../domain/owner.ts";
import { memberName, slackUserOf } from "../../domain/people.ts";
import { formatPhone } from "../../domain/phone.ts";
import { isEmptyText } from "../../domain/plain-text.ts";
import { insideName } from "../../domain/sender.ts";
import { untilTheyWrite } from "../../domain/snooze.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { Context } from "../context/context.ts";
import {
  aroundEpisode,
  type EpisodeContext,
  lineNumber,
  showsWords,
  userOf,
} from "../context/episode-context.ts";
import { whoOptedOut } from "../context/opted-out.ts";
import { keptBackWords } from "../context/refused-lines.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { loggingOfCard } from "../records/logging-of-card.ts";
import { unloggedOfCard } from "../records/unlogged-of-card.ts";
import { inboxOfCard } from "./inbox-of-card.ts";

/** Among so many of its newest texts is the last one of ours, where the customer is answered. */
const newestTexts = 12;

export interface DrawnCard {
  readonly episode: Episode;
  readonly model: CardModel;
}

export interface CardOptions {
  /** It is about to be posted, or was a moment ago. The first that stands calls whom the group wants called. */
  readonly first: boolean;
  /** What came of it while it was on its way is to be seen. */
  readonly stands?: boolean;
}

/**
 * Null where the episode is not there or has no thread yet by design, and before its place is known.
 */
export async function cardOf(
  ctx: Pick<Context, "crm" | "crmTitle" | "carriers" | "carrierTitle">,
  tx: Tx,
  id: EpisodeId,
  options: CardOptions,
): Promise<DrawnCard | null> {
  const around = await aroundEpisode(tx, id);
  if (around === null) return null;
  const { episode } = around;
  if (episode.channel === null || episode.state === "quiet") return null;
  const { earlier, later } = await tx.episodes.neighbours(episode);
  const said = (await tx.messages.lastSaid(id, newestTexts)).filter(isByHand);
  const shows = showsWords(around);
  const inbox = await inboxOfCard(ctx, tx, around);
  const model: CardModel = {
    episode: id,
    channel: episode.channel,
    contact: {
      name: nameOf(around.directory, around.conversation),
      ...(isGroupAddress(around.conversation.address)
        ? { members: namesOfGroup(around.directory, around.conversation.address) }
        : {}),
      address: around.conversation.address,
    },
    line: lineLabel(around, said),
    state: episode.state,
    direct: directOf(around, said),
    assignee:
      episode.assignee === null
        ? null
        : { username: episode.assignee, user: userOf(around, episode.assignee) },
    lastTextAt: episode.lastTextAt,
    waitingSince: episode.unansweredSince,
    snoozedUntil: episode.snoozedUntil === untilTheyWrite ? "write" : episode.snoozedUntil,
    answered: answeredOf(around, said),
    optedOut: optedOutOf(around, shows),
    ...(await keptBackOf(ctx, tx, around)),
    inReview: around.conversation.review !== null,
    blocked: await blockedOf(tx, around),
    resolved: inbox.ended ?? resolvedOf(around),
    ...(inbox.model && { inbox: inbox.model }),
    quote: shows ? quoteOf(around, said) : null,
    preview: shows ? previewOf(said) : [],
    earlier: earlier && threadPlace(earlier),
    later: later && threadPlace(later),
    replaces: episode.replaces,
    movedTo: await movedToOf(tx, around),
    hasDrafts: episode.drafts > 0,
    logging: isShownAnew(episode, options)
      ? ((await loggingOfCard(ctx, tx, id)) ?? (await unloggedOfCard(ctx, tx, around)))
      : null,
    newest: later === null,
    calls: options.first && !(await stoodBefore(tx, episode)) ? callsOf(around, said) : { kind: "none" },
  };
  return { episode, model };
}

/** Of what was never shown nothing is logged yet. */
function isShownAnew({ replaces }: Episode, { first, stands }: CardOptions): boolean {
  return !first || stands === true || replaces !== null;
}

/** The line that it is about; of a member's own, the one that the newest text came to. Of a line that is gone there is only the number. */
function lineLabel({ directory, conversation }: EpisodeContext, said: readonly Message[]): string {
  const came = newestOf(said.filter(({ direction }) => direction === "in"));
  const number = lineNumber(conversation) ?? came?.line ?? null;
  if (number === null) return "";
  return lineByNumber(directory, number)?.name ?? formatPhone(number);
}

function directOf(
  { conversation, party, line, directory }: EpisodeContext,
  said: readonly Message[],
): CardModel["direct"] {
  if (conversation.owner.kind === "line" && party?.kind !== "member") return null;
  return {
    answersFrom: line && `${line.name} ${formatPhone(line.number)}`,
    answersGo: answersGo(directory, party, line, said),
  };
}

/** What its member texted last may be answered to a line that leads to somebody else. */
function answersGo(
  directory: Directory,
  party: Party | null,
  line: Line | null,
  said: readonly Message[],
): string | null {
  const asked = newestOf(said.filter(({ direction }) => direction === "out"));
  const from = asked === null ? line : lineByNumber(directory, asked.line);
  const to = from && partyOfLine(directory, from);
  if (party === null || to === null) return null;
  const isSame =
    to.kind === "member" && party.kind === "member" && to.member.username === party.member.username;
  return isSame ? null : partyName(to);
}

/** A known word is no secret; what else was said is one where the line keeps words off the card. */
function optedOutOf(around: EpisodeContext, shows: boolean): CardModel["optedOut"] {
  const { optedOut, directory, conversation } = around;
  if (optedOut === null) return null;
  const isNoSecret = ["word", "carrier_word", "list"].includes(optedOut.source);
  const evidence = shows || isNoSecret ? optedOut.evidence : "";
  const how = howOptedOut(directory, { ...optedOut, evidence });
  const isOneOfThem = isGroupAddress(conversation.address);
  return { at: optedOut.at, how: isOneOfThem ? `${whoOptedOut(around, optedOut)}: ${how}` : how };
}

/** What is recorded here does not undo it by itself. Asked only of those who stand in the ledger. */
async function keptBackOf(
  ctx: Pick<Context, "carriers" | "carrierTitle">,
  tx: Tx,
  { conversation: { inLedger, address }, optedOut, line, directory }: EpisodeContext,
): Promise<Pick<CardModel, "keptBack">> {
  if (!inLedger || optedOut !== null || line === null || isGroupAddress(address)) return {};
  const keptBack = await keptBackWords(ctx, tx, directory, address, line.number);
  return keptBack === null ? {} : { keptBack };
}

async function stoodBefore(tx: Tx, { id, replaces }: Episode): Promise<boolean> {
  return replaces !== null && (await tx.episodes.threadsOf(id)).length > 0;
}

/** When it came, or left. */
function momentOf({ direction, sendingAt, writtenAt }: Message): number {
  return direction === "in" ? writtenAt : (sendingAt ?? writtenAt);
}

/** Of what answered by itself, or went to many, a card says nothing. */
function isByHand({ origin }: Message): boolean {
  return isAnswer(origin);
}

function newestOf(texts: readonly Message[]): Message | null {
  return texts.reduce<Message | null>(
    (newest, text) => (newest !== null && momentOf(newest) > momentOf(text) ? newest : text),
    null,
  );
}

function answeredOf(around: EpisodeContext, said: readonly Message[]): CardModel["answered"] {
  const answer = newestOf(said.filter(({ direction }) => direction === "out"));
  if (answer === null) return null;
  const unasked = !said.some(({ direction }) => direction === "in");
  return { at: momentOf(answer), by: writerOf(around, answer), ...(unasked ? { unasked } : {}) };
}

function quoteOf(around: EpisodeContext, said: readonly Message[]): CardModel["quote"] {
  const newest = newestOf(said);
  if (newest === null) return null;
  const { directory, conversation } = around;
  // Whoever texts from the team itself is no customer.
  const contact = isGroupAddress(conversation.address)
    ? authorOfText(directory, conversation, newest)
    : (insideName(directory, conversation.address) ?? capitalized(directory.customerWord));
  const whose = newest.direction === "in" ? contact : (writerOf(around, newest) ?? "We");
  return { whose, words: wordsOf(newest) };
}

function writerOf({ directory }: EpisodeContext, { author, sender }: Message): string | null {
  return author === null ? sender : memberName(directory, author);
}

function wordsOf({ body, media }: Message): string {
  if (!isEmptyText(body)) return body;
  const names = nameAttachments(
    0,
    media.map(({ contentType }) => contentType),
  );
  return names === "" ? "" : `sent ${names}`;
}

/** What waits to be posted, else the last text. */
function previewOf(said: readonly Message[]): string[] {
  const texts = said.filter(({ direction }) => direction === "in");
  const waiting = texts.filter((text) => text.postedTs === null);
  return (waiting.length > 0 ? waiting : texts.slice(-1)).map((text) => text.body);
}

function resolvedOf(around: EpisodeContext): CardModel["resolved"] {
  const { resolvedAt, resolvedBy } = around.episode;
  if (resolvedAt === null) return null;
  if (resolvedBy === null) return { by: null, user: null, at: resolvedAt, ...silenceOf(around) };
  return { by: memberName(around.directory, resolvedBy), user: userOf(around, resolvedBy), at: resolvedAt };
}

function silenceOf({ party }: EpisodeContext): { readonly silentFor?: number } {
  const hours = party?.kind === "group" ? party.group.autoResolveHours : undefined;
  return hours === undefined ? {} : { silentFor: hours };
}

async function movedToOf(tx: Tx, { directory, episode }: EpisodeContext): Promise<string | null> {
  const next = episode.movedTo === null ? null : await tx.episodes.whole(episode.movedTo);
  return next && partyName(partyOf(directory, next.conversation.owner));
}

async function blockedOf(tx: Tx, around: EpisodeContext): Promise<CardModel["blocked"]> {
  const { blockedAt, contactId } = around.conversation;
  const blocked = blockedAt === null ? null : await tx.contacts.blockedOne({ contact: contactId });
  if (blocked === null) return null;
  const { by, at } = blocked;
  return { by: memberName(around.directory, by), user: userOf(around, by), at };
}

/** For customers who write: what one of the team begins calls nobody. */
function callsOf(around: EpisodeContext, said: readonly Message[]): CardModel["calls"] {
  if (!said.some(({ direction }) => direction === "in")) return { kind: "none" };
  const group = around.party?.kind === "group" ? around.party.group : null;
  if (group === null || group.notify === "none") return { kind: "none" };
  if (group.notify === "here") return { kind: "here" };
  const users = membersOfGroup(around.directory, group).flatMap(
    (member) => slackUserOf(member, around.identities) ?? [],
  );
  return { kind: "users", users };
}
