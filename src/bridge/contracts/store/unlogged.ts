/** What its record does not say yet: noted with the row itself, so that no text and no reply costs a statement for it. */
import type { ConversationId, EpisodeId, MessageId } from "../../../domain/ids.ts";
import type { Owner } from "../../../domain/owner.ts";
import type { Place } from "../../../domain/sentence.ts";
import type { Message } from "./messages.ts";

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

/** Of which day a text is, as far as its row says so. */
export interface DatedText
  extends Pick<
    Message,
    "id" | "conversationId" | "episodeId" | "direction" | "state" | "localDay" | "sendingAt" | "writtenAt"
  > {
  readonly owner: Owner;
}

export interface Unlogged {
  /** Texts of all conversations, in the order in which they were written down: so many behind that one, null for the first. */
  dated(after: MessageId | null, limit: number): Promise<DatedText[]>;
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
