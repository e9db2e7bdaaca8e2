/** Among whom somebody chooses in the form that logs a conversation: with nothing typed, those who have the number. */
import type { SlackUserId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import { zoneOf } from "../context/episode-context.ts";
import { type Candidates, candidatesFor, nobody } from "./candidates.ts";
import { type LogTarget, ofTarget, whatIsLogged } from "./loggable.ts";

export interface OfferLogContacts {
  readonly user: SlackUserId;
  readonly target: LogTarget;
  readonly typed: string;
}

export async function offerLogContacts(
  ctx: Context,
  { user, target, typed }: OfferLogContacts,
): Promise<Candidates & { readonly zone: string }> {
  const loggable = await ctx.store.read((tx) => whatIsLogged(ctx, tx, user, ofTarget(target)));
  if ("refusal" in loggable) return { ...nobody(loggable.refusal), zone: "UTC" };
  const { around } = loggable;
  return { ...(await candidatesFor(ctx, around, typed)), zone: zoneOf(around, user) };
}
