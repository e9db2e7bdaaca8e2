/**
 * What a feature is: a file that names everything people can do with it in Slack, and a line in `features.ts`. `listen.ts` and
 * `listen-to-modals.ts` bring it what carries its ids, and show what it answers to whoever did something.
 */
import type { Bridge } from "../../bridge/bridge.ts";
import type { Outcome } from "../../bridge/context/outcome.ts";
import type { Json } from "../../lib/json.ts";
import type { Self } from "../transport/identity.ts";
import type { Names } from "../transport/names.ts";
import type { Press } from "../transport/read-press.ts";

export interface Feature {
  /** Slack's events, by type. */
  readonly events?: Readonly<Record<string, (event: Json, tools: Tools) => Promise<void>>>;
  /** Buttons, by action id: `episode.take`. A `*` after the last dot stands for any word: `notice.choose.*`. */
  readonly buttons?: Readonly<Record<string, PressHandler>>;
  /** Shortcuts, by callback id. */
  readonly shortcuts?: Readonly<Record<string, Shortcut>>;
}

/** What a feature works with. */
export interface Tools {
  readonly bridge: Bridge;
  readonly self: Self;
  readonly names: Names;
}

export type PressHandler = (press: Press, tools: Tools) => Promise<Answer>;

/** What whoever pressed is told; no sentence where what happened shows by itself. */
export interface Answer extends Outcome {
  /** It takes the place of the private message with the button. */
  readonly replace?: boolean;
}

export interface Shortcut {
  /** As people read it: 24 characters at most. */
  readonly name: string;
  readonly use: PressHandler;
}
