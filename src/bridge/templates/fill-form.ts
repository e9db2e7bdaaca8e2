/** The form in which what a template was filled in with is looked over, completed and sent, or kept. */

import type { Gap } from "../../domain/filled-template.ts";
import type { DraftId, EpisodeId, SlackUserId, TemplateId, Username } from "../../domain/ids.ts";
import type { TextCheck } from "../new-text/check-new-text.ts";
import type { LineOption } from "../new-text/new-text-form.ts";

/** What it is of, as it travels with the form: ids alone. */
export interface FillIds {
  readonly episode: EpisodeId;
  /** Null for words that were kept without one. */
  readonly template: TemplateId | null;
  readonly version: number | null;
  /** The draft that was opened; null: none. */
  readonly draft: DraftId | null;
  /** Who had the conversation when the form was drawn. */
  readonly assignee: Username | null;
}

/** What stands above its fields. */
export interface FillHead {
  /** The contact as people read it. */
  readonly contact: string;
  /** Which line it leaves from; null: there is none. */
  readonly line: LineOption | null;
  /** The template's, as of its version; null where that is not known any more. */
  readonly name: string | null;
}

export interface FillForm extends FillIds, FillHead {
  readonly kind: "form";
  /** Its gaps stand in it as `gapMark` writes them. */
  readonly text: string;
  readonly gaps: readonly Gap[];
  readonly check: TextCheck;
  /** Milliseconds; null: no time is chosen. */
  readonly at: number | null;
  readonly unlessTheyWrite: boolean;
}

/** What was filled in. */
export interface FilledIn extends FillIds {
  readonly user: SlackUserId;
  /** With the values in it; what is still missing is marked. */
  readonly body: string;
  /** When it is to leave; null: now. Milliseconds. */
  readonly at: number | null;
  readonly unlessTheyWrite: boolean;
}
