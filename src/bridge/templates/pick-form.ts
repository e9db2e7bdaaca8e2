/** The form in which somebody says for which conversation, and which template. */
import type { SlackChannelId } from "../../domain/ids.ts";

export interface PickForm {
  /** Among which conversations the first menu lets choose. */
  readonly scope: PickScope;
  /** What was looked for, with which the second menu begins; empty: nothing. */
  readonly words: string;
  /** What is chosen already. */
  readonly conversation: PickOption | null;
  readonly template: PickOption | null;
}

/** Of these, the open ones that whoever chooses may answer. */
export type PickScope =
  /** What stands in a channel. */
  | { readonly kind: "channel"; readonly channel: SlackChannelId }
  /** Their own. */
  | { readonly kind: "own" }
  | { readonly kind: "all" };

export interface PickOption {
  readonly value: string;
  readonly label: string;
}

export interface PickOptions {
  readonly heading: string;
  readonly options: readonly PickOption[];
}

/** Slack's limit for the text of an option is 75; a name from right to left gets two signs more. */
export const longestLabel = 73;

/** So many options, of all groups together, are what a menu shows. */
export const mostOptions = 100;
