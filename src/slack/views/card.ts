/**
 * The card: the root of a thread, drawn from the database and never read back. It holds a customer's words only
 * where the model has a preview (law 8).
 */
import type { KnownBlock, RichTextBlock } from "@slack/types";
import type { CardModel } from "../../domain/card.ts";
import { senderLabel } from "../../domain/phone.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { inertElements, toSlackFallback } from "../text/to-slack.ts";
import { actions, context, type Drawn, sections } from "./blocks.ts";
import { drawCardButtons } from "./card-buttons.ts";
import { moment, nameLimit, person, placeLink } from "./sentences.ts";

const previewLimit = 200;
const previewLines = 12;
/** A lock screen has less room. */
const pushLines = 3;

/** `fresh`: as a new post, which may call people; an update calls nobody. */
export function drawCard(card: CardModel, teamUrl: string, fresh: boolean): Drawn {
  const blocks: KnownBlock[] = [
    ...sections(headline(card)),
    context(stateLine(card, teamUrl)),
    ...drawPreview(card.preview),
  ];
  const call = fresh ? callOut(card) : "";
  if (call !== "") blocks.push(...sections(call));
  const buttons = drawCardButtons(card);
  if (buttons.length > 0) blocks.push(actions(buttons));
  return { text: pushText(card, call), blocks };
}

function headline(card: CardModel): string {
  const number = plain(senderLabel(card.contact.address), nameLimit);
  const who =
    card.contact.name === null ? `*${number}*` : `*${plain(card.contact.name, nameLimit)}*  ${number}`;
  return `${who}  →  ${plain(card.line, nameLimit)}`;
}

/** `Open · @Ben has it · last text today at 2:14 PM · earlier conversation` */
function stateLine(card: CardModel, teamUrl: string): string {
  const parts = card.state === "open" ? openParts(card) : resolvedParts(card);
  if (card.optedOutAt !== null) parts.push(`*opted out* ${moment(card.optedOutAt)}`);
  if (card.replaces !== null) parts.push(whyAnew[card.replaces]);
  if (card.earlier !== null) parts.push(placeLink(teamUrl, card.earlier, "earlier conversation"));
  if (card.later !== null) parts.push(placeLink(teamUrl, card.later, "later conversation"));
  return parts.join("  ·  ");
}

const whyAnew = {
  deleted: "the card before this one was deleted",
  closed: "the channel before this one was closed",
} as const;

function openParts({ assignee, lastTextAt }: CardModel): string[] {
  const holder =
    assignee === null ? "nobody has it yet" : `${person(assignee.user, assignee.username)} has it`;
  return ["Open", holder, ...(lastTextAt === null ? [] : [`last text ${moment(lastTextAt)}`])];
}

function resolvedParts({ resolved }: CardModel): string[] {
  if (resolved === null) return ["Resolved"];
  return [`Resolved by ${person(resolved.user, resolved.by)} ${moment(resolved.at)}`];
}

function drawPreview(preview: readonly string[]): RichTextBlock[] {
  const lines = preview.slice(-previewLines).map((text) => oneLine(text, previewLimit));
  if (lines.length === 0) return [];
  const elements = inertElements(lines.join("\n"));
  return [{ type: "rich_text", elements: [{ type: "rich_text_quote", elements }] }];
}

function callOut({ calls }: CardModel): string {
  if (calls.kind === "here") return "<!here>";
  return calls.kind === "users" ? calls.users.map((user) => `<@${user}>`).join(" ") : "";
}

/** What a lock screen shows: who, which line, and what was written where the line allows it. */
function pushText(card: CardModel, call: string): string {
  const who = oneLine(senderLabel(card.contact.address, card.contact.name), nameLimit);
  const head = `${who} → ${oneLine(card.line, nameLimit)}`;
  const said = card.preview.slice(-pushLines).map((text) => oneLine(text, previewLimit));
  const state = card.state === "resolved" ? " (resolved)" : "";
  const text = toSlackFallback(
    said.length === 0 ? `${head}${state}` : `${head}${state}: ${said.join(" / ")}`,
  );
  return call === "" ? text : `${call} ${text}`;
}
