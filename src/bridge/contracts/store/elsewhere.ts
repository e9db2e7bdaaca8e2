import type { CarrierMessageId, ConversationId } from "../../../domain/ids.ts";
import type { ElsewhereEvent } from "../carrier-events.ts";

/** A text that seems to have been sent elsewhere, and has no place yet. */
export interface WaitingElsewhere {
  readonly carrier: string;
  /** It may be one of ours in this conversation, whose answer is not here yet; null: its line leads to nobody. */
  readonly conversationId: ConversationId | null;
  readonly event: ElsewhereEvent;
  readonly receivedAt: number;
}

export interface Elsewhere {
  get(carrier: string, id: CarrierMessageId): Promise<WaitingElsewhere | null>;
  /** What the carrier says of it by now takes the place of what it said before. */
  put(text: WaitingElsewhere): Promise<void>;
  drop(carrier: string, id: CarrierMessageId): Promise<void>;
  /** Those whose line leads to nobody, oldest first. */
  unrouted(): Promise<WaitingElsewhere[]>;
}
