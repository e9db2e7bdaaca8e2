/** The templates that a member may use, as they are found and offered. */
import type { Directory, Member } from "../../domain/directory.ts";
import { scopesOf, type TemplateScope, writeScope } from "../../domain/template.ts";
import { scopeLabel } from "../../domain/template-actions.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { OfferedTemplate } from "../contracts/store/templates.ts";

/** Their own come first, then their groups', then the company's: of two with one key the first is meant. One question. */
export async function offeredTemplates(
  tx: Tx,
  directory: Directory,
  member: Member,
): Promise<readonly OfferedTemplate[]> {
  const scopes = scopesOf(directory, member);
  const order = scopes.map(writeScope);
  const offered = await tx.templates.offered(scopes, member.username);
  const placeOf = ({ scope }: OfferedTemplate) => order.indexOf(writeScope(scope));
  return offered.sort((one, other) => placeOf(one) - placeOf(other));
}

/** The one that is meant by its key, exactly: near ones are offered, and never taken for it. */
export function calledAmong(offered: readonly OfferedTemplate[], key: string): OfferedTemplate | null {
  return offered.find((one) => one.key === key) ?? null;
}

/** Whose it is, as people read it. */
export function scopeName(directory: Directory, scope: TemplateScope): string {
  return scope.kind === "personal" ? "Personal" : scopeLabel(directory, scope);
}
