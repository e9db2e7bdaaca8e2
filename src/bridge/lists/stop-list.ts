/** Its author stops a list, or says that it goes on though that is late. */
import { endOfTime } from "../../domain/end-of-time.ts";
import type { ListId, SlackUserId } from "../../domain/ids.ts";
import { hasLeft } from "../../domain/message-state.ts";
import type { Context } from "../context/context.ts";
import { type Outcome, says } from "../context/outcome.ts";
import type { List, Tally } from "../contracts/store/lists.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { enqueueMarkOf } from "../outbox/enqueue.ts";
import { enqueueList, enqueueProgress } from "../outbox/enqueue-list.ts";

export interface ListPress {
  readonly list: ListId;
  readonly user: SlackUserId;
}

/** What is not being handed over yet never is. */
export async function stopList(ctx: Context, press: ListPress): Promise<Outcome> {
  return await ctx.store.transaction(async (tx) => {
    const list = await theirs(tx, press);
    if ("sentence" in list) return list;
    const now = ctx.now();
    await tx.lists.endPending(list.id, { state: "cancelled", reason: null });
    for (const id of await tx.lists.unsent(list.id)) {
      const message = await tx.messages.get(id);
      const listed = await tx.lists.ofText(list.id, id);
      if (message === null) continue;
      await cancelMessage(tx, message);
      await enqueueMarkOf(tx, message, now);
      if (listed !== null) await tx.lists.settle(list.id, listed.position, { state: "cancelled" });
    }
    await tx.lists.update(list.id, { state: "stopped", endedAt: now });
    await enqueueProgress(tx, list.id, now);
    return says(stopped(await tx.lists.tally(list.id)));
  });
}

export interface GoOnPress extends ListPress {
  /** Since when the press was kept, where it could not be taken up at once; absent: it just came. Milliseconds. */
  readonly keptSince?: number | null;
}

/** As if its time had come just now; on a press that is late itself it goes on asking (law 3). */
export async function goOnWithList(ctx: Context, press: GoOnPress): Promise<Outcome> {
  const { keptSince = null } = press;
  if (keptSince !== null && ctx.now() - keptSince > ctx.settings.sendWithin)
    return says(
      "You pressed Go on ",
      { at: keptSince },
      ", and Threadline could take it up only now. Nothing was sent: if it is still right, press it again.",
    );
  return await ctx.store.transaction(async (tx) => {
    const list = await theirs(tx, press);
    if ("sentence" in list) return list;
    if (list.notBefore !== endOfTime) return says("This list goes on already.");
    const now = ctx.now();
    await tx.lists.update(list.id, { notBefore: now });
    await enqueueList(tx, list.id, now, now);
    await enqueueProgress(tx, list.id, now);
    return says("It goes on.");
  });
}

async function theirs(tx: Tx, { list: id, user }: ListPress): Promise<List | Outcome> {
  const list = await tx.lists.get(id);
  if (list === null) return says("This list is not known here any more.");
  if (list.authorUser !== user) return says("Only whoever sent this list can do that.");
  if (list.state === "stopped") return says("This list was stopped already.");
  return list.state === "done" ? says("Too late: this list has left already.") : list;
}

function stopped(tally: readonly Tally[]): string {
  const count = (which: (one: Tally) => boolean) =>
    tally.reduce((sum, one) => (which(one) ? sum + one.count : sum), 0);
  const total = count(() => true);
  const left = count(
    ({ state, kind, text }) =>
      state === "written" && (kind === "member" || (text !== null && text !== "received" && hasLeft(text))),
  );
  const handed = count(({ text }) => text === "sending");
  const underWay =
    handed === 0 ? "" : ` ${handed === 1 ? "One is" : `${handed} are`} being handed over just now.`;
  return `Stopped. It had left for ${left} of ${total}.${underWay}`;
}
