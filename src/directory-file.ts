/** The directory's file: read, checked, and put into force. */
import { readFile } from "node:fs/promises";
import type { Store } from "./bridge/contracts/store/store.ts";
import { type Applied, applyDirectory } from "./bridge/directory/apply-directory.ts";
import type { CarrierDefinition } from "./carriers/define-carrier.ts";
import { carrierDefinitions } from "./carriers/index.ts";
import type { Directory } from "./domain/directory.ts";
import { AppError } from "./domain/errors.ts";
import type { HttpCarrier } from "./domain/http-carrier.ts";
import { describeProblem, parseDirectory } from "./domain/parse-directory.ts";
import { isRead, registered } from "./environment.ts";

export type DirectoryFile =
  | { readonly kind: "read"; readonly directory: Directory }
  /** Every mistake in it, with its line. Never empty. */
  | {
      readonly kind: "mistaken";
      readonly sentences: readonly string[];
      /** The carriers that it describes without a mistake. */
      readonly httpCarriers: readonly HttpCarrier[];
      /** It may describe others, which could not be read. */
      readonly mayDescribeMore: boolean;
    }
  | {
      readonly kind: "unreadable";
      readonly sentence: string;
      readonly remedy: string;
      readonly cause: unknown;
    };

/** Never throws. @param carriers what it may name beside those that it describes itself, which are left out where they are among them. */
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
  const known = carriers.filter(({ isDescribed = false }) => !isDescribed);
  const names = known.map(({ name }) => name);
  const isTaken = (variable: string) => isRead(variable, { ...registered, carriers: known });
  const parsed = parseDirectory(text, file, names, isTaken);
  if (parsed.ok) return { kind: "read", directory: parsed.directory };
  const { problems, httpCarriers = [], mayDescribeMore } = parsed;
  return { kind: "mistaken", sentences: problems.map(describeProblem), httpCarriers, mayDescribeMore };
}

/** The carriers that it describes, as far as it can be read. */
export function describedIn(found: DirectoryFile): readonly HttpCarrier[] {
  if (found.kind === "read") return found.directory.httpCarriers ?? [];
  return found.kind === "mistaken" ? found.httpCarriers : [];
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
