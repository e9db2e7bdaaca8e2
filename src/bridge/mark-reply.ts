/** Brings the marks on a member's message in line with what became of it; passing states are skipped. */
import { type Mark, markFor, replacedBy } from "../domain/mark.ts";
import type { MessageState } from "../domain/message-state.ts";
import type { Place } from "../domain/sentence.ts";
import type { Reply } from "../store/replies.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { type Done, done } from "./perform.ts";

export async function markReply(bridge: Bridge, place: Place): Promise<Done> {
  const wanted = await bridge.store.read((tx) => wantedMark(tx, place));
  if (wanted === null) return done;
  const { mark, standing } = wanted;
  const replaced = replacedBy(mark).filter((old) => standing.includes(old));
  await bridge.desk.mark(place, mark, replaced);
  const marks = [...standing.filter((old) => !replaced.includes(old as Mark)), mark].join(" ");
  await bridge.store.transaction((tx) => tx.replies.update(place, { marks }));
  return done;
}

async function wantedMark(tx: Tx, place: Place): Promise<{ mark: Mark; standing: string[] } | null> {
  const reply = await tx.replies.find(place);
  if (reply === null || reply.deletedAt !== null) return null;
  const mark = await markOf(tx, reply);
  const standing = reply.marks.split(" ").filter((word) => word !== "");
  return mark === null || standing.includes(mark) ? null : { mark, standing };
}

async function markOf(tx: Tx, reply: Reply): Promise<Mark | null> {
  if (reply.verdict === "unseen") return null;
  if (reply.verdict === "note") return "memo";
  if (reply.verdict === "refused") return "no_entry_sign";
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  if (message === null) return null;
  if (message.state === "waiting" && message.waitsFor === "person") return "no_entry_sign";
  return markFor(message.state as MessageState);
}
