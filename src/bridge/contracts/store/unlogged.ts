/** What its record does not say yet: noted with the row itself, so that no text and no reply costs a statement for it. */
import type { ConversationId, EpisodeId, MessageId } from "../../../domain/ids.ts";

export interface UnloggedText {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly episodeId: EpisodeId | null;
  readonly localDay: string | null;
}

export interface Unlogged {
  /** So many at a time, the oldest first. */
  texts(limit: number): Promise<UnloggedText[]>;
  /** Stretches of which something else changed. */
  episodes(limit: number): Promise<EpisodeId[]>;
  /** Stretches with such notes. */
  noted(limit: number): Promise<EpisodeId[]>;
  /** Their records are wanted anew. */
  clearTexts(ids: readonly MessageId[]): Promise<void>;
  clearEpisode(episode: EpisodeId): Promise<void>;
  clearNotes(episode: EpisodeId): Promise<void>;
  /** Open ones without a record in which nothing was said since; so many at a time, the oldest first. */
  silentSince(before: number, limit: number): Promise<EpisodeId[]>;
}
