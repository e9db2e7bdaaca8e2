/** What keeps a text from leaving at the last moment, and what its author is told. */
import { isMemberOf } from "../../domain/directory.ts";
import { canReceive } from "../../domain/phone.ts";
import type { Message } from "../../store/messages.ts";
import type { Tx } from "../../store/store.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import { tellPrivately } from "../notices/tell.ts";
import { enqueueMarkOf } from "../outbox/enqueue.ts";
import { cancelMessage } from "./cancel-message.ts";
import { waitingForPerson } from "./waits.ts";

type Stop = "line_gone" | "cannot_receive" | "not_member" | "late";

export function whyNot(ctx: Context, around: EpisodeContext, message: Message): Stop | null {
  if (around.line === null || !ctx.carriers.has(around.line.carrier)) return "line_gone";
  if (!canReceive(around.conversation.address)) return "cannot_receive";
  if (message.author !== null && !(around.group && isMemberOf(around.group, message.author)))
    return "not_member";
  return isLate(ctx, message) ? "late" : null;
}

export function isLate({ settings, now }: Context, { writtenAt }: Pick<Message, "writtenAt">): boolean {
  return now() - writtenAt > settings.sendWithin + settings.hold;
}

const stops: Readonly<Record<Stop, string>> = {
  line_gone: "This did not leave: its line is no longer in the directory.",
  cannot_receive: "This did not leave: short codes and sender names can't be answered.",
  not_member: "This did not leave: you are no longer a member of the group that answers here.",
  late: "This did not leave in time. Is it still right to send?",
};

export async function holdBack(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  message: Message,
  stop: Stop,
): Promise<void> {
  if (stop === "late") await tx.messages.update(message.id, waitingForPerson("late", ctx.now()));
  else await cancelMessage(tx, message);
  await enqueueMarkOf(tx, message, ctx.now());
  if (message.authorUser === null) return;
  await tellPrivately(ctx, tx, message.authorUser, {
    episode: around.episode,
    about: replyPlace(message),
    message: message.id,
    sentence: [stops[stop]],
    choices: stop === "late" ? ["send_now", "discard"] : [],
    causedAt: message.writtenAt,
  });
}
