/** Why the files of a reply can't leave with it, by a word that is kept, and as their author reads it. */
import type { AttachedFile, FileLack } from "./attached-file.ts";
import { labelOfType } from "./file-kind.ts";
import { largestOutbound } from "./file-limits.ts";

export type OutboundTrouble =
  | FileLack
  | "none"
  | "many"
  | "type"
  | "large"
  | "bulky"
  | "stubborn"
  | "disguised"
  | "empty"
  | "forbidden"
  | "unavailable";

/** What a carrier takes along with a text. */
export interface TakenFiles {
  readonly files: number;
  /** Of all of them together. */
  readonly bytes: number;
  /** Of each that is no picture. */
  readonly otherBytes?: number;
  /** Internet media types; `image/*` is all of a kind. */
  readonly types: readonly string[];
}

export interface FilesTrouble {
  readonly trouble: OutboundTrouble;
  /** Which files it is about; none: all of them. */
  readonly names: readonly string[];
  /** How many hang on it. */
  readonly count: number;
  readonly most: Pick<TakenFiles, "files" | "bytes" | "otherBytes"> | null;
}

interface Told {
  sentence(trouble: FilesTrouble): string;
  /** Another try may help. */
  readonly again?: true;
}

const nothing = "This did not leave";

const told: Readonly<Record<OutboundTrouble, Told>> = {
  none: { sentence: () => `${nothing}: the line can't carry files.` },
  many: {
    sentence: ({ count, most }) =>
      `${nothing}: ${count} files hang on it, and a text takes ${most?.files ?? 0} along at most. Send some of them with another reply.`,
  },
  type: {
    sentence: (told) =>
      `${nothing}: ${which(told)} of a kind that can't be sent to phones. Send ${it(told)} in another form.`,
  },
  large: {
    sentence: (told) =>
      `${nothing}: ${which(told)} too large. The files of a text can have ${megabytes(told.most?.bytes ?? 0)} together. Send ${told.names.length > 1 ? "smaller ones" : "a smaller one"}.`,
  },
  bulky: {
    sentence: (told) =>
      `${nothing}: ${which(told)} too large. What is no picture can have ${megabytes(told.most?.otherBytes ?? 0)}. Send ${told.names.length > 1 ? "smaller ones" : "a smaller one"}.`,
  },
  stubborn: {
    sentence: (told) =>
      `${nothing}: ${which(told)} a picture that can't be read, or can't be made small enough for a text. Send another one.`,
  },
  disguised: {
    sentence: (told) => `${nothing}: ${which(told)} not what the name says, and may do harm.`,
  },
  empty: { sentence: (told) => `${nothing}: ${which(told)} empty.` },
  deleted: { sentence: (told) => `${nothing}: ${which(told)} not in Slack any more.`, again: true },
  hidden: {
    sentence: (told) =>
      `${nothing}: Slack does not show ${named(told)} any more, because your workspace has reached its limit. Post ${it(told)} again.`,
  },
  elsewhere: {
    sentence: (told) =>
      `${nothing}: ${which(told)} kept outside of Slack. Save ${it(told)} and post it here, or send a link.`,
  },
  unread: {
    sentence: () => `${nothing}: Slack did not say what hangs on it. Write it again, with its files.`,
  },
  forbidden: {
    sentence: (told) =>
      `${nothing}: Slack does not let Threadline read ${named(told)} (the scope files:read may be missing). Ask whoever runs Threadline.`,
    again: true,
  },
  unavailable: {
    sentence: (told) => `${nothing}: ${named(told)} could not be fetched from Slack.`,
    again: true,
  },
};

export function filesSentence(trouble: FilesTrouble): string {
  return told[trouble.trouble].sentence(trouble);
}

export function mayHelpToSendAgain({ trouble }: FilesTrouble): boolean {
  return told[trouble].again ?? false;
}

/** Pure; null where all of them can go along as far as the desk says. */
export function troubleWithFiles(
  count: number,
  files: readonly AttachedFile[] | null | undefined,
  limits: TakenFiles | null,
): FilesTrouble | null {
  if (count === 0) return null;
  const most = limits && mostOf(limits);
  const about = (trouble: OutboundTrouble, some: readonly AttachedFile[] = []): FilesTrouble => ({
    trouble,
    names: some.map(nameOfAttached),
    count,
    most,
  });
  if (limits === null) return about("none");
  if (files == null || files.length !== count) return about("unread");
  const [lacking] = files.flatMap(({ lack }) => lack ?? []);
  if (lacking !== undefined)
    return about(
      lacking,
      files.filter(({ lack }) => lack === lacking),
    );
  if (count > limits.files) return about("many");
  const foreign = files.filter(({ contentType }) => contentType !== "" && !canBecome(contentType, limits));
  if (foreign.length > 0) return about("type", foreign);
  // What nothing is said of may be a picture.
  const bulky = files.filter((file) => file.contentType !== "" && isBulky(file, limits));
  if (bulky.length > 0) return about("bulky", bulky);
  const large = tooLarge(files, limits);
  return large.length === 0 ? null : about("large", large);
}

export function mostOf({ files, bytes, otherBytes }: TakenFiles): NonNullable<FilesTrouble["most"]> {
  return { files, bytes, ...(otherBytes === undefined ? {} : { otherBytes }) };
}

/** Whether it is no picture, and larger than one of those may be. */
export function isBulky(
  { contentType, size }: Pick<AttachedFile, "contentType" | "size">,
  { otherBytes }: TakenFiles,
): boolean {
  return otherBytes !== undefined && !canBeFitted(contentType) && (size ?? 0) > otherBytes;
}

/** As it is, or, of a picture, as another kind of picture. */
function canBecome(contentType: string, limits: TakenFiles): boolean {
  return isTaken(contentType, limits) || (canBeFitted(contentType) && isTaken("image/jpeg", limits));
}

export function isTaken(contentType: string, { types }: TakenFiles): boolean {
  const [kind] = contentType.split("/");
  return types.includes(contentType) || types.includes(`${kind}/*`);
}

/** Pictures are scaled down; drawings, which may hold programs, are not looked into. */
export function canBeFitted(contentType: string): boolean {
  return contentType.startsWith("image/") && !contentType.startsWith("image/svg");
}

function tooLarge(files: readonly AttachedFile[], { bytes }: TakenFiles): readonly AttachedFile[] {
  const tooBig = files.filter(({ size }) => (size ?? 0) > largestOutbound);
  if (tooBig.length > 0) return tooBig;
  const fixed = files.filter(({ contentType }) => !canBeFitted(contentType));
  const over = fixed.filter(({ size }) => (size ?? 0) > bytes);
  if (over.length > 0) return over;
  const sum = fixed.reduce((all, { size }) => all + (size ?? 0), 0);
  return sum > bytes ? fixed : [];
}

export function nameOfAttached({ name, contentType }: Pick<AttachedFile, "name" | "contentType">): string {
  return name === null || name.trim() === "" ? labelOfType(contentType) : shortened(name.trim());
}

function shortened(name: string): string {
  const letters = [...name.replace(/\s+/gu, " ")];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : letters.join("");
}

function named({ names, count }: FilesTrouble): string {
  if (names.length === 0) return count > 1 ? "its files" : "its file";
  const last = names.at(-1) ?? "";
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

function which(trouble: FilesTrouble): string {
  const isOne = trouble.names.length === 1 || (trouble.names.length === 0 && trouble.count === 1);
  return isOne ? `${named(trouble)} is` : `${named(trouble)} are`;
}

function it({ names, count }: FilesTrouble): string {
  return names.length > 1 || (names.length === 0 && count > 1) ? "them" : "it";
}

function megabytes(bytes: number): string {
  const rounded = Math.round(bytes / 100_000) / 10;
  return rounded >= 0.1 ? `${rounded} MB` : `${Math.max(1, Math.round(bytes / 1_000))} kB`;
}
