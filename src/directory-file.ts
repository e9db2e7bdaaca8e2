/** The directory's file: read, checked, and put into force. */
import { readFile } from "node:fs/promises";
import type { Store } from "./bridge/contracts/store/store.ts";
import { type Applied, applyDirectory } from "./bridge/directory/apply-directory.ts";
import type { CarrierDefinition } from "./carriers/define-carrier.ts";
import { carrierDefinitions } from "./carriers/index.ts";
import type { Directory } from "./domain/directory.ts";
import { AppError } from "./domain/errors.ts";
import { describeProblem, parseDirectory } from "./domain/parse-directory.ts";

export type DirectoryFile =
  | { readonly kind: "read"; readonly directory: Directory }
  /** Every mistake in it, with its line. Never empty. */
  | { readonly kind: "mistaken"; readonly sentences: readonly string[] }
  | {
      readonly kind: "unreadable";
      readonly sentence: string;
      readonly remedy: string;
      readonly cause: unknown;
    };

/** Never throws. */
export async function readDirectoryFile(
  file: string,
  carriers: readonly CarrierDefinition[] = carrierDefinitions,
): Promise<DirectoryFile> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const sentence = `The directory file ${file} can't be read.`;
    const remedy = "Write one (directory.example.yml shows how), or point DIRECTORY_FILE to it.";
    return { kind: "unreadable", sentence, remedy, cause };
  }
  const parsed = parseDirectory(
    text,
    file,
    carriers.map(({ name }) => name),
  );
  if (parsed.ok) return { kind: "read", directory: parsed.directory };
  return { kind: "mistaken", sentences: parsed.problems.map(describeProblem) };
}

/** @throws AppError `directory` with every mistake. */
export function directoryIn(found: DirectoryFile): Directory {
  if (found.kind === "read") return found.directory;
  if (found.kind === "mistaken") throw new AppError("directory", found.sentences.join("\n"));
  throw new AppError("directory", `${found.sentence} ${found.remedy}`, { cause: found.cause });
}

/** Puts it into force, and says what it holds. @throws AppError `directory` with every mistake, and changes nothing. */
export async function applyDirectoryFile(
  store: Store,
  file: string,
  now: number,
  carriers: readonly CarrierDefinition[] = carrierDefinitions,
): Promise<Applied & { kind: "applied" } & { readonly directory: Directory }> {
  const directory = directoryIn(await readDirectoryFile(file, carriers));
  const applied = await applyDirectory(store, directory, now);
  if (applied.kind === "refused") throw new AppError("directory", applied.problems.join("\n"));
  return { ...applied, directory };
}
