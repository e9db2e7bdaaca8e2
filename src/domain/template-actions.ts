/** What a member may do with a template where templates are managed, and in which scopes. */
import { type Directory, groupByExtension, isMemberOf, type Member, managesGroups } from "./directory.ts";
import { mayChange, scopesOf, type Template, type TemplateScope, writeScope } from "./template.ts";

export type TemplateAction = "edit" | "duplicate" | "move" | "versions" | "delete";

/** A template of which all that counts here is where it is. */
type Placed = Pick<Template, "scope" | "origin">;

/** Those that they may use; a manager sees the groups' that they are not in, too. */
export function scopesSeen(directory: Directory, member: Member): readonly TemplateScope[] {
  if (!managesGroups(member)) return scopesOf(directory, member);
  const groups = directory.groups.map(({ extension }) => ({ kind: "group" as const, extension }));
  return [{ kind: "personal", username: member.username }, ...groups, { kind: "company" }];
}

/** Those that a new one of theirs may be of. */
export function scopesToWrite(directory: Directory, member: Member): readonly TemplateScope[] {
  return scopesSeen(directory, member).filter((scope) => mayChange(directory, member, scope));
}

/** Those that one may become of: nobody takes for themselves what others use. */
export function scopesToMove(
  directory: Directory,
  member: Member,
  from: TemplateScope,
): readonly TemplateScope[] {
  if (!mayChange(directory, member, from)) return [];
  return scopesToWrite(directory, member).filter(
    (scope) => scope.kind !== "personal" && writeScope(scope) !== writeScope(from),
  );
}

/** Whether it is ours: what lives at a carrier is changed there. */
export function isOwn({ origin }: Pick<Template, "origin">): boolean {
  return origin === "own";
}

/** In the order in which they are offered. */
export function actionsOn(directory: Directory, member: Member, template: Placed): readonly TemplateAction[] {
  if (!isOwn(template) || !mayChange(directory, member, template.scope)) return ["duplicate", "versions"];
  const moves = scopesToMove(directory, member, template.scope).length > 0;
  return ["edit", "duplicate", ...(moves ? (["move"] as const) : []), "versions", "delete"];
}

/** Where a copy begins: where the template is, if they may write there; else among their own. */
export function scopeOfCopy(directory: Directory, member: Member, { scope }: Placed): TemplateScope {
  return mayChange(directory, member, scope) ? scope : { kind: "personal", username: member.username };
}

/** Whose it is, for somebody who sees it. */
export function scopeLabel(directory: Directory, scope: TemplateScope): string {
  if (scope.kind === "personal") return "Yours";
  if (scope.kind === "company") return "Company";
  return groupByExtension(directory, scope.extension)?.name ?? `Group ${scope.extension}`;
}

/** Whether they see it where templates are managed. */
export function isSeenBy(directory: Directory, member: Member, { scope }: Placed): boolean {
  if (scope.kind === "company") return true;
  if (scope.kind === "personal") return scope.username === member.username;
  const group = groupByExtension(directory, scope.extension);
  return group !== null && (managesGroups(member) || isMemberOf(group, member.username));
}
