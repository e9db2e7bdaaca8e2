/** Asks each carrier what came since we last knew: it tries a webhook only once more, and then never again. */
import type { CarrierCursor } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { CarrierEvent, CatchUpFrom, CaughtUp } from "../contracts/carrier.ts";
import { receiveSms } from "../conversations/receive-sms.ts";
import { receiveReport } from "../messages/receive-report.ts";
import { noticeUnknownText } from "./older-copy.ts";

/** Texts that left this long ago and were not settled since are still asked about: a phone may be off for days. Milliseconds. */
const reach = 72 * 60 * 60_000;
/** How often they are. Milliseconds. */
const lookBackEvery = 10 * 60_000;

/** So many share a commit; the disk costs the same for one. */
const reportsAtOnce = 200;

export async function catchUpCarriers(ctx: Context): Promise<void> {
  for (const name of ctx.carriers.keys()) await catchUpCarrier(ctx, name);
}

/** A webhook of theirs could not be acknowledged: what it told of stands in their list, and they may not tell it again. */
export function noteMissedText(ctx: Context, name: string): void {
  ctx.missedTexts.note(name);
}

/** What is known to be missed, before anything newer of this carrier is taken (law 4), and as a tick. Null where nothing is. */
export function catchUpOwed(ctx: Context, name: string): Promise<void> | null {
  ctx.connection.noticeSleep();
  if (!ctx.missedTexts.isDue(name, ctx.now())) return null;
  return ctx.missedTexts.once(name, () => catchUpAll(ctx, name));
}

/** What is missed while a list is read may not be on it. */
async function catchUpAll(ctx: Context, name: string): Promise<void> {
  while ((await look(ctx, name)) && ctx.missedTexts.isDue(name, ctx.now()));
}

/** Never throws: a carrier that can't be asked is asked again soon, from the same cursor. */
export async function catchUpCarrier(ctx: Context, name: string): Promise<void> {
  await look(ctx, name);
}

/** True where all that the list holds is kept. */
async function look(ctx: Context, name: string): Promise<boolean> {
  const begun = ctx.missedTexts.begin(name);
  const catchUp = ctx.carriers.get(name)?.catchUp;
  let asking = false;
  try {
    if (catchUp !== undefined)
      await takeFromList(ctx, name, async (from) => {
        asking = true;
        const caughtUp = await catchUp(from);
        asking = false;
        return caughtUp;
      });
    begun.done();
    return true;
  } catch (error) {
    if (asking) begun.failed(ctx.now());
    // Where our own disk took nothing, waiting longer would let newer texts go first.
    else ctx.missedTexts.note(name);
    ctx.log.warn(
      { carrier: name, err: error },
      "a carrier could not be asked what we missed, or it could not be kept; it is asked again",
    );
    return false;
  }
}

async function takeFromList(
  ctx: Context,
  name: string,
  ask: (from: CatchUpFrom) => Promise<CaughtUp>,
): Promise<void> {
  const keep = (cursor: CarrierCursor) =>
    ctx.store.transaction((tx) => tx.cursors.keep(name, cursor, ctx.now()));
  let cursor = await ctx.store.read((tx) => tx.cursors.of(name));
  if (cursor === null) {
    // A new database begins now, whether or not the carrier answers.
    cursor = (await ask({ cursor, unsettledSince: null })).next;
    await keep(cursor);
  }
  const { events, next } = await ask({ cursor, unsettledSince: await unsettledSince(ctx, name) });
  await takeInAll(ctx, name, events);
  await keep(next);
}

/** Texts first, in order: newer ones wait for them at the door. Reports may be thousands, and share commits. */
async function takeInAll(ctx: Context, carrier: string, events: readonly CarrierEvent[]): Promise<void> {
  const take = (event: CarrierEvent) => takeIn(ctx, carrier, event);
  for (const text of events.filter(({ kind }) => kind === "text")) await take(text);
  const others = events.filter(({ kind }) => kind !== "text");
  for (let next = 0; next < others.length; next += reportsAtOnce)
    await Promise.all(others.slice(next, next + reportsAtOnce).map(take));
}

/** A report may get lost, and a site that polls gets none: now and then we ask from the oldest text that is not settled. */
async function unsettledSince(ctx: Context, carrier: string): Promise<Date | null> {
  const now = ctx.now();
  const key = `looked back:${carrier}`;
  const oldest = await ctx.store.transaction(async (tx) => {
    // A moment that is yet to come is of a clock that was set back since.
    if (Math.abs(now - ((await tx.settings.readTime(key)) ?? 0)) < lookBackEvery) return null;
    await tx.settings.writeTime(key, now);
    return await tx.messages.oldestUnconfirmed(now - reach);
  });
  return oldest === null ? null : new Date(oldest);
}

/** Stores one piece of a carrier's news. Resolves once it is on the disk. */
export async function takeIn(ctx: Context, carrier: string, event: CarrierEvent): Promise<void> {
  switch (event.kind) {
    case "text":
      await receiveSms(ctx, carrier, event);
      return;
    case "status":
      if (!(await receiveReport(ctx, carrier, event))) await noticeUnknownText(ctx, carrier, event);
      return;
    case "unreadable":
      ctx.count("records_unreadable");
      ctx.log.error(
        { carrier, carrierMessageId: event.carrierMessageId },
        "a record of the carrier's list can't be read; look it up there: it may be a text that nobody has seen",
      );
      return;
    case "look":
      await catchUpCarrier(ctx, carrier);
  }
}
