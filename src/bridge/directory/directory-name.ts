/** What the directory calls someone, for the desk to use where customers read it. */
import type { SlackUserId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";

/** Null for whoever is no member, and where the directory gives no name. */
export async function directoryName(ctx: Context, user: SlackUserId): Promise<string | null> {
  const people = await ctx.store.read((tx) => tx.directories.people());
  return memberOf(people, user)?.name ?? null;
}
