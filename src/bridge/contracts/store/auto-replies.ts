/** What members set of their auto-reply at the desk. */
import type { ChosenAutoReply } from "../../../domain/auto-reply.ts";
import type { Username } from "../../../domain/ids.ts";

export interface AutoReplies {
  /** Null for who never set anything. */
  chosenBy(username: Username): Promise<ChosenAutoReply | null>;
  /** What they set does not count any more. */
  drop(username: Username): Promise<void>;
  put(username: Username, chosen: ChosenAutoReply, at: number): Promise<void>;
}
