/** What the modals about templates have in common: what stands below one, to be drawn anew once it closes, and how pages are turned. */
import type { KnownBlock, RichTextBlock } from "@slack/types";
import type { ListShown } from "../../bridge/template-library/template-list.ts";
import type { TemplateId } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { emptyWords, showable } from "../text/inert.ts";
import { inertElements } from "../text/to-slack.ts";
import { actions, besideLast, button, context, sections } from "./blocks.ts";
import { parseMetadata } from "./form-fields.ts";

export const templateActions = {
  create: "template.new",
  row: "template.row",
  filter: "template.filter",
  search: "template.search",
  deleted: "template.deleted",
  restore: "template.restore",
  bringBack: "template.bring_back",
  preview: "template.preview",
  scope: "template.scope",
} as const;

/** Its buttons' ids end in where they lead; their value is the page. */
export const templateTurnPrefix = "template.turn.";

/** The views below, by Slack's ids, and what stands in them. */
export interface Below {
  readonly list: ListBelow | null;
  /** On top of that. */
  readonly over: OverList | null;
}

export interface ListBelow extends ListShown {
  readonly view: string;
}

export interface OverList {
  readonly view: string;
  /** Whose versions; null: it is what was deleted. */
  readonly template: TemplateId | null;
  readonly page: number;
}

export const nothingBelow: Below = { list: null, over: null };

/** What a modal about one template was drawn with. */
export function readBelow(metadata: string): Below {
  const read = parseMetadata(metadata);
  return { list: readListBelow(recordIn(read, "list")), over: readOver(recordIn(read, "over")) };
}

function readListBelow(read: Json | undefined): ListBelow | null {
  const view = stringIn(read ?? {}, "view");
  return read === undefined || view === undefined ? null : { view, ...readShown(read) };
}

export function readShown(read: Json): ListShown {
  return {
    scope: stringIn(read, "scope") ?? null,
    words: stringIn(read, "words") ?? "",
    page: pageIn(read),
  };
}

function readOver(read: Json | undefined): OverList | null {
  const view = stringIn(read ?? {}, "view");
  if (read === undefined || view === undefined) return null;
  const template = (stringIn(read, "template") ?? null) as TemplateId | null;
  return { view, template, page: pageIn(read) };
}

/** Which page of the list is shown, from 0 on. */
export function readPage(metadata: string): number {
  return pageIn(parseMetadata(metadata));
}

function pageIn(read: Json): number {
  return typeof read.page === "number" && Number.isSafeInteger(read.page) ? read.page : 0;
}

/** Which of them a modal is about. */
export function templateIn(metadata: string): TemplateId {
  return (stringIn(parseMetadata(metadata), "template") ?? "") as TemplateId;
}

/** Nothing where all of it is shown. */
export function drawPages({ page, pages }: { readonly page: number; readonly pages: number }): KnownBlock[] {
  if (pages <= 1) return [];
  const back = button("Back", `${templateTurnPrefix}back`, String(page - 1));
  const on = button("More", `${templateTurnPrefix}on`, String(page + 1));
  return [
    context(`Page ${page + 1} of ${pages}`),
    actions([...(page > 0 ? [back] : []), ...(page < pages - 1 ? [on] : [])]),
  ];
}

/** A template's words as they stand: nothing in them acts. */
export function drawTemplateWords(text: string): RichTextBlock {
  const shown = showable(text) || emptyWords;
  return { type: "rich_text", elements: [{ type: "rich_text_quote", elements: inertElements(shown) }] };
}

/** What was just done; `undo`: the one that was deleted by it. */
export interface JustDone {
  readonly words: string;
  readonly undo?: TemplateId | null;
}

export function drawDone(done: JustDone | null): KnownBlock[] {
  if (done === null) return [];
  const words = sections(`:white_check_mark: ${plain(done.words, 300)}`);
  const { undo = null } = done;
  return undo === null ? words : besideLast(words, button("Undo", templateActions.restore, undo));
}

/** So much of a template's text stands in a list. */
export const longestWords = 120;
