/** Texts that somebody has filled in and keeps, to send them later or not at all. */
import type { DraftId, EpisodeId, SlackUserId, TemplateId, Username } from "../../../domain/ids.ts";

export interface KeptDraft {
  readonly id: DraftId;
  readonly author: Username;
  readonly authorUser: SlackUserId;
  /** The stretch of a conversation that it is for. */
  readonly episodeId: EpisodeId;
  /** The template that it was filled from, and as which version. */
  readonly templateId: TemplateId | null;
  readonly templateVersion: number | null;
  /** As it stands, with what is missing marked. */
  readonly text: string;
  /** The time that was chosen for it; null: none. */
  readonly at: number | null;
  readonly unlessTheyWrite: boolean;
  readonly createdAt: number;
  readonly changedAt: number;
}

export interface Drafts {
  /** New, or in place of the one with this id. */
  put(draft: KeptDraft): Promise<void>;
  get(id: DraftId): Promise<KeptDraft | null>;
  /** Of all members, the newest first. */
  ofEpisode(episode: EpisodeId): Promise<KeptDraft[]>;
  /** The conversation is somebody else's from now on: its drafts are of that. */
  move(from: EpisodeId, to: EpisodeId): Promise<void>;
  delete(id: DraftId): Promise<void>;
}
