/**
 * `directory.yml` -> Directory. Every mistake is reported, with its line and what to write instead; nothing is taken
 * over from a file with a mistake. The keys are a public interface: they are written by hand, once, and kept.
 */

import { buildDirectory } from "./build-directory.ts";
import { checkDirectory } from "./check-directory.ts";
import { soundCarriers, withMeantCarrier } from "./described-carriers.ts";
import type { Directory } from "./directory.ts";
import { type DirectoryDraft, draftDirectory } from "./directory-draft.ts";
import type { HttpCarrier } from "./http-carrier.ts";
import { type Problem, readOutline } from "./outline.ts";

/** A mistake in a file, with where it stands. */
export interface FileProblem extends Problem {
  readonly file: string;
}

export type ParsedDirectory =
  | { readonly ok: true; readonly directory: Directory }
  | {
      readonly ok: false;
      /** Never empty, in order of lines. */
      readonly problems: readonly FileProblem[];
      /** The carriers that it describes without a mistake; absent: none. */
      readonly httpCarriers?: readonly HttpCarrier[];
      /** It may describe others, which could not be read. */
      readonly mayDescribeMore: boolean;
    };

const MOST_PROBLEMS = 50;

/**
 * Reads a directory from a file's text. `file` is only repeated in problems; `carriers` are the names that a line's
 * `carrier` may have beside those that the file describes, whose secrets may be in no variable that `isTaken`. Never throws.
 */
export function parseDirectory(
  text: string,
  file: string,
  carriers: readonly string[],
  isTaken: (variable: string) => boolean = () => false,
): ParsedDirectory {
  const registry = { carriers, isTaken };
  const { root, problems } = readOutline(text);
  const written = root === null ? null : draftDirectory(root, problems);
  const draft = written && withMeantCarrier(written);
  if (draft !== null) problems.push(...checkDirectory(draft, registry));
  if (root === null && problems.length === 0) problems.push({ line: 1, sentence: EMPTY });
  const directory = draft === null || problems.length > 0 ? null : buildDirectory(draft);
  if (directory !== null) return { ok: true, directory };
  const httpCarriers = draft === null ? [] : soundCarriers(draft, registry);
  return {
    ok: false,
    problems: presentable(problems, file),
    ...(httpCarriers.length > 0 && { httpCarriers }),
    mayDescribeMore: draft === null || areUnread(draft) || describedIn(draft) > httpCarriers.length,
  };
}

function areUnread({ unread }: DirectoryDraft): boolean {
  return unread.has("http_carriers");
}

function describedIn({ fields }: DirectoryDraft): number {
  return fields.http_carriers?.value.length ?? 0;
}

const EMPTY = "The file is empty; write time_zone, lines, members and groups.";

/** For a terminal or a log: `directory.yml, line 3: ...`. */
export function describeProblem({ file, line, sentence }: FileProblem): string {
  return `${file}, line ${line}: ${sentence}`;
}

function presentable(problems: readonly Problem[], file: string): FileProblem[] {
  const sorted = [...problems].sort((left, right) => left.line - right.line);
  const shown = sorted.slice(0, MOST_PROBLEMS).map((problem) => ({ file, ...problem }));
  const next = sorted[MOST_PROBLEMS];
  if (next === undefined) return shown;
  const rest = sorted.length - MOST_PROBLEMS;
  return [...shown, { file, line: next.line, sentence: `${rest} more from here on; mend these first.` }];
}
