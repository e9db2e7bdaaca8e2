import type {
  Address,
  CarrierThreadId,
  E164,
  EpisodeId,
  LoginName,
  SlackChannelId,
  SlackTs,
} from "../../../domain/ids.ts";
import type { Place } from "../../../domain/sentence.ts";

/** A thread of a carrier's shared inbox, as it was last told of. */
export interface KeptThread {
  readonly carrier: string;
  readonly thread: CarrierThreadId;
  readonly line: E164;
  readonly address: Address;
  /** The stretch of a conversation that it is of; null while there is none. */
  readonly episodeId: EpisodeId | null;
  readonly state: "open" | "resolved" | "deleted";
  /** Why its stretch ended here, where it was ended there. */
  readonly reason: "person" | "silence" | null;
  /** Who has it there, or ended it: by a login of ours where it is one, and as the carrier calls them. */
  readonly assignee: LoginName | null;
  readonly assigneeName: string | null;
  /** The carrier's moment of the newest that was told; below zero, when it was first heard of, where nothing was told of it yet. */
  readonly changedAt: number;
}

/** A note that stands at the desk and in the carrier's thread. */
export interface KeptNote {
  readonly carrier: string;
  readonly note: string;
  readonly thread: CarrierThreadId;
  /** Whose it is at the desk; null of one that was written there, and is shown by a line of ours. */
  readonly channel: SlackChannelId | null;
  readonly ts: SlackTs | null;
  /** Of its words, as they were told last; null: it was deleted there. */
  readonly digest: string | null;
  /** The carrier's moment of the newest that was told; 0: nothing was. */
  readonly toldAt: number;
}

export interface KeptThreads {
  get(carrier: string, thread: CarrierThreadId): Promise<KeptThread | null>;
  put(thread: KeptThread): Promise<void>;
  /** Those of a stretch of a conversation, the newest first. */
  of(episode: EpisodeId): Promise<KeptThread[]>;
  note(carrier: string, note: string): Promise<KeptNote | null>;
  /** The note that somebody wrote there at the desk. */
  noteAt(place: Place): Promise<KeptNote | null>;
  /** Those whose names begin so. */
  notesNamed(carrier: string, beginning: string): Promise<KeptNote[]>;
  putNote(note: KeptNote): Promise<void>;
  dropNote(carrier: string, note: string): Promise<void>;
}
