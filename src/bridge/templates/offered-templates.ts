/** The templates that a member may use, as they are found and offered. */
import { type Directory, groupByExtension, type Member } from "../../domain/directory.ts";
import type { TemplateId } from "../../domain/ids.ts";
import { mayUse, scopesOf, type Template, type TemplateScope, writeScope } from "../../domain/template.ts";
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

/** One of these by its own row; `problem` says why it is none. */
export async function theirTemplate(
  tx: Tx,
  directory: Directory,
  member: Member,
  id: TemplateId,
): Promise<{ readonly template: Template } | { readonly problem: string }> {
  const template = await tx.templates.get(id);
  if (template === null || template.deletedAt !== null)
    return { problem: "This template was deleted. Choose another one." };
  return mayUse(directory, member, template)
    ? { template }
    : { problem: "This template is not yours to use any more. Choose another one." };
}

/** Whose it is, as people read it. */
export function scopeName(directory: Directory, scope: TemplateScope): string {
  if (scope.kind === "personal") return "Personal";
  if (scope.kind === "company") return "Company";
  return groupByExtension(directory, scope.extension)?.name ?? scope.extension;
}
