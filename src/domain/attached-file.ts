import type { DeskFileId } from "./ids.ts";

/** Why a file can't be had from the desk: deleted there, too old for its plan, kept by another company, or nobody knows. */
export type FileLack = "deleted" | "hidden" | "elsewhere" | "unread";

/** A file that hangs on what a person wrote at the desk. */
export interface AttachedFile {
  /** As the desk calls it. */
  readonly id: DeskFileId;
  readonly name: string | null;
  /** As the desk says; empty where it says nothing before it is asked. */
  readonly contentType: string;
  /** Bytes; null where the desk does not say. */
  readonly size: number | null;
  /** Where the desk has it; null: it has to be asked. */
  readonly url: string | null;
  /** Null: it can be had. */
  readonly lack: FileLack | null;
}

/** Whether the same hang on it; null where it is not known which. */
export function sameFiles(
  one: readonly AttachedFile[] | null | undefined,
  other: readonly AttachedFile[] | null | undefined,
): boolean {
  if (one == null || other == null) return true;
  return (
    one.length === other.length &&
    one.every(({ id, lack }, index) => other[index]?.id === id && other[index]?.lack === lack)
  );
}
