/** What happened to a stretch of a conversation beside texts and notes: events are added, and never changed. */
import type { ConversationId, EpisodeId, EventId, SlackUserId, Username } from "../../../domain/ids.ts";

export interface EpisodeEvent {
  readonly id: EventId;
  readonly episodeId: EpisodeId;
  readonly kind: "assigned" | "unassigned" | "resolved" | "reopened" | "moved";
  /** Who did it; null: nobody's hand. */
  readonly by: Username | null;
  readonly byUser: SlackUserId | null;
  /** Of an assignment: to whom. */
  readonly to: Username | null;
  readonly at: number;
}

export interface EpisodeEvents {
  add(event: EpisodeEvent): Promise<void>;
  /** Oldest first. */
  of(episode: EpisodeId): Promise<EpisodeEvent[]>;
  /** Those of all stretches of a conversation in that time, oldest first. */
  between(conversation: ConversationId, from: number, until: number): Promise<EpisodeEvent[]>;
  /** The conversation is somebody else's from now on: so is what happened. */
  move(from: EpisodeId, to: EpisodeId): Promise<void>;
}
