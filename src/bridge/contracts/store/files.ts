/** Files that came with texts: rows, and what is in them while it is needed here. */
import type { AttachedFile } from "../../../domain/attached-file.ts";
import type { DeskFileId, FileId, MessageId } from "../../../domain/ids.ts";
import type { CarrierMedia } from "../carrier-media.ts";

export interface StoredFile {
  readonly id: FileId;
  readonly messageId: MessageId;
  /** Its place among those of its text, from 0. */
  readonly position: number;
  /** As its carrier says, then as its bytes say. */
  readonly contentType: string;
  /** How its sender called it. */
  readonly name: string | null;
  /** Bytes; null while nobody knows. */
  readonly size: number | null;
  /** Null once nobody needs it any more. */
  readonly source: FileSource | null;
  /** `owed`: to be fetched. `kept`: its bytes are here. `done`: they are where they belong, and no longer here. */
  readonly state: "owed" | "kept" | "done" | "failed";
  /** Why it failed or what keeps it, a word of `domain/file-trouble.ts`, or of `domain/outbound-trouble.ts`. */
  readonly trouble: string | null;
  /** Where its carrier may fetch it; absent: nowhere. */
  readonly address?: FileAddress;
  readonly createdAt: number;
}

export interface FileAddress {
  /** Whoever knows it may fetch it. */
  readonly token: string;
  /** Until when. */
  readonly until: number;
}

export interface FileSource {
  /** Where its carrier has it. */
  readonly media?: CarrierMedia;
  /** As the desk calls it, which has it and has not shown it yet. */
  readonly desk?: DeskFileId;
  /** As it hangs on the member's message that it leaves with. */
  readonly attached?: AttachedFile;
  /** It is a picture that was made smaller, so that it fits. */
  readonly isSmaller?: true;
}

export type FileChange = Partial<
  Pick<StoredFile, "position" | "contentType" | "size" | "source" | "state" | "trouble">
> & {
  readonly address?: FileAddress | null;
};

export interface Files {
  insert(files: readonly StoredFile[]): Promise<void>;
  get(id: FileId): Promise<StoredFile | null>;
  /** In their order. */
  ofMessage(message: MessageId): Promise<StoredFile[]>;
  update(id: FileId, change: FileChange): Promise<void>;
  putBytes(id: FileId, bytes: Buffer): Promise<void>;
  bytesOf(id: FileId): Promise<Buffer | null>;
  dropBytes(id: FileId): Promise<void>;
  /** With its bytes. */
  remove(id: FileId): Promise<void>;
  /** Whose address it is, whether it still leads there or not. */
  byToken(token: string): Promise<StoredFile | null>;
  /** Those kept here whose address led there until a moment. */
  pastAddress(moment: number, limit: number): Promise<StoredFile[]>;
  /** Those kept here that came before a moment. */
  keptBefore(moment: number, limit: number): Promise<StoredFile[]>;
}
