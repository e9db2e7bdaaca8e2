/** The templates that a member may use, as they are found and offered. */
import { type Directory, groupByExtension, type Member } from "../../domain/directory.ts";
import { scopesOf, type TemplateScope, writeScope } from "../../domain/template.ts";
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

/** Whose it is, as people read it. */
export function scopeName(directory: Directory, scope: TemplateScope): string {
  if (scope.kind === "personal") return "Personal";
  if (scope.kind === "company") return "Company";
  return groupByExtension(directory, scope.extension)?.name ?? scope.extension;
}
