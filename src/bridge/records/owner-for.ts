/** Whose a record is in the CRM: its member's, of a shared one whoever has it, or had it last. */
import type { Context } from "../context/context.ts";
import { ownerInCrm } from "./owner-in-crm.ts";
import type { RecordFacts } from "./record-facts.ts";

/** Null: the app's own. */
export async function ownerFor(
  ctx: Context,
  { conversation: { owner }, episode }: RecordFacts,
): Promise<string | null> {
  const member = owner.kind === "member" ? owner.username : (episode.assignee ?? episode.resolvedBy);
  return member === null ? null : await ownerInCrm(ctx, { member, owner, place: episode.channel });
}
