/** After too long an absence, or on an older copy of the database, nothing that was due leaves by itself (law 3): each text waits for a person's word. */
import { managesGroups } from "../../domain/directory.ts";
import { slackUserOf } from "../../domain/people.ts";
import { copiedKey } from "../context/away.ts";
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { dueByItself } from "../messages/enqueue-unsent.ts";
import { tellOfAbsence } from "../messages/failure-notices.ts";
import { giveBackListed } from "../messages/give-back-listed.ts";
import { giveUpAutomatic } from "../messages/give-up-automatic.ts";
import { pauseLists } from "../messages/pause-lists.ts";
import { waitingForPerson } from "../messages/waits.ts";
import { inform } from "../notices/tell.ts";
import { enqueueMarkOf, withdrawSend } from "../outbox/enqueue.ts";

/** The last heartbeat before the absence that managers were told of. */
const toldKey = "away.told";

export interface Absence {
  /** The last heartbeat before it. Milliseconds. */
  readonly seen: number;
  /** What was written since is none of it; absent: nothing was. Milliseconds. */
  readonly until?: number;
  /** Another app has gone on with what this database thinks is due. */
  readonly isCopy: boolean;
}

export async function stopWhatIsDue(ctx: Context, tx: Tx, absence: Absence): Promise<void> {
  const { until = Number.POSITIVE_INFINITY } = absence;
  if (absence.isCopy) await tx.settings.writeTime(copiedKey, ctx.now());
  const unsent = (await dueByItself(tx)).filter(({ writtenAt }) => writtenAt <= until);
  // On an older copy, what is due only later may have been sent, changed or cancelled since as well.
  const due = unsent.filter((text) => absence.isCopy || isDue(text, ctx.now()));
  const minutes = Math.round((ctx.now() - absence.seen) / 60_000);
  tx.afterwards(() =>
    ctx.log.warn(
      { minutes, texts: due.length },
      absence.isCopy
        ? "the database is an older copy of what has been done; nothing that was due leaves by itself"
        : "we were away; nothing that was due leaves by itself",
    ),
  );
  for (const message of due) await stop(ctx, tx, message, absence.isCopy);
  await pauseLists(ctx, tx, absence.isCopy);
  if ((await tx.settings.readTime(toldKey)) === absence.seen) return;
  await tx.settings.writeTime(toldKey, absence.seen);
  const waiting = due.filter(({ origin }) => origin !== "automatic" && origin !== "list");
  await tellManagers(ctx, tx, waiting.length, absence.isCopy);
}

/** A text that shall leave at a later time is not late for our absence. */
function isDue({ notBefore, waitReason }: Message, now: number): boolean {
  return waitReason === "hold" || notBefore === null || notBefore <= now;
}

async function stop(ctx: Context, tx: Tx, message: Message, isCopy: boolean): Promise<void> {
  if (message.origin === "automatic") return await giveUpAutomatic(ctx, tx, message);
  if (message.origin === "list") return await giveBackListed(ctx, tx, message, { reason: "outage" });
  await withdrawSend(tx, message);
  const now = ctx.now();
  const at = isDue(message, now) ? null : message.notBefore;
  await tx.messages.update(message.id, { ...waitingForPerson("outage", now), notBefore: at });
  await enqueueMarkOf(tx, message, now);
  await tellOfAbsence(ctx, tx, message, { isCopy, at });
}

async function tellManagers(ctx: Context, tx: Tx, waiting: number, isCopy: boolean): Promise<void> {
  const directory = await tx.directories.current();
  const identities = await tx.directories.identities();
  const doubtful = (await tx.messages.inState(["unknown"])).length;
  for (const member of directory.members.filter(managesGroups)) {
    const user = slackUserOf(member, identities);
    if (user !== null) await inform(ctx, tx, user, [backAgain(waiting, doubtful, isCopy)]);
  }
}

function backAgain(waiting: number, doubtful: number, isCopy: boolean): string {
  const what = isCopy
    ? "Threadline goes on with an older copy of its database."
    : "Threadline is back after a long absence.";
  const due =
    waiting === 0
      ? "No text was due meanwhile."
      : `${waiting} ${waiting === 1 ? "text waits in its thread" : "texts wait in their threads"} for Send now or Discard.`;
  const unclear =
    doubtful === 0
      ? ""
      : ` Of ${doubtful === 1 ? "one text it is not known whether it" : `${doubtful} texts it is not known whether they`} left.`;
  return `${what} ${due}${unclear} Texts that came in meanwhile are being fetched now.`;
}
