/** Judges a file by its bytes, and makes a picture fit into a text. */
import { type FileKind, fileKindOf } from "../../domain/file-kind.ts";
import {
  canBeFitted,
  isBulky,
  isTaken,
  type OutboundTrouble,
  type TakenFiles,
} from "../../domain/outbound-trouble.ts";
import { shareOut } from "../../domain/share-out.ts";
import { fitPicture } from "../../lib/fit-picture.ts";
import type { StoredFile } from "../contracts/store/files.ts";

export type Fitted =
  | {
      readonly kind: "fits";
      readonly bytes: Buffer;
      readonly contentType: string;
      readonly isSmaller: boolean;
    }
  | { readonly kind: "trouble"; readonly trouble: OutboundTrouble };

const trouble = (word: OutboundTrouble): Fitted => ({ kind: "trouble", trouble: word });

/** Of what can't be read here, these alone tell nothing of where they were taken. */
const tellNothing: ReadonlySet<string> = new Set(["image/bmp"]);

/** @param files all of its text, itself among them, in order. */
export async function makeFit(
  bytes: Buffer,
  file: StoredFile,
  files: readonly StoredFile[],
  limits: TakenFiles,
): Promise<Fitted> {
  if (bytes.length === 0) return trouble("empty");
  const claimed = file.source?.attached?.contentType ?? file.contentType;
  const kind = fileKindOf(bytes);
  const contentType = typeOf(kind, claimed, limits);
  if (contentType === null) return trouble(kind.contentType === claimed ? "type" : "disguised");
  const most = shareOf(file, bytes.length, files, limits);
  const isOne = isTaken(contentType, limits);
  if (canBeFitted(contentType)) {
    const fitted = await fitPicture(bytes, { contentType, most, types: limits.types });
    if (fitted !== null) return { kind: "fits", ...fitted };
    // Another picture of the same telephone's would not be read either: another form of this one is.
    if (contentType === "image/heic") return trouble("type");
    if (!isOne || bytes.length > most || !tellNothing.has(contentType)) return trouble("stubborn");
  }
  if (!isOne) return trouble("type");
  if (isBulky({ contentType, size: bytes.length }, limits)) return trouble("bulky");
  return bytes.length <= most ? { kind: "fits", bytes, contentType, isSmaller: false } : trouble("large");
}

/** Null where it may do harm, and is something else than its name says or not taken by name. Kinds of plain text look alike. */
function typeOf({ contentType, nature }: FileKind, claimed: string, { types }: TakenFiles): string | null {
  if (nature === "unsafe") return contentType === claimed && types.includes(contentType) ? contentType : null;
  if (contentType === "text/plain" && claimed.startsWith("text/") && types.includes(claimed)) return claimed;
  return contentType === "application/octet-stream" && types.includes(claimed) ? claimed : contentType;
}

/** By what the desk says of the others, whichever of them was fetched first: together they fit. */
function shareOf(
  file: StoredFile,
  size: number,
  files: readonly StoredFile[],
  { bytes }: TakenFiles,
): number {
  const sizes = files.map(({ id, source }) => {
    const attached = source?.attached;
    const said = attached?.size ?? null;
    // What nothing is said of may be a large picture.
    return {
      size: id === file.id ? size : said,
      isPicture: said === null || canBeFitted(attached?.contentType ?? ""),
    };
  });
  const index = files.findIndex(({ id }) => id === file.id);
  return sizes[index]?.isPicture ? (shareOut(sizes, bytes)[index] ?? 0) : bytes;
}
