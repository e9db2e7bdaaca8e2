/** What the files of a text are called where people see them, by their ids. */
import { fileNames, labelOfType, safeKindOfType } from "../../domain/file-kind.ts";
import type { FileId } from "../../domain/ids.ts";
import type { StoredFile } from "../contracts/store/files.ts";

/** @param files all of the text, in order. */
export function namesOf(files: readonly StoredFile[]): ReadonlyMap<FileId, string> {
  const names = fileNames(
    files.map(({ name, contentType, state }) => {
      // Of what is not here, only its carrier says what it is.
      const known = state === "kept" || state === "done" ? safeKindOfType(contentType) : null;
      const label = known?.label ?? labelOfType(contentType);
      return { name, label, ending: known?.ending ?? null };
    }),
  );
  return new Map(files.map(({ id }, index) => [id, names[index] ?? "File"]));
}
