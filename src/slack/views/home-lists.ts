/** How a list of the app's Home is headed and turned, and how its conversations read. */
import type { KnownBlock } from "@slack/types";
import type { ConversationAtHome } from "../../domain/home.ts";
import type { Listed, Turn } from "../../domain/home-lists.ts";
import { quoted } from "../../domain/quote.ts";
import type { Place } from "../../domain/sentence.ts";
import { escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { emptyWords, showable } from "../text/inert.ts";
import { actions, button, sections } from "./blocks.ts";
import { moment, placeLink } from "./sentences.ts";

/** Its buttons' ids end in what they do: several stand in one block. */
export const homeTurnPrefix = "home.turn.";

/** Where its pages lead, as people read it. */
export const inTime = { back: "Earlier", on: "Later" } as const;
export const newestFirst = { back: "Later", on: "Earlier" } as const;
export const inNoOrder = { back: "Back", on: "More" } as const;
type Ways = { readonly back: string; readonly on: string };

/** A name in a row: what fits beside the rest of it. */
export const shortName = 40;

export const between = "  ·  ";

export function turnButton(label: string, way: "back" | "on" | "show" | "hide", turn: Turn) {
  return button(label, `${homeTurnPrefix}${way}`, `${turn.list} ${turn.page ?? "-"}`);
}

export function readTurn(value: string): Turn {
  const [list = "", page = ""] = value.split(" ");
  return { list, page: page === "-" ? null : Number(page || Number.NaN) };
}

/** `*Scheduled*  ·  6–10 of 12`. */
export function headOf(
  title: string,
  list: Listed<unknown>,
  size: number,
  more: readonly string[] = [],
): string {
  const { rows, total, page } = list;
  const isWhole = page === 0 && !list.more;
  const from = page * size + 1;
  const range = `${from}–${from + rows.length - 1}`;
  const count = isWhole ? `${total ?? rows.length}` : total === null ? range : `${range} of ${total}`;
  return [`*${title}*`, ...(rows.length === 0 ? [] : [count]), ...more].join(between);
}

/** Nothing where all of it is shown. */
export function drawTurns(key: string, { page, more }: Listed<unknown>, { back, on }: Ways): KnownBlock[] {
  const buttons = [
    ...(page > 0 ? [turnButton(back, "back", { list: key, page: page - 1 })] : []),
    ...(more ? [turnButton(on, "on", { list: key, page: page + 1 })] : []),
  ];
  return buttons.length === 0 ? [] : [actions(buttons)];
}

export function linked(
  teamUrl: string,
  label: string,
  at: { readonly place: Place; readonly thread: Place["ts"] } | null,
): string {
  return at === null ? plain(label, shortName) : placeLink(teamUrl, at.place, label, at.thread);
}

/** As lines: a block for each would not leave room for all lists. @param beside what else is to be known of one. */
export function drawConversations(
  rows: readonly ConversationAtHome[],
  teamUrl: string,
  beside: (row: ConversationAtHome) => readonly string[],
): KnownBlock[] {
  const lines = rows.map((row) => {
    const sign = row.waitingSince === null ? ":white_circle:" : ":red_circle:";
    const who = linked(teamUrl, row.contact, row.at && { place: row.at, thread: row.at.ts });
    const state =
      row.waitingSince === null
        ? `quiet since ${moment(row.lastAt)}`
        : `waiting since ${moment(row.waitingSince)}`;
    return `${sign}  ${[who, state, ...beside(row)].join(between)}`;
  });
  return sections(lines.join("\n"));
}

/** How a text begins. */
export function shownWords(words: string): string {
  const shown = showable(words);
  return shown === "" ? emptyWords : escapeMrkdwn(quoted(shown));
}

export function whose({ of }: ConversationAtHome): string {
  return of === null ? "your own" : plain(of, shortName);
}

export function heldBy({ holder }: ConversationAtHome): string {
  return holder === null ? "nobody has it" : `${plain(holder, shortName)} has it`;
}
