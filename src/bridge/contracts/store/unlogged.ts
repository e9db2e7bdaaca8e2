/** What its record does not say yet: noted with the row itself, so that no text and no reply costs a statement for it. */
import type { ConversationId, EpisodeId, MessageId } from "../../../domain/ids.ts";
import type { Place } from "../../../domain/sentence.ts";

export interface UnloggedText {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly episodeId: EpisodeId | null;
  readonly localDay: string | null;
}

export interface UnloggedNote extends Place {
  readonly episodeId: EpisodeId | null;
}

export interface SilentEpisode {
  readonly id: EpisodeId;
  readonly lastTextAt: number;
}

export interface Unlogged {
  /** So many at a time, the oldest first. */
  texts(limit: number): Promise<UnloggedText[]>;
  /** Stretches of which something else changed. */
  episodes(limit: number): Promise<EpisodeId[]>;
  /** Such notes; so many at a time. */
  noted(limit: number): Promise<UnloggedNote[]>;
  /** Their records are wanted anew. */
  clearTexts(ids: readonly MessageId[]): Promise<void>;
  clearEpisode(episode: EpisodeId): Promise<void>;
  clearNotes(notes: readonly Place[]): Promise<void>;
  /** Open ones without a record in which nothing was said since, the oldest first: so many behind `after`. */
  silentSince(before: number, limit: number, after: SilentEpisode | null): Promise<SilentEpisode[]>;
}
