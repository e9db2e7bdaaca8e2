/**
 * What a feature is: a file that names everything people can do with it in Slack, and a line in `features.ts`. `listen.ts`,
 * `listen-to-events.ts` and `listen-to-modals.ts` bring it what carries its ids, and show what it answers to whoever did something.
 */
import type { ModalView } from "@slack/types";
import type { Bridge } from "../../bridge/bridge.ts";
import type { Outcome } from "../../bridge/context/outcome.ts";
import type { Again } from "../../bridge/contracts/desk.ts";
import type { Subject } from "../../bridge/conversations/contact-of.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Json } from "../../lib/json.ts";
import type { Self } from "../transport/identity.ts";
import type { Modals } from "../transport/modals.ts";
import type { Names } from "../transport/names.ts";
import type { Press } from "../transport/read-press.ts";
import type { Submission } from "../transport/read-submission.ts";

export interface Feature {
  /** Slack's events, by type. */
  readonly events?: Readonly<Record<string, (event: Json, tools: Tools) => Promise<void>>>;
  /** Buttons, by action id: `episode.take`. A `*` after the last dot stands for any word: `notice.choose.*`. */
  readonly buttons?: Readonly<Record<string, PressHandler>>;
  /** Slash commands, by their word: `/sms`. What one was typed with is the press's `text`. */
  readonly commands?: Readonly<Record<string, PressHandler>>;
  /** Shortcuts, by callback id. */
  readonly shortcuts?: Readonly<Record<string, Shortcut>>;
  readonly modals?: readonly Modal[];
  /** Menus whose options are loaded while somebody types, by action id. */
  readonly options?: Readonly<Record<string, OptionLoad>>;
}

/** What a feature works with; opening a modal is for whoever pressed. */
export interface Tools extends Modals {
  readonly bridge: Bridge;
  readonly self: Self;
  readonly names: Names;
}

export type PressHandler = (press: Press, tools: Tools) => Promise<Answer>;

/** What whoever pressed is told; no sentence where what happened shows by itself. */
export interface Answer extends Outcome {
  /** Whom it is about, said before it. */
  readonly about?: Subject;
  /** It takes the place of the private message with the button. */
  readonly replace?: boolean;
  /** What opens for them instead. */
  readonly modal?: ModalView;
  /** What the modal in which they pressed becomes. */
  readonly redraws?: ModalView;
  /** What opens on top of the modal in which they pressed; three stand on each other at most. */
  readonly pushes?: ModalView;
  /** The same where that takes longer than Slack waits for it: one that says so opens at once, and gives way to it. */
  readonly loads?: () => Promise<ModalView>;
  /** Where that does not open in time: what opens it once more. */
  readonly again?: Again;
}

export interface Shortcut {
  /** As people read it: 24 characters at most. */
  readonly name: string;
  /** Global ones are offered everywhere, the others on messages. */
  readonly isGlobal?: boolean;
  readonly use: PressHandler;
}

export interface Modal<State = never> {
  /** Changes with the fields: a modal that was opened before an update is then known as one of an earlier version. */
  readonly callbackId: string;
  /** Pure. What `submit` needs besides the fields travels in `private_metadata`: ids only, at most 3,000 characters. */
  draw(state: State): ModalView;
  /**
   * Decides and writes before the modal closes. It must be idempotent by `viewId`: Slack, or a person who got no answer, may submit
   * the same modal twice.
   */
  submit(submission: Submission, tools: Tools): Promise<Submitted>;
  /** It was closed without being submitted. Slack tells this only of a modal that is drawn with `notify_on_close`. */
  close?(submission: Submission, tools: Tools): Promise<void>;
}

/** null closes the modal; else it stays with what is wrong, is drawn anew, or gets another one on top (three at most). */
export type Submitted =
  | FieldErrors
  | null
  | Closed
  | { readonly update: ModalView }
  | { readonly push: ModalView };

/** It closes, and then the ones below it are drawn anew. */
export interface Closed {
  readonly closes: () => Promise<void>;
}

/** What is wrong with a field, by the block id of the input. */
export type FieldErrors = Readonly<Record<string, string>>;

/** What a menu offers for what was typed so far; asked again with each letter. */
export type OptionLoad = (
  asked: OptionsAsked,
  tools: Tools,
) => Promise<readonly OfferedOption[] | readonly OfferedGroup[]>;

export interface OptionsAsked {
  readonly user: SlackUserId | null;
  readonly typed: string;
  readonly blockId: string;
  readonly actionId: string;
  /** What the modal was drawn with; empty outside of modals. */
  readonly metadata: string;
}

export interface OfferedOption {
  readonly label: string;
  /** What stands under it, smaller; a form does not give that back. */
  readonly description?: string;
  readonly value: string;
}

/** Options under a heading of their own; one without options is not shown. */
export interface OfferedGroup {
  readonly heading: string;
  readonly options: readonly OfferedOption[];
}
