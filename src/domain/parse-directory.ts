/**
 * `directory.yml` -> Directory. Every mistake is reported, with its line and what to write instead; nothing is taken
 * over from a file with a mistake. The keys are a public interface: they are written by hand, once, and kept.
 */

import { checkDirectory, usernameOf } from "./check-directory.ts";
import type { Directory, Group, KnownContact, Line, Member } from "./directory.ts";
import {
  type ContactDraft,
  type DirectoryDraft,
  draftDirectory,
  type GroupDraft,
  type LineDraft,
  type MemberDraft,
} from "./directory-draft.ts";
import { type Problem, readOutline } from "./outline.ts";

/** A mistake in a file, with where it stands. */
export interface FileProblem extends Problem {
  readonly file: string;
}

export type ParsedDirectory =
  | { readonly ok: true; readonly directory: Directory }
  /** Never empty, in order of lines. */
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

const MOST_PROBLEMS = 50;

/**
 * Reads a directory from a file's text. `file` is only repeated in problems; `carriers` are the names that a line's
 * `carrier` may have. Never throws.
 */
export function parseDirectory(text: string, file: string, carriers: readonly string[]): ParsedDirectory {
  const { root, problems } = readOutline(text);
  const draft = root === null ? null : draftDirectory(root, problems);
  if (draft !== null) problems.push(...checkDirectory(draft, carriers));
  if (root === null && problems.length === 0) problems.push({ line: 1, sentence: EMPTY });
  const directory = draft === null || problems.length > 0 ? null : build(draft);
  if (directory !== null) return { ok: true, directory };
  return { ok: false, problems: presentable(problems, file) };
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

function build({ fields }: DirectoryDraft): Directory | null {
  const { time_zone, customer_word, lines, members, groups, contacts } = fields;
  if (!time_zone || !customer_word || !lines || !members || !groups || !contacts) return null;
  return {
    timeZone: time_zone.value,
    customerWord: customer_word.value,
    lines: lines.value.flatMap(buildLine),
    members: members.value.flatMap(buildMember),
    groups: groups.value.flatMap((group) => buildGroup(group, members.value)),
    contacts: contacts.value.flatMap(buildContact),
  };
}

function buildLine({ fields }: LineDraft): Line[] {
  const { number, name, carrier, sms_extension, preview } = fields;
  if (!number || !name || !carrier || !sms_extension || !preview) return [];
  return [
    {
      number: number.value,
      name: name.value,
      carrier: carrier.value,
      smsExtension: sms_extension.value,
      preview: preview.value,
    },
  ];
}

function buildMember({ fields }: MemberDraft): Member[] {
  const { username, extension, slack, role, name } = fields;
  if (!username || !slack || !role) return [];
  return [
    {
      username: username.value,
      ...(extension && { extension: extension.value }),
      slack: slack.value,
      role: role.value,
      ...(name && { name: name.value }),
    },
  ];
}

function buildGroup({ fields }: GroupDraft, everyone: readonly MemberDraft[]): Group[] {
  const { name, extension, channel, members, outbound_line, notify, reopen_within_minutes } = fields;
  if (!name || !extension || !channel || !members || !outbound_line || !notify || !reopen_within_minutes)
    return [];
  return [
    {
      name: name.value,
      extension: extension.value,
      channel: channel.value,
      members: members.value.flatMap((member) => usernameOf(member.value, everyone) ?? []),
      outboundLine: outbound_line.value,
      notify: notify.value,
      reopenWithinMinutes: reopen_within_minutes.value,
    },
  ];
}

function buildContact({ fields }: ContactDraft): KnownContact[] {
  const { number, name } = fields;
  return number && name ? [{ number: number.value, name: name.value }] : [];
}
