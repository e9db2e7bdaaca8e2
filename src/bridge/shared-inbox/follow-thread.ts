/** What was done in the carrier's own shared inbox is done here as well, and is not told there again. */
import { memberName } from "../../domain/people.ts";
import { memberOfLogin } from "../../domain/whose-login.ts";
import { claimedBy } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import type { CarrierThreadEvent } from "../contracts/carrier-threads.ts";
import type { KeptThread } from "../contracts/store/carrier-threads.ts";
import type { Tx } from "../contracts/store/store.ts";
import { giveUpWaiting } from "../conversations/give-up-waiting.ts";
import { awake } from "../conversations/snooze-episode.ts";
import { enqueueCard, enqueueLine, enqueueReminder } from "../outbox/enqueue.ts";
import { noteEvent } from "../records/note-event.ts";
import { unloggedIn } from "../records/owes-log.ts";
import { holderThere, type Inbox } from "./inbox-of.ts";

type By = CarrierThreadEvent["by"];

/**
 * Somebody else has it there, or nobody. Whom we don't know has it there alone; so it is with a login that answers for many, whoever of them
 * has it here.
 */
export async function followAssignee(
  ctx: Context,
  tx: Tx,
  inbox: Inbox,
  { assignee, assigneeName }: Pick<KeptThread, "assignee" | "assigneeName">,
  by: By,
): Promise<void> {
  const { around, line } = inbox;
  const { episode, directory } = around;
  const now = ctx.now();
  await enqueueCard(tx, episode, now);
  if (episode.state !== "open") return;
  const isNobodys = assignee === null && assigneeName === null;
  const member = memberOfLogin(directory, line, assignee);
  const next = member?.username ?? null;
  if ((next === null && !isNobodys) || next === episode.assignee) return;
  // One who is given it here has it there by the same login.
  if (next !== null && holderThere(inbox) === assignee) return;
  await tx.episodes.update(episode.id, { ...claimedBy(next), ...unloggedIn(around) });
  const who = memberOfLogin(directory, line, by?.login ?? null)?.username ?? null;
  const kind = next === null ? "unassigned" : "assigned";
  await noteEvent(ctx, tx, episode.id, kind, { by: who, to: next, isTheirs: true });
  await enqueueReminder(tx, episode, now);
}

/** Whether it is resolved now by what was done there. */
export async function followEnd(
  ctx: Context,
  tx: Tx,
  { around, line }: Inbox,
  kept: KeptThread,
  by: By,
): Promise<boolean> {
  const { episode, directory } = around;
  const now = ctx.now();
  if (episode.state !== "open" || kept.reason === null) return false;
  // It was reopened here since, or goes on there in another thread.
  if (episode.idleSince !== null && episode.idleSince > kept.changedAt) return false;
  if ((await tx.carrierThreads.of(episode.id)).some(({ state }) => state === "open")) return false;
  const member = memberOfLogin(directory, line, by?.login ?? null)?.username ?? null;
  await tx.episodes.update(episode.id, {
    state: "resolved",
    resolvedAt: kept.changedAt,
    resolvedBy: member,
    unansweredSince: null,
    idleSince: null,
    unlogged: true,
    ...awake,
  });
  await noteEvent(ctx, tx, episode.id, "resolved", { by: member, isTheirs: true });
  await giveUpWaiting(ctx, tx, episode, "resolved");
  const who = member === null ? by?.name : memberName(directory, member);
  await enqueueLine(tx, episode, [endedThere(ctx, kept, who ?? null)], now);
  await enqueueCard(tx, episode, now);
  return true;
}

function endedThere(ctx: Context, { carrier, reason }: KeptThread, who: string | null): string {
  const there = ctx.carrierTitle(carrier);
  if (reason === "person") return `Resolved in ${there}${who === null ? "" : ` by ${who}`}.`;
  const hours = ctx.carriers.get(carrier)?.threads?.closesAfterHours;
  const after = hours === undefined ? "a long time" : `${hours} hours`;
  return `${there} closed it after ${after} without texts.`;
}
