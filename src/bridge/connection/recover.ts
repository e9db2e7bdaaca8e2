/**
 * After a start, before any traffic: what was under way when the process ended is settled or marked unknown, and after too long an
 * absence (an outage, a restored backup, a copied host) nothing that was due leaves by itself (law 3).
 */
import { managesGroups } from "../../domain/directory.ts";
import { slackUserOf } from "../../domain/people.ts";
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueIdentities } from "../directory/identify-member.ts";
import { dueByItself, enqueueMissing } from "../messages/enqueue-unsent.ts";
import { tellOfAbsence } from "../messages/failure-notices.ts";
import { markUnknown } from "../messages/mark-unknown.ts";
import { waitingForPerson } from "../messages/waits.ts";
import { inform } from "../notices/tell.ts";
import { enqueueMarkOf, withdrawSend } from "../outbox/enqueue.ts";
import { isRestored, lastHeartbeat } from "./heartbeat.ts";

/** Until when we were away, so that what is found of that time later, even after another crash, waits for its author. */
const awayKey = "away.until";
/** The last heartbeat before the absence that managers were told of. */
const toldKey = "away.told";

export async function recover(ctx: Context): Promise<void> {
  const now = ctx.now();
  const seen = await lastHeartbeat(ctx);
  await ctx.store.transaction(async (tx) => {
    const away = seen !== null && (now - seen > ctx.settings.sendWithin || (await isRestored(tx)));
    if (away) await tx.settings.writeTime(awayKey, now);
    ctx.connection.begin(seen ?? now, (await tx.settings.readTime(awayKey)) ?? 0);
    for (const message of await tx.messages.inState(["sending"])) await markUnknown(ctx, tx, message);
    if (away)
      await stopAll(
        ctx,
        tx,
        (await dueByItself(tx)).filter((text) => isDue(text, now)),
        seen,
      );
    else await enqueueMissing(ctx, tx);
    await enqueueIdentities(tx, now);
  });
}

async function stopAll(ctx: Context, tx: Tx, due: readonly Message[], seen: number): Promise<void> {
  const minutes = Math.round((ctx.now() - seen) / 60_000);
  ctx.log.warn({ minutes, texts: due.length }, "we were away; nothing that was due leaves by itself");
  for (const message of due) await stop(ctx, tx, message);
  if ((await tx.settings.readTime(toldKey)) === seen) return;
  await tx.settings.writeTime(toldKey, seen);
  await tellManagers(ctx, tx, due.length);
}

/** A text that shall leave at a later time is not late for our absence. */
function isDue({ notBefore, waitReason }: Message, now: number): boolean {
  return waitReason === "hold" || notBefore === null || notBefore <= now;
}

async function stop(ctx: Context, tx: Tx, message: Message): Promise<void> {
  await withdrawSend(tx, message);
  await tx.messages.update(message.id, waitingForPerson("outage", ctx.now()));
  await enqueueMarkOf(tx, message, ctx.now());
  await tellOfAbsence(ctx, tx, message);
}

async function tellManagers(ctx: Context, tx: Tx, waiting: number): Promise<void> {
  const directory = await tx.directories.current();
  const identities = await tx.directories.identities();
  const doubtful = (await tx.messages.inState(["unknown"])).length;
  for (const member of directory.members.filter(managesGroups)) {
    const user = slackUserOf(member, identities);
    if (user !== null) await inform(ctx, tx, user, [backAgain(waiting, doubtful)]);
  }
}

function backAgain(waiting: number, doubtful: number): string {
  const due =
    waiting === 0
      ? "No text was due meanwhile."
      : `${waiting} ${waiting === 1 ? "text waits in its thread" : "texts wait in their threads"} for Send now or Discard.`;
  const unclear =
    doubtful === 0
      ? ""
      : ` Of ${doubtful === 1 ? "one text it is not known whether it" : `${doubtful} texts it is not known whether they`} left.`;
  return `Threadline is back after a long absence. ${due}${unclear} Texts that came in meanwhile are being fetched now.`;
}
