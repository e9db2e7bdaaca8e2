/** What a template may be, wherever it is written: in a form or in a file. */
import { type Directory, groupByExtension, memberByUsername } from "./directory.ts";
import { shorten } from "./directory-fields.ts";
import { nearest } from "./nearest.ts";
import type { Template, TemplateContent, TemplateScope } from "./template.ts";
import { isOwn } from "./template-actions.ts";
import {
  among,
  inTheWay,
  keysTakenIn,
  keyTaken,
  nameTaken,
  type TemplateLimits,
  type TemplateProblem,
  tooMany,
} from "./template-clashes.ts";
import { proposeKey } from "./template-key.ts";
import { readWords } from "./template-words.ts";

/** As it was typed. `scope` null: none was chosen. An empty `key`: one is proposed from the name. */
export type WrittenTemplate = Omit<TemplateContent, "scope"> & { readonly scope: TemplateScope | null };

export type ReadTemplate =
  | { readonly content: TemplateContent }
  /** All of them, in the order of a form's fields. */
  | { readonly problems: readonly TemplateProblem[] };

/** What it would stand beside. */
export interface Around {
  readonly directory: Directory;
  /** All templates that are not deleted, whosever they are. */
  readonly standing: readonly Template[];
  readonly limits: TemplateLimits;
  /** As it stands now; null: it does not yet, or no more. */
  readonly before: Template | null;
}

export function readTemplate(written: WrittenTemplate, around: Around): ReadTemplate {
  const { directory, standing } = around;
  const { text, problems, ...read } = readWords(written, directory);
  const name = read.name;
  const known = written.scope === null ? { problem: chooseScope } : knownScope(written.scope, directory);
  if ("problem" in known) return { problems: [{ field: "scope", sentence: known.problem }, ...problems] };
  const { scope } = known;
  const others = standing.filter(({ id }) => id !== around.before?.id);
  const taken = () => keysTakenIn(scope, others, directory);
  const key = read.key === "" ? proposeKey(name ?? "", taken()) : read.key;
  const all = inOrder([...problems, ...clashes({ scope, name, key }, others, around)]);
  if (name === null || key === null || text === null || all.length > 0) return { problems: all };
  return { content: { scope, key, name, text, literal: written.literal } };
}

const chooseScope = "Choose whose it is: yours, a group's or the company's.";

/** Whether the directory knows whose it would be. */
export function knownScope(
  scope: TemplateScope,
  directory: Directory,
): { readonly scope: TemplateScope } | { readonly problem: string } {
  if (scope.kind === "group" && groupByExtension(directory, scope.extension) === null) {
    const groups = directory.groups.map(({ extension, name }) => `${extension} (${name})`);
    const which =
      groups.length === 0 ? "The directory has no groups yet" : `Write one of these: ${groups.join(", ")}`;
    return { problem: `No group has the extension ${shorten(scope.extension)}. ${which}.` };
  }
  if (scope.kind === "personal" && memberByUsername(directory, scope.username) === null) {
    const usernames = directory.members.map(({ username }) => username);
    const meant = nearest(scope.username, usernames);
    const hint = meant === null ? "Write the username of one." : `Did you mean ${meant}?`;
    return { problem: `No member is called ${shorten(scope.username)}. ${hint}` };
  }
  return { scope };
}

function clashes(
  written: { readonly scope: TemplateScope; readonly name: string | null; readonly key: string | null },
  standing: readonly Template[],
  { directory, limits, before }: Around,
): TemplateProblem[] {
  const others = among(standing);
  const found = inTheWay(written, others, { directory, before });
  const name = found.name === null ? [] : [nameTaken(found.name)];
  const key = found.key === null ? [] : [keyTaken(written.scope, found.key, directory)];
  // What lives elsewhere takes no room here.
  const ours = among(standing.filter(isOwn));
  const many = found.joins ? tooMany(written.scope, ours.count(written.scope) + 1, limits) : null;
  return [...(many === null ? [] : [many]), ...name, ...key];
}

const order = ["scope", "name", "key", "text"];

function inOrder(problems: readonly TemplateProblem[]): TemplateProblem[] {
  return [...problems].sort((one, other) => order.indexOf(one.field) - order.indexOf(other.field));
}
