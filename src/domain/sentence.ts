/**
 * What we say to people, before anyone knows how it is drawn: words, and the few things that a desk shows in its own way.
 * Strings are plain text; the desk makes them inert.
 */
import type { SlackChannelId, SlackTs, SlackUserId } from "./ids.ts";

export type Sentence = readonly Part[];

export type Part =
  | string
  /** A person of the team, by mention: it notifies them. */
  | { readonly mention: SlackUserId }
  /** A moment, shown in the reader's own zone. Milliseconds since 1970. */
  | { readonly at: number }
  /** A place at the desk that can be opened. */
  | { readonly link: Place; readonly label: string }
  /** A page elsewhere. */
  | { readonly url: string; readonly label: string };

/** A message at the desk. */
export interface Place {
  readonly channel: SlackChannelId;
  readonly ts: SlackTs;
}
