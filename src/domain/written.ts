import type { AttachedFile } from "./attached-file.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "./ids.ts";

/** What a person wrote at the desk, as a phone would show it. */
export interface Written {
  readonly channel: SlackChannelId;
  readonly ts: SlackTs;
  readonly thread: SlackTs;
  readonly author: SlackUserId;
  readonly text: string;
  /** Whether it mentions a user, a channel or a group of the team, or begins as if it did. */
  readonly mentions: boolean;
  /** How many files hang on it. */
  readonly files: number;
  /** Which ones, in order; null or absent where that is not known. */
  readonly attached?: readonly AttachedFile[] | null;
  /** `/me` messages are not replies to a customer. `partial`: it holds more than its text and its files. */
  readonly kind: "plain" | "partial" | "me";
  /** When it was last edited, by the desk's own stamp. */
  readonly edited: SlackTs | null;
}
