/** Somebody wrote, or edited what they wrote, where no thread of a conversation is known. */
import { isNote } from "../../domain/inside.ts";
import { promisesSending } from "../../domain/mark.ts";
import type { Context } from "../context/context.ts";
import type { DeskReply } from "../contracts/desk.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueStray, isCardUnderWay } from "../outbox/enqueue.ts";
import { astray, rememberWords } from "./remember-early.ts";

/** A post is answered, and its place written down, sooner than this. Milliseconds. */
const cardStandsWithin = 3_000;

/** A card that is under way may turn out to be its thread; under any other post of ours it reaches nobody, and that is said. */
export async function keepStray(
  ctx: Context,
  tx: Tx,
  reply: DeskReply,
  known: Reply | null,
  how: "event" | "found",
): Promise<void> {
  if (known?.reason === astray) return;
  const isUnderWay = await isCardUnderWay(tx, reply.channel);
  const isLost = mayBeStray(reply) && !(how === "found" && isMarked(reply));
  if (!isUnderWay && !isLost) return;
  await rememberWords(ctx, tx, reply, known);
  const dueAt = ctx.now() + (isUnderWay ? cardStandsWithin : 0);
  if (isLost)
    await enqueueStray(tx, { channel: reply.channel, ts: reply.ts }, reply.thread, dueAt, ctx.now());
}

function mayBeStray({ underUs, kind, text }: DeskReply): boolean {
  return underUs === true && kind !== "me" && !isNote(text);
}

/** Whoever marked it, before this database was restored, knew what became of it, and said so. */
function isMarked({ marks }: DeskReply): boolean {
  return promisesSending(marks) || marks.includes("no_entry_sign");
}
