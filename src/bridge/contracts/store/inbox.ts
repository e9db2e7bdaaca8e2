/** What Slack told us, from before its acknowledgement until it is handled. Then its body is erased, and its key remembered. */

export interface Delivery {
  readonly id: number;
  /** Those of one lane are handled in the order they came. */
  readonly lane: string;
  readonly body: string;
  /** When it was stored. Milliseconds. */
  readonly at: number;
}

export interface NewDelivery {
  /** Slack's own id of it: told again, it is kept once. */
  readonly key: string;
  readonly lane: string;
  readonly body: string;
  readonly at: number;
}

export interface Inbox {
  /** Null when this key was seen before. */
  keep(delivery: NewDelivery): Promise<number | null>;
  /** Whether it was seen before, without remembering it. */
  knows(key: string): Promise<boolean>;
  settle(id: number): Promise<void>;
  attempts(id: number): Promise<number>;
  /** `dueAt` null: it stays for a person to look at, and is not tried again. */
  postpone(id: number, dueAt: number | null): Promise<void>;
  /** Those that are not handled yet, and due before: due from then on. */
  keepFromOthers(ids: readonly number[], dueAt: number): Promise<void>;
  /** In the order they came. */
  due(now: number, limit: number): Promise<Delivery[]>;
  /** Given up after repeated failures; they stay for a person to look at. */
  deadCount(): Promise<number>;
  /** Drops the keys of what was handled; so many at a time. Returns how many. */
  forgetBefore(moment: number, limit: number): Promise<number>;
}
