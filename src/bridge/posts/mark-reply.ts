/** Brings the marks on a member's message in line with what became of it; passing states are skipped. */
import { type Mark, markFor, replacedBy } from "../../domain/mark.ts";
import type { Place } from "../../domain/sentence.ts";
import { noteReached } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { outboundState } from "../messages/outbound-state.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";
import { astray } from "../replies/remember-early.ts";

export async function markReply(ctx: Context, place: Place, job: Job): Promise<Conclude> {
  const wanted = await ctx.store.read((tx) => wantedMark(tx, place));
  if (wanted === null) return finished;
  const { mark, replaced, standing } = wanted;
  await ctx.desk.mark(place, mark, replaced);
  return async (tx) => {
    const kept = standing.filter((old) => old !== mark && !replaced.some((gone) => gone === old));
    await tx.replies.update(place, { marks: [...kept, mark].join(" ") });
    await noteReached(ctx, tx, job);
    return done;
  };
}

interface Wanted {
  readonly mark: Mark;
  readonly replaced: readonly Mark[];
  readonly standing: readonly string[];
}

async function wantedMark(tx: Tx, place: Place): Promise<Wanted | null> {
  const reply = await tx.replies.find(place);
  if (reply === null || reply.deletedAt !== null) return null;
  const mark = await markOf(tx, reply);
  if (mark === null) return null;
  const standing = reply.marks.split(" ").filter((word) => word !== "");
  const replaced = replacedBy(mark).filter((old) => standing.includes(old));
  return standing.includes(mark) && replaced.length === 0 ? null : { mark, replaced, standing };
}

async function markOf(tx: Tx, reply: Reply): Promise<Mark | null> {
  if (reply.verdict === "unseen") return reply.reason === astray ? "no_entry_sign" : null;
  if (reply.verdict === "note") return "memo";
  if (reply.verdict === "refused") return "no_entry_sign";
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  if (message === null) return null;
  if (message.state === "waiting" && message.waitsFor === "person") return "no_entry_sign";
  return markFor(outboundState(message));
}
