/**
 * A text of a list that may not leave now. Its author is not asked about each: what time alone keeps is the list's again, which asks once
 * for all of them, and the list says who got nothing, and why.
 */
import { heldWords } from "../../domain/list-plan.ts";
import type { Verdict } from "../../domain/policy/may-send.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueMarkOf } from "../outbox/enqueue.ts";
import { cancelMessage } from "./cancel-message.ts";

/** Another time is right for it. */
const timeAlone: ReadonlySet<string> = new Set<WaitReason>(["late", "outage", "quiet"]);

export async function giveBackListed(
  ctx: Context,
  tx: Tx,
  message: Message,
  { reason }: Pick<Exclude<Verdict, { readonly kind: "text" }>, "reason">,
): Promise<void> {
  const { listId, id } = message;
  await cancelMessage(tx, message);
  await enqueueMarkOf(tx, message, ctx.now());
  const list = listId === null ? null : await tx.lists.get(listId);
  const listed = list === null ? null : await tx.lists.ofText(list.id, id);
  if (list === null || listed === null) return;
  const change = timeAlone.has(reason)
    ? ({ state: list.state === "running" ? "pending" : "cancelled", messageId: null } as const)
    : ({ state: "refused", reason: heldWords(reason) } as const);
  await tx.lists.settle(list.id, listed.position, change);
}
