/** A post that is about to be made: claimed before it is tried, so that it is found again when its answer is lost. */
import type { SlackChannelId, SlackTs } from "../domain/ids.ts";
import type { Tx } from "../store/store.ts";
import type { PostKey } from "./desk.ts";

export interface Post {
  readonly channel: SlackChannelId;
  /** Null for a root message. */
  readonly thread: SlackTs | null;
  readonly perform: (key: PostKey) => Promise<SlackTs>;
  /** Writes down where it stands, in the transaction that ends the debt. */
  readonly record: (tx: Tx, ts: SlackTs) => Promise<void>;
}
