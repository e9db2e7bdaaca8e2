/** Prepared answers: whose each is, who may use it, and who may change it. */
import {
  type Directory,
  groupByExtension,
  isMemberOf,
  type Member,
  managesGroups,
  memberByUsername,
} from "./directory.ts";
import type { Extension, TemplateId, Username } from "./ids.ts";

export type TemplateScope =
  | { readonly kind: "personal"; readonly username: Username }
  | { readonly kind: "group"; readonly extension: Extension }
  | { readonly kind: "company" };

/** What people write of one. */
export interface TemplateContent {
  readonly scope: TemplateScope;
  /** What it is called by where it is typed: `!hours`. */
  readonly key: string;
  readonly name: string;
  readonly text: string;
  /** Double braces in it are words, and nothing is filled in. */
  readonly literal: boolean;
}

export interface Template extends TemplateContent {
  readonly id: TemplateId;
  /** Where it lives: `own`, or a carrier's name, with its id there. */
  readonly origin: string;
  readonly remoteId: string | null;
  /** From 1. */
  readonly version: number;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly changedBy: ChangedBy;
  readonly deletedAt: number | null;
}

/** Who changes templates: a member, or the carrier where it was changed; null: a file. */
export type ChangedBy = Username | ByCarrier | null;

/** No username has a colon in it. */
export type ByCarrier = `carrier:${string}`;

export function byCarrier(name: string): ByCarrier {
  return `carrier:${name}`;
}

/** The carrier by which it was changed; null: somebody here did, or a file. */
export function carrierIn(by: ChangedBy): string | null {
  return by?.startsWith("carrier:") ? by.slice("carrier:".length) : null;
}

/** `company`, `group:200`, `personal:dee`: as a file names it. */
export function writeScope(scope: TemplateScope): string {
  if (scope.kind === "company") return "company";
  return scope.kind === "group" ? `group:${scope.extension}` : `personal:${scope.username}`;
}

/** Null where it is none; whether the directory knows whose it is, is not asked. */
export function readScope(written: string): TemplateScope | null {
  const [kind, owner = "", ...rest] = written.trim().split(":");
  if (rest.length > 0) return null;
  if (kind === "company") return owner === "" ? { kind } : null;
  if (owner === "") return null;
  if (kind === "group") return { kind, extension: owner as Extension };
  return kind === "personal" ? { kind, username: owner.toLowerCase() as Username } : null;
}

/** Those that a member may use: their own, their groups', the company's. In this order the first of two with one key is meant. */
export function scopesOf({ groups }: Directory, { username }: Member): readonly TemplateScope[] {
  const theirs = groups.filter((group) => isMemberOf(group, username));
  return [
    { kind: "personal", username },
    ...theirs.map(({ extension }) => ({ kind: "group" as const, extension })),
    { kind: "company" },
  ];
}

/** Whether it is one of these. */
export function mayUse(directory: Directory, member: Member, { scope }: Pick<Template, "scope">): boolean {
  return scopesOf(directory, member).map(writeScope).includes(writeScope(scope));
}

/** Those that a member may change: their own, and a manager all of the groups and of the company. */
export function mayChange(directory: Directory, member: Member, scope: TemplateScope): boolean {
  if (scope.kind === "personal") return scope.username === member.username;
  if (!managesGroups(member)) return false;
  return scope.kind === "company" || groupByExtension(directory, scope.extension) !== null;
}

/** Whether somebody sees both, so that one key can't name a template of each. */
export function meet(directory: Directory, one: TemplateScope, other: TemplateScope): boolean {
  if (writeScope(one) === writeScope(other)) return true;
  // What was left behind by who is not here any more, nobody sees.
  if (!isKnown(directory, one) || !isKnown(directory, other)) return false;
  if (one.kind === "company" || other.kind === "company") return true;
  const [first, second] = [membersOf(directory, one), membersOf(directory, other)];
  return first.some((username) => second.includes(username));
}

function isKnown(directory: Directory, scope: TemplateScope): boolean {
  if (scope.kind === "company") return true;
  if (scope.kind === "group") return groupByExtension(directory, scope.extension) !== null;
  return memberByUsername(directory, scope.username) !== null;
}

function membersOf(
  directory: Directory,
  scope: Exclude<TemplateScope, { readonly kind: "company" }>,
): readonly Username[] {
  if (scope.kind === "personal") return [scope.username];
  return groupByExtension(directory, scope.extension)?.members ?? [];
}
