/** Whom an option of a form means: it gives back an id and a name, so the rest is what was offered or, since the app was started anew, what the CRM says once more. */
import { withoutMisleading } from "../../domain/plain-text.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { CrmContact } from "../contracts/crm.ts";
import type { LoggedContact } from "../contracts/store/records.ts";
import { askFor, byNumber, offeredContact } from "./candidates.ts";

/** A form that is sent is answered within three seconds. Milliseconds. */
const patience = 1_000;

/** Where the CRM does not say it in time, they are called what the form calls them. */
export async function chosenContact(
  ctx: Context,
  around: Pick<EpisodeContext, "conversation" | "line">,
  { id, name, type }: LoggedContact,
): Promise<LoggedContact> {
  const known = offeredContact(ctx.crm, id) ?? (await lookUp(ctx, around, { id, name }));
  return known === null
    ? { id, type, name: withoutMisleading(name) }
    : { id, type: known.type, name: known.name };
}

/** By the number and by the name: of those who are found it is the one with this id. */
async function lookUp(
  ctx: Context,
  around: Pick<EpisodeContext, "conversation" | "line">,
  { id, name }: Pick<LoggedContact, "id" | "name">,
): Promise<CrmContact | null> {
  const words = withoutMisleading(name).replace(/…$/u, "").trim();
  const found = await Promise.all([
    byNumber(ctx, around, patience),
    ...(ctx.crm.capabilities.searchesNames && words !== "" ? [askFor(ctx, { name: words }, patience)] : []),
  ]);
  return found.flatMap(({ contacts }) => contacts).find((contact) => contact.id === id) ?? null;
}
