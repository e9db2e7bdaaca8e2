/** Whether a template may stand beside the others: its name in its scope, its key for everyone who sees both, and their number. */
import { atAGlance } from "./at-a-glance.ts";
import { type Directory, groupByExtension, memberByUsername } from "./directory.ts";
import { quoted } from "./quote.ts";
import { meet, type TemplateContent, type TemplateScope, writeScope } from "./template.ts";
import { proposeKey } from "./template-key.ts";

export type TemplateField = "scope" | "name" | "key" | "text";

export interface TemplateProblem {
  readonly field: TemplateField;
  /** What is wrong, and what to do about it. */
  readonly sentence: string;
}

/** How many there can be. Groups have as many as they like. */
export interface TemplateLimits {
  /** For each member. */
  readonly personal: number;
  readonly company: number;
}

type Placed = Pick<TemplateContent, "scope" | "key" | "name">;

/** Templates by what no other may share with them. */
export interface Others<T extends Placed> {
  withName(name: string, scope: TemplateScope): readonly T[];
  withKey(key: string): readonly T[];
  /** How many a scope has. */
  count(scope: TemplateScope): number;
}

export function among<T extends Placed>(templates: readonly T[]): Others<T> {
  const names = by(templates, ({ name, scope }) => nameIn(name, scope));
  const keys = by(templates, ({ key }) => key);
  const scopes = by(templates, ({ scope }) => writeScope(scope));
  return {
    withName: (name, scope) => names.get(nameIn(name, scope)) ?? [],
    withKey: (key) => keys.get(key) ?? [],
    count: (scope) => scopes.get(writeScope(scope))?.length ?? 0,
  };
}

function nameIn(name: string, scope: TemplateScope): string {
  return `${writeScope(scope)} ${atAGlance(name)}`;
}

function by<T>(items: readonly T[], what: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(what(item));
    if (group === undefined) groups.set(what(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The keys that can't be given to another one in this scope. */
export function keysTakenIn(
  scope: TemplateScope,
  templates: readonly Placed[],
  directory: Directory,
): ReadonlySet<string> {
  return new Set(templates.filter((other) => meet(directory, scope, other.scope)).map(({ key }) => key));
}

type Placing = { readonly [part in keyof Placed]: Placed[part] | null } & Pick<Placed, "scope">;

export interface InTheWay<T> {
  readonly name: T | null;
  readonly key: T | null;
  /** Whether its scope would have one more. */
  readonly joins: boolean;
}

/**
 * What stands in the way of one that is written so; null of it is not asked. What it was before is not held against it: a
 * directory that changed since may have brought others there.
 * @param counts which of the others do, by their name or key.
 */
export function inTheWay<T extends Placed>(
  { scope, name, key }: Placing,
  others: Others<T>,
  {
    directory,
    before,
    counts = () => true,
  }: {
    readonly directory: Directory;
    readonly before: Placed | null;
    readonly counts?: (other: T, what: "name" | "key") => boolean;
  },
): InTheWay<T> {
  const stays = before !== null && writeScope(before.scope) === writeScope(scope);
  const keepsName = stays && name !== null && atAGlance(before.name) === atAGlance(name);
  const named = name === null || keepsName ? [] : others.withName(name, scope);
  const keyed = key === null || (stays && before.key === key) ? [] : others.withKey(key);
  const met = (other: T) => counts(other, "key") && meet(directory, scope, other.scope);
  return {
    name: named.find((other) => counts(other, "name")) ?? null,
    key: keyed.find(met) ?? null,
    joins: !stays,
  };
}

/** @param other one that has the same name there. */
export function nameTaken(other: Placed): TemplateProblem {
  const sentence = `${quoted(other.name)} is there already, with the key ${other.key}. Give this one another name.`;
  return { field: "name", sentence };
}

/** The one that stands in the way of a key. */
export function keyTaken(scope: TemplateScope, other: Placed, directory: Directory): TemplateProblem {
  const { key } = other;
  const whose = whoseIs(other, scope, directory);
  const instead = proposeKey(key, new Set([key]));
  return {
    field: "key",
    sentence: `The key ${key} is taken by ${whose}. Choose another, such as ${instead}.`,
  };
}

/** A member's own are nobody else's business: of theirs no more is said than that there is one. */
function whoseIs({ name, scope }: Placed, from: TemplateScope, directory: Directory): string {
  if (scope.kind === "company") return `${quoted(name)}, a template of the company`;
  if (scope.kind === "group")
    return `${quoted(name)}, a template of ${groupByExtension(directory, scope.extension)?.name ?? `group ${scope.extension}`}`;
  if (writeScope(scope) === writeScope(from)) return quoted(name);
  return `a personal template of ${memberByUsername(directory, scope.username)?.name ?? scope.username}`;
}

/** @param count how many the scope would have with it. */
export function tooMany(scope: TemplateScope, count: number, limits: TemplateLimits): TemplateProblem | null {
  if (scope.kind === "group" || count <= limits[scope.kind]) return null;
  const most = limits[scope.kind];
  const sentence =
    scope.kind === "company"
      ? `The company has ${most} templates, as many as it can have. Delete one of them first.`
      : `${most} personal templates are as many as a member can have. Delete one of them first.`;
  return { field: "scope", sentence };
}
