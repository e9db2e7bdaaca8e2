/**
 * The card: the root of a thread, drawn from the database and never read back. It holds words of a conversation only
 * where the model has them (law 8). Open, it is four short lines at most (who, the state, the newest text, the buttons), so that
 * forty can be looked through; resolved, it is one. Two more stand there while somebody has to decide about its log.
 */
import type { KnownBlock, RichTextBlock } from "@slack/types";
import type { CardModel } from "../../domain/card.ts";
import { senderLabel } from "../../domain/phone.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { emptyWords, oneLine } from "../text/inert.ts";
import { inertElements, toSlackFallback } from "../text/to-slack.ts";
import { actions, besideLast, context, type Drawn, sections } from "./blocks.ts";
import { drawCardButtons, drawMore, drawReopen } from "./card-buttons.ts";
import { drawQuestion, loggedWords, unloggedWords } from "./card-logging.ts";
import { moment, nameLimit, person, placeLink } from "./sentences.ts";

/** What fits in one line beside the sidebar, and in two on a phone. */
const quoteLimit = 65;
const howLimit = 120;
/** A lock screen has room for more words, and for so many texts. */
const pushLimit = 200;
const pushLines = 3;

/** `fresh`: as a new post, which may call people; an update calls nobody. */
export function drawCard(card: CardModel, teamUrl: string, fresh: boolean): Drawn {
  const call = fresh ? callOut(card) : "";
  const text = pushText(card, call);
  return {
    text,
    blocks: card.state === "open" ? drawOpen(card, teamUrl, call) : drawResolved(card, teamUrl),
  };
}

function drawOpen(card: CardModel, teamUrl: string, call: string): KnownBlock[] {
  const { sign, words } = standingOf(card);
  const state = [
    words,
    card.direct === null ? holderOf(card) : answersFrom(card.direct),
    ...remarks(card, teamUrl),
    ...[loggedWords(card) ?? []].flat(),
  ].join(between);
  return [
    ...sections(`${sign}  ${headline(card)}${call === "" ? "" : `  ${call}`}`),
    context(state),
    ...drawQuote(card.quote),
    actions(drawCardButtons(card)),
    ...drawQuestion(card),
  ];
}

function drawResolved(card: CardModel, teamUrl: string): KnownBlock[] {
  const { sign, words } = standingOf(card);
  const line = [`${sign}  ${headline(card)}`, words, ...remarks(card, teamUrl)].join(between);
  const beside = card.blocked !== null && card.newest ? drawMore(card) : drawReopen(card);
  // Beside it there is room for the menu without another line.
  if (beside === null && card.blocked === null && card.logging?.state === "unlogged")
    return besideLast(sections(line), drawMore(card));
  return [...(beside === null ? sections(line) : besideLast(sections(line), beside)), ...drawLogging(card)];
}

/** A resolved one has no menu of its own; what is logged may still be changed, and what is not may be logged. */
function drawLogging(card: CardModel): KnownBlock[] {
  if (card.logging?.state === "unlogged")
    return card.blocked === null ? besideLast(sections(unloggedWords(card.logging)), drawMore(card)) : [];
  const logged = loggedWords(card);
  if (logged === null) return drawQuestion(card, card.blocked === null ? [drawMore(card)] : []);
  return card.blocked === null ? besideLast(sections(logged), drawMore(card)) : sections(logged);
}

const between = "  ·  ";

function headline(card: CardModel): string {
  if (card.contact.members !== undefined) return groupHeadline(card, card.contact.members);
  const number = plain(senderLabel(card.contact.address), nameLimit);
  const who =
    card.contact.name === null ? `*${number}*` : `*${plain(card.contact.name, nameLimit)}*  ${number}`;
  return card.line === "" ? who : `${who}  →  ${plain(card.line, nameLimit)}`;
}

/** All of them, whom a reply reaches. */
function groupHeadline({ contact, line }: CardModel, members: readonly string[]): string {
  const all = members.map((name) => `*${plain(name, nameLimit)}*`).join(", ");
  const isGiven = contact.name !== null && !contact.name.includes(members[0] ?? "");
  const name = isGiven ? `*${plain(contact.name ?? "", nameLimit)}*  ` : "";
  const who = `${name}Group of ${members.length}: ${all}`;
  return line === "" ? who : `${who}  →  ${plain(line, nameLimit)}`;
}

/** Whether somebody waits, by a sign that is found while scrolling, and in words. */
function standingOf(card: CardModel): { readonly sign: string; readonly words: string } {
  const { waitingSince, answered, lastTextAt, resolved, blocked } = card;
  if (blocked !== null) {
    const by = `${person(blocked.user, blocked.by)} ${moment(blocked.at)}`;
    return { sign: ":no_entry:", words: `*Blocked* by ${by}` };
  }
  if (card.state !== "open" && card.movedTo !== null)
    return { sign: ":arrow_right:", words: `Goes on with ${plain(card.movedTo, nameLimit)}` };
  if (card.state !== "open") {
    const by = resolved === null ? "" : endedBy(resolved);
    return { sign: ":heavy_check_mark:", words: `${card.state === "closed" ? "Done" : "Resolved"}${by}` };
  }
  if (waitingSince !== null) return { sign: ":red_circle:", words: `Waiting since ${moment(waitingSince)}` };
  const sign = card.optedOut === null ? ":white_circle:" : ":no_entry_sign:";
  if (answered !== null) {
    const by = answered.by === null ? "" : ` by ${plain(answered.by, nameLimit)}`;
    const did = answered.unasked === true ? "Texted" : "Answered";
    return { sign, words: `${did} ${moment(answered.at)}${by}` };
  }
  return { sign, words: lastTextAt === null ? "Open" : `Open, last text ${moment(lastTextAt)}` };
}

/** A direct one that closed by itself was closed by nobody. */
function endedBy(ended: NonNullable<CardModel["resolved"]>): string {
  const { by, user, at, silentFor, there } = ended;
  if (there !== undefined) return endedThere(plain(there, nameLimit), ended);
  if (silentFor !== undefined)
    return ` by itself after ${silentFor} ${silentFor === 1 ? "hour" : "hours"} of silence, ${moment(at)}`;
  return `${by === null ? "" : ` by ${person(user, by)}`} ${moment(at)}`;
}

function endedThere(there: string, { by, user, at, silentFor }: NonNullable<CardModel["resolved"]>): string {
  if (silentFor !== undefined)
    return `: ${there} closed it after ${silentFor} ${silentFor === 1 ? "hour" : "hours"} without texts, ${moment(at)}`;
  return ` in ${there}${by === null ? "" : ` by ${person(user, by)}`} ${moment(at)}`;
}

function answersFrom({ answersFrom: line, answersGo }: NonNullable<CardModel["direct"]>): string {
  if (line === null) return "*answers can’t leave: no outbound line*";
  const from = `answers leave from ${plain(line, nameLimit)}`;
  if (answersGo === null) return from;
  return `${from}${between}*what they text back goes to ${plain(answersGo, nameLimit)}*`;
}

function holderOf({ assignee }: CardModel): string {
  return assignee === null ? "nobody has it" : `${person(assignee.user, assignee.username)} has it`;
}

/** What else is to be known of it. */
function remarks(card: CardModel, teamUrl: string): string[] {
  const { snoozedUntil, optedOut, keptBack, inReview, replaces, earlier, later } = card;
  return [
    ...inboxRemarks(card),
    ...(snoozedUntil === null
      ? []
      : [`*snoozed* until ${snoozedUntil === "write" ? "they write" : moment(snoozedUntil)}`]),
    ...(optedOut === null ? [] : [`*opted out* ${moment(optedOut.at)}: ${plain(optedOut.how, howLimit)}`]),
    ...(keptBack === undefined ? [] : [`*texts are kept back* ${plain(keptBack, howLimit)}`]),
    ...(inReview ? ["*may want to opt out*: nothing leaves until someone answers that in the thread"] : []),
    ...(replaces === null ? [] : [whyAnew[replaces]]),
    ...(earlier === null ? [] : [placeLink(teamUrl, earlier, "earlier conversation")]),
    ...(later === null ? [] : [placeLink(teamUrl, later, "later conversation")]),
  ];
}

/** What the carrier's own shared inbox shows otherwise. */
function inboxRemarks({ state, inbox }: CardModel): string[] {
  if (inbox === undefined || state !== "open") return [];
  const there = plain(inbox.carrier, nameLimit);
  if (inbox.isOver) return [`resolved in ${there}: the next text makes a new conversation there`];
  return inbox.shows === null ? [] : [`${there} shows ${plain(inbox.shows, nameLimit)} as the sender`];
}

const whyAnew = {
  deleted: "the card before this one was deleted",
  closed: "the channel before this one was closed",
} as const;

function drawQuote(quote: CardModel["quote"]): RichTextBlock[] {
  if (quote === null) return [];
  const whose = `${oneLine(quote.whose, nameLimit)}: `;
  const elements = [
    { type: "text" as const, text: whose, style: { bold: true } },
    ...inertElements(oneLine(quote.words, quoteLimit) || emptyWords),
  ];
  return [{ type: "rich_text", elements: [{ type: "rich_text_quote", elements }] }];
}

function callOut({ calls }: CardModel): string {
  if (calls.kind === "here") return "<!here>";
  return calls.kind === "users" ? calls.users.map((user) => `<@${user}>`).join(" ") : "";
}

/** What a lock screen shows: who, which line, and what was written where the line allows it. */
function pushText(card: CardModel, call: string): string {
  const who = oneLine(senderLabel(card.contact.address, card.contact.name), nameLimit);
  const head = card.line === "" ? who : `${who} → ${oneLine(card.line, nameLimit)}`;
  const said = card.preview.slice(-pushLines).map((text) => oneLine(text, pushLimit));
  const state = { open: "", resolved: " (resolved)", closed: " (done)" }[card.state];
  const text = toSlackFallback(
    said.length === 0 ? `${head}${state}` : `${head}${state}: ${said.join(" / ")}`,
  );
  return call === "" ? text : `${call} ${text}`;
}
