/** What a record may belong to, of one kind, where that is more than a menu shows: found by a part of its name. */
import type { CrmContactId, SlackUserId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import { associationsOf } from "./belongings.ts";
import { inTime, menuPatience, offeredContact, silence } from "./candidates.ts";
import { contactOf } from "./contact-finding.ts";
import { type LogTarget, ofTarget, whatIsLogged } from "./loggable.ts";

export interface OfferBelongings {
  readonly user: SlackUserId;
  readonly target: LogTarget;
  /** Whose they are: whom the form was drawn with. */
  readonly contact: CrmContactId | null;
  readonly kind: string;
  readonly typed: string;
}

export interface OfferedBelongings {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Why they could not be looked for; null where they were. */
  readonly trouble: string | null;
}

export async function offerBelongings(
  ctx: Context,
  { user, target, contact: id, kind, typed }: OfferBelongings,
): Promise<OfferedBelongings> {
  const found = await ctx.store.read(async (tx) => {
    const loggable = await whatIsLogged(ctx, tx, user, ofTarget(target));
    if ("refusal" in loggable) return loggable;
    const { address } = loggable.around.conversation;
    const chosen = await tx.crmContacts.chosenFor(ctx.crm.name, address);
    return { address, known: [loggable.record?.contact, chosen?.contact] };
  });
  if ("refusal" in found) return { options: [], trouble: found.refusal };
  if (id === null) return { options: [], trouble: null };
  const { address, known } = found;
  const contact =
    offeredContact(ctx.crm, id) ??
    contactOf(known.find((one) => one?.id === id) ?? { id, type: null, name: "" }, address);
  const all = await inTime(ctx, () => associationsOf(ctx, contact), menuPatience);
  if (all === null) return { options: [], trouble: silence(ctx.crm) };
  const words = typed.trim().toLowerCase();
  const meant = all.filter((one) => one.kind === kind && one.name.toLowerCase().includes(words));
  return { options: meant.map(({ id: value, name }) => ({ value, label: name })), trouble: null };
}
