/** What hangs on a message, as Slack tells it: some of that can't be had, for one of several reasons. */
import type { AttachedFile, FileLack } from "../../domain/attached-file.ts";
import type { DeskFileId } from "../../domain/ids.ts";
import { isRecord, type Json, stringIn } from "../../lib/json.ts";

export function readFiles(files: readonly unknown[]): AttachedFile[] {
  return files.map((file) => readFile(isRecord(file) ? file : {}));
}

function readFile(file: Json): AttachedFile {
  const id = stringIn(file, "id") ?? "";
  return {
    id: id as DeskFileId,
    name: stringIn(file, "name") ?? stringIn(file, "title") ?? null,
    contentType: (stringIn(file, "mimetype") ?? "").toLowerCase(),
    size: typeof file.size === "number" && file.size >= 0 ? file.size : null,
    // Of one that is another workspace's, Slack says all only when it is asked.
    url: stringIn(file, "url_private_download") ?? stringIn(file, "url_private") ?? null,
    lack: id === "" ? "unread" : lackOf(file),
  };
}

function lackOf(file: Json): FileLack | null {
  const mode = stringIn(file, "mode");
  if (mode === "tombstone") return "deleted";
  if (mode === "hidden_by_limit") return "hidden";
  if (mode === "external" || file.is_external === true) return "elsewhere";
  const access = stringIn(file, "file_access");
  if (access === "file_not_found") return "deleted";
  return access === "access_denied" ? "unread" : null;
}
