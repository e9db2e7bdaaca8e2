/** The buttons of a card: their ids, what they carry (the conversation, and who had it when the card was drawn), how they look. */
import type { Button, StaticSelect } from "@slack/types";
import type { CardModel } from "../../domain/card.ts";
import type { EpisodeId, Username } from "../../domain/ids.ts";
import { isRecord, stringIn } from "../../lib/json.ts";
import { button, type Pressed } from "./blocks.ts";
import { person } from "./sentences.ts";
import { pickActions } from "./template-pick.ts";

/** Their value is a `CardValue`. */
export const cardActions = {
  take: "episode.take",
  release: "episode.release",
  resolve: "episode.resolve",
  close: "episode.close",
  reopen: "episode.reopen",
  /** The menu behind them: each of its options carries a `MoreValue`. */
  more: "episode.more",
} as const;

export interface CardValue {
  readonly episode: EpisodeId;
  readonly seenAssignee: Username | null;
}

/** What the menu may offer. */
const moreLabels = {
  assign: "Assign...",
  snooze: "Snooze...",
  wake: "Wake up",
  opt_out: "Opt-in / opt-out...",
  block: "Block number",
  unblock: "Unblock",
  name: "Name this contact...",
  contact: "Change contact...",
  log: "Log to CRM",
  drafts: "Drafts...",
  transcript: "Transcript",
} as const;

export type MoreChoice = keyof typeof moreLabels;

export interface MoreValue {
  readonly episode: EpisodeId;
  readonly choice: MoreChoice;
}

/** Those of an open card, with the menu at their end. */
export function drawCardButtons(card: CardModel): Pressed[] {
  const value = cardValueOf(card);
  const last = [button("Template", pickActions.open, value), drawMore(card)];
  if (card.direct !== null) return [button("Call it done", cardActions.close, value), ...last];
  const resolve = button("Resolve", cardActions.resolve, value);
  if (card.assignee === null) return [button("Take", cardActions.take, value), resolve, ...last];
  const takeOver = { ...button("Take", cardActions.take, value), confirm: askFirst(card.assignee) };
  return [takeOver, button("Release", cardActions.release, value), resolve, ...last];
}

/** A resolved card is one line, which has room for one button: only the newest has it. */
export function drawReopen(card: CardModel): Button | null {
  return card.newest && card.movedTo === null
    ? button("Reopen", cardActions.reopen, cardValueOf(card))
    : null;
}

function cardValueOf({ episode, assignee }: CardModel): string {
  return writeCardValue({ episode, seenAssignee: assignee?.username ?? null });
}

/** A select holds more than an overflow menu's five. It goes on showing what was chosen until the card is drawn anew. */
export function drawMore({
  episode,
  state,
  direct,
  snoozedUntil,
  blocked,
  hasDrafts,
  logging,
}: CardModel): StaticSelect {
  const ofOpen: readonly MoreChoice[] = [
    ...(direct === null ? (["assign"] as const) : []),
    snoozedUntil === null ? "snooze" : "wake",
  ];
  const choices: readonly MoreChoice[] = [
    ...(state === "open" ? ofOpen : []),
    "opt_out",
    blocked === null ? "block" : "unblock",
    "name",
    ...(logging?.state === "logged" && logging.chooses ? (["contact"] as const) : []),
    "log",
    ...(hasDrafts ? (["drafts"] as const) : []),
    "transcript",
  ];
  return {
    type: "static_select",
    action_id: cardActions.more,
    placeholder: { type: "plain_text", text: "More" },
    options: choices.map((choice) => ({
      text: { type: "plain_text", text: moreLabels[choice] },
      value: writeMoreValue({ episode, choice }),
    })),
  };
}

/** Taking from someone asks first, in the client: no round trip, and nothing happens on "no". */
function askFirst(assignee: NonNullable<CardModel["assignee"]>): NonNullable<Button["confirm"]> {
  return {
    title: { type: "plain_text", text: "Take it over?" },
    text: {
      type: "mrkdwn",
      text: `${person(assignee.user, assignee.username)} has it now.`,
      verbatim: true,
    },
    confirm: { type: "plain_text", text: "Take" },
    deny: { type: "plain_text", text: "Leave it" },
  };
}

/** Slack takes 2,000 characters as a button's value. */
export function writeCardValue({ episode, seenAssignee }: CardValue): string {
  return JSON.stringify({ e: episode, a: seenAssignee });
}

/** Null for a button of an earlier version, or one that was made up. */
export function readCardValue(value: string): CardValue | null {
  const parsed = parse(value);
  const episode = isRecord(parsed) ? stringIn(parsed, "e") : undefined;
  if (!isRecord(parsed) || episode === undefined) return null;
  const seenAssignee = (stringIn(parsed, "a") ?? null) as Username | null;
  return { episode: episode as EpisodeId, seenAssignee };
}

/** Slack takes 150 characters as an option's value. */
function writeMoreValue({ episode, choice }: MoreValue): string {
  return JSON.stringify({ e: episode, c: choice });
}

/** Null for what this version does not offer. */
export function readMoreValue(value: string): MoreValue | null {
  const parsed = parse(value);
  const episode = isRecord(parsed) ? stringIn(parsed, "e") : undefined;
  const choice = isRecord(parsed) ? stringIn(parsed, "c") : undefined;
  if (episode === undefined || choice === undefined || !Object.hasOwn(moreLabels, choice)) return null;
  return { episode: episode as EpisodeId, choice: choice as MoreChoice };
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
