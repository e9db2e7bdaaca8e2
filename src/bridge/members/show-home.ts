/** Somebody looks at the app's Home, or something that it shows has changed: it is drawn for them as it stands by then. */

import { setImmediate } from "node:timers/promises";
import { type Turn, turned } from "../../domain/home-lists.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import { enqueueHome } from "../outbox/home-kind.ts";
import { type Conclude, finished } from "../outbox/job-end.ts";
import { homeFor } from "./home-for.ts";

/** For so long it is drawn anew when something changes. Milliseconds. */
const lately = 60 * 60_000;

export async function openHome(ctx: Context, user: SlackUserId): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    await tx.homes.look(user, ctx.now());
    await enqueueHome(ctx, tx, user);
  });
}

/** Another page of one of its lists. What an earlier version's button asks for shows nothing new. */
export async function turnHome(
  ctx: Context,
  { user, ...turn }: Turn & { readonly user: SlackUserId },
): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const before = await tx.homes.pagesOf(user);
    await tx.homes.turn(user, turned(before, turn) ?? before, ctx.now());
    await enqueueHome(ctx, tx, user);
  });
}

export async function showHome(ctx: Context, { user }: { readonly user: SlackUserId }): Promise<Conclude> {
  const home = await ctx.store.read((tx) => homeFor(tx, user, ctx.now()));
  await ctx.desk.showHome(user, home);
  ctx.shownHomes.set(user, JSON.stringify(home));
  return finished;
}

/**
 * Whoever has looked lately sees what has changed since. It is looked at here, by a few reads for each of them, so that whatever changes it
 * has nothing to do for it.
 */
export async function redrawHomes(ctx: Context): Promise<void> {
  const { shownHomes, now } = ctx;
  const lookers = await ctx.store.read((tx) => tx.homes.lookersSince(now() - lately));
  for (const user of shownHomes.keys()) if (!lookers.includes(user)) shownHomes.delete(user);
  for (const user of lookers) {
    // What comes in meanwhile does not wait for all of them.
    await setImmediate();
    const home = JSON.stringify(await ctx.store.read((tx) => homeFor(tx, user, now())));
    if (shownHomes.get(user) === home) continue;
    // One that can't be drawn is not asked for again until it changes, or they look again.
    shownHomes.set(user, home);
    await ctx.store.transaction((tx) => enqueueHome(ctx, tx, user));
  }
}
