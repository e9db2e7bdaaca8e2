/** A post that is about to be made: claimed before it is tried, so that it is found again when its answer is lost. */
import type { SlackChannelId, SlackTs } from "../../domain/ids.ts";
import type { PostKey } from "../contracts/desk.ts";
import type { Tx } from "../contracts/store/store.ts";

export interface Post {
  readonly channel: SlackChannelId;
  /** Null for a root message. */
  readonly thread: SlackTs | null;
  /** What is written under it is no reply to anybody outside. */
  readonly inside?: true;
  /** What it shows, in words that another database, restored from a copy, would use too. */
  readonly names: readonly string[];
  /** Since when it may stand already, made by whoever lived on after this database was copied; null: it can't. Milliseconds. */
  readonly mayStandSince: number | null;
  readonly perform: (key: PostKey) => Promise<SlackTs>;
  /** Writes down where it stands, in the transaction that ends the job. `stood`: it was found, made by someone before us. */
  readonly record: (tx: Tx, ts: SlackTs, stood: boolean) => Promise<void>;
}
