/**
 * A text left one of our lines without us: somebody wrote it in another app of the carrier. It ends in the thread once, as theirs; while it
 * may be one of ours whose answer is not here yet, it waits until that is known.
 */

import { lineByNumber } from "../../domain/directory.ts";
import { groupAddress } from "../../domain/group-address.ts";
import { routeOf } from "../../domain/route.ts";
import { wasErased, wasErasedNameless } from "../contacts/erased-text.ts";
import type { Context } from "../context/context.ts";
import type { ElsewhereEvent } from "../contracts/carrier-events.ts";
import type { WaitingElsewhere } from "../contracts/store/elsewhere.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { routeText } from "../members/route-text.ts";
import { settle } from "../messages/receive-report.ts";
import { type ElsewhereWork, enqueueElsewhere, lookAfter } from "../outbox/elsewhere-kind.ts";
import { type Conclude, done, later } from "../outbox/job-end.ts";
import { keepElsewhere } from "./keep-elsewhere.ts";
import { findConversation } from "./open-episode.ts";
import { whoseIsIt } from "./ours-or-elsewhere.ts";

type Taken = "new" | "news" | "waits" | "unrouted" | "none of ours";

export async function receiveElsewhere(ctx: Context, carrier: string, event: ElsewhereEvent): Promise<void> {
  const taken = await ctx.store.transaction((tx) => receive(ctx, tx, carrier, event));
  if (taken === "news") ctx.count("reports_received");
}

async function receive(ctx: Context, tx: Tx, carrier: string, event: ElsewhereEvent): Promise<Taken> {
  const id = event.carrierMessageId;
  const waiting = await tx.elsewhere.get(carrier, id);
  return await take(ctx, tx, carrier, event, waiting?.receivedAt ?? ctx.now());
}

/** @param since when we were told of it first. Milliseconds since 1970. */
async function take(
  ctx: Context,
  tx: Tx,
  carrier: string,
  event: ElsewhereEvent,
  since: number,
): Promise<Taken> {
  const id = event.carrierMessageId;
  const taken = await takeNow(ctx, tx, carrier, event, since);
  if (taken !== "waits" && taken !== "unrouted") await tx.elsewhere.drop(carrier, id);
  return taken;
}

async function takeNow(
  ctx: Context,
  tx: Tx,
  carrier: string,
  event: ElsewhereEvent,
  since: number,
): Promise<Taken> {
  const { carrierMessageId: id, from } = event;
  const known = await tx.messages.findByCarrierId(carrier, id);
  if (known !== null) {
    if (known.direction === "out") await settle(ctx, tx, known, event);
    return "news";
  }
  if (await wasErased(tx, carrier, id)) return "none of ours";
  const people = await tx.directories.people();
  const line = lineByNumber(people.directory, from);
  if (line === null) return "none of ours";
  const route = await routeText(tx, people, line, ctx.now());
  if (route === null) {
    await tx.elsewhere.put({ carrier, conversationId: null, event, receivedAt: since });
    return "unrouted";
  }
  const to = groupAddress([event.to, ...(event.others ?? [])]);
  const found = await findConversation(tx, to, line.number, route.owner);
  const at = event.sentAt?.getTime() ?? since;
  // Of an erased text that the carrier had not named, nothing is left but when it left, and by which line.
  if (at < (found?.newest?.openedAt ?? since + 1) && (await wasErasedNameless(tx, carrier, from, at)))
    return "none of ours";
  const conversation =
    found?.conversation ?? (await tx.conversations.open(to, route.owner, ctx.newId, ctx.now()));
  const newest = found?.newest ?? null;
  const whose = await whoseIsIt(ctx, tx, carrier, event, { conversation: conversation.id, newest, since });
  if (whose.kind === "ours") {
    await settle(ctx, tx, whose.message, event);
    return "news";
  }
  if (whose.kind === "maybe ours") {
    await tx.elsewhere.put({ carrier, conversationId: conversation.id, event, receivedAt: since });
    await enqueueElsewhere(ctx, tx, { carrier, id });
    return "waits";
  }
  await keepElsewhere(ctx, tx, {
    carrier,
    event,
    at: Math.min(at, ctx.now()),
    people,
    line,
    route,
    conversation,
    newest,
  });
  return "new";
}

/** Looks again at one that waits. */
export async function settleElsewhere(
  ctx: Context,
  { carrier, id }: ElsewhereWork,
  { attempts }: Pick<Job, "attempts">,
): Promise<Conclude> {
  return async (tx) => {
    const waiting = await tx.elsewhere.get(carrier, id);
    if (waiting === null) return done;
    const taken = await take(ctx, tx, carrier, waiting.event, waiting.receivedAt);
    return taken === "waits" ? later(lookAfter[attempts + 1] ?? lookAfter[lookAfter.length - 1] ?? 0) : done;
  };
}

/** Those that waited for their line to lead to somebody. */
export async function routeElsewhere(ctx: Context): Promise<void> {
  if ((await ctx.store.read(routable)).length === 0) return;
  await ctx.store.transaction(async (tx) => {
    for (const { carrier, event, receivedAt } of await routable(tx))
      await take(ctx, tx, carrier, event, receivedAt);
  });
}

async function routable(tx: Tx): Promise<WaitingElsewhere[]> {
  const waiting = await tx.elsewhere.unrouted();
  if (waiting.length === 0) return [];
  const people = await tx.directories.people();
  return waiting.filter(({ event }) => {
    const line = lineByNumber(people.directory, event.from);
    return line !== null && routeOf(people, line) !== null;
  });
}
