import type { Directory, Member } from "../../domain/directory.ts";
import type { TemplateId } from "../../domain/ids.ts";
import { mayUse, type Template } from "../../domain/template.ts";
import type { Tx } from "../contracts/store/store.ts";

/** The template that a member has chosen to send, or why they can't: what was offered may be gone, or not theirs, by now. */
export async function usableTemplate(
  tx: Tx,
  directory: Directory,
  member: Member,
  id: TemplateId,
): Promise<Template | { readonly problem: string }> {
  const template = await tx.templates.get(id);
  if (template === null || template.deletedAt !== null)
    return { problem: "This template was deleted. Choose another one." };
  return mayUse(directory, member, template)
    ? template
    : { problem: "This template is not yours to use any more. Choose another one." };
}
