/**
 * Puts a new directory into force: rights follow at once, open conversations stay where they are, and texts that were kept
 * for a line that was missing are delivered.
 */

import { compareDirectories, type OpenConversations } from "../../domain/compare-directories.ts";
import { type Contact, labelOf } from "../../domain/contact.ts";
import { type Directory, lineByNumber, memberByUsername } from "../../domain/directory.ts";
import type { E164, Username } from "../../domain/ids.ts";
import { routeOf } from "../../domain/route.ts";
import { followChannels } from "../channels/channel-ids.ts";
import type { Context } from "../context/context.ts";
import type { Store, Tx } from "../contracts/store/store.ts";
import { takeText } from "../conversations/receive-sms.ts";
import { enqueueReaches } from "../members/reach-member.ts";
import { noteRoute } from "../members/tell-managers.ts";
import { enqueueIdentities, enqueueUnidentified } from "./identify-member.ts";

export type Applied =
  | { readonly kind: "applied"; readonly changed: boolean }
  /** Nothing was changed; each sentence says what stands in the way. */
  | { readonly kind: "refused"; readonly problems: readonly string[] };

/** Needs only the store, so that the command line can do it beside a running app; that one takes it over by itself. */
export async function applyDirectory(store: Store, written: Directory, now: number): Promise<Applied> {
  return await store.transaction(async (tx) => {
    const next = await followChannels(tx, written);
    const current = await tx.directories.current();
    if (JSON.stringify(current) === JSON.stringify(next)) {
      await enqueueUnidentified(tx, now);
      await enqueueReaches(tx, now);
      return { kind: "applied", changed: false };
    }
    // Nothing moves to an heir yet, so that nobody counts as having one.
    const { refusals } = compareDirectories(
      withoutHeirs(current),
      next,
      await openConversations(tx, current, next),
    );
    if (refusals.length > 0) return { kind: "refused", problems: refusals };
    await tx.directories.replace(next, now);
    await forgetAutoReplies(tx, current, next);
    await enqueueIdentities(tx, now);
    await enqueueReaches(tx, now);
    return { kind: "applied", changed: true };
  });
}

/** Of who is no member any more: another may get their name. */
async function forgetAutoReplies(tx: Tx, current: Directory, next: Directory): Promise<void> {
  for (const { username } of current.members)
    if (memberByUsername(next, username) === null) await tx.autoReplies.drop(username);
}

function withoutHeirs(directory: Directory): Directory {
  const withoutHeir = <T extends { readonly inheritTo?: unknown }>({ inheritTo: _, ...rest }: T) => rest;
  return {
    ...directory,
    lines: directory.lines.map(withoutHeir),
    members: directory.members.map(withoutHeir),
  };
}

/** Of the lines and members that the next directory leaves out. */
async function openConversations(tx: Tx, current: Directory, next: Directory): Promise<OpenConversations> {
  const name = (contact: Contact): string => labelOf(current, contact);
  const byLine = new Map<E164, string[]>();
  for (const { number: line } of current.lines) {
    if (lineByNumber(next, line) === null)
      byLine.set(line, (await tx.episodes.openContacts({ line })).map(name));
  }
  const byMember = new Map<Username, string[]>();
  for (const { username } of current.members) {
    if (memberByUsername(next, username) !== null) continue;
    byMember.set(username, (await tx.episodes.openContacts({ assignee: username })).map(name));
  }
  return { byLine, byMember };
}

/** Delivers texts that were kept because their number was no line, or one of nobody, for each line that leads to somebody now. */
export async function routeKept(ctx: Context): Promise<void> {
  const waiting = await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const { lines } = people.directory;
    const routed = lines.filter((line) => routeOf(people, line) !== null);
    return await tx.arrivals.keptFor(routed.map((line) => line.number));
  });
  if (waiting.length === 0) return;
  const routed = await ctx.store.transaction((tx) => route(ctx, tx, waiting));
  ctx.log.info({ texts: routed }, "texts that waited for their line were delivered");
}

/** That it led to nobody is news when it happens again. */
async function noteRouted(tx: Tx, number: E164): Promise<void> {
  const line = lineByNumber(await tx.directories.current(), number);
  if (line !== null) await noteRoute(tx, line);
}

async function route(ctx: Context, tx: Tx, numbers: readonly E164[]): Promise<number> {
  let routed = 0;
  for (const number of numbers) {
    await noteRouted(tx, number);
    for (const { carrier, receivedAt, ...text } of await tx.arrivals.unroutedTo(number)) {
      const receipt = await takeText(ctx, tx, carrier, {
        kind: "text",
        ...text,
        receivedAt: new Date(receivedAt),
      });
      if (receipt === "unrouted") continue;
      await tx.arrivals.dropUnrouted(carrier, text.carrierMessageId);
      routed += receipt === "new" ? 1 : 0;
    }
  }
  return routed;
}
