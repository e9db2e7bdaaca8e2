/** What keeps a text from leaving at the last moment, and what its author is told. */
import { isMemberOf } from "../../domain/directory.ts";
import { canReceive } from "../../domain/phone.ts";
import type { Message } from "../../store/messages.ts";
import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";
import type { Scene } from "../context/episode-context.ts";
import { tellPrivately } from "../notices/tell.ts";
import { oweMarkOf } from "../outbox/enqueue.ts";
import { cancelMessage } from "./cancel-message.ts";
import { replyPlace } from "../context/reply-place.ts";
import { waitingForPerson } from "./waits.ts";

type Stop = "line_gone" | "cannot_receive" | "not_member" | "late";

export function whyNot(bridge: Bridge, scene: Scene, message: Message): Stop | null {
  if (scene.line === null || !bridge.carriers.has(scene.line.carrier)) return "line_gone";
  if (!canReceive(scene.conversation.address)) return "cannot_receive";
  if (message.author !== null && !(scene.group && isMemberOf(scene.group, message.author)))
    return "not_member";
  return isLate(bridge, message) ? "late" : null;
}

export function isLate({ settings, now }: Bridge, { writtenAt }: Pick<Message, "writtenAt">): boolean {
  return now() - writtenAt > settings.sendWithin + settings.hold;
}

const stops: Readonly<Record<Stop, string>> = {
  line_gone: "This did not leave: its line is no longer in the directory.",
  cannot_receive: "This did not leave: short codes and sender names can't be answered.",
  not_member: "This did not leave: you are no longer a member of the group that answers here.",
  late: "This did not leave in time. Is it still right to send?",
};

export async function holdBack(
  bridge: Bridge,
  tx: Tx,
  scene: Scene,
  message: Message,
  stop: Stop,
): Promise<void> {
  if (stop === "late") await tx.messages.update(message.id, waitingForPerson("late", bridge.now()));
  else await cancelMessage(tx, message);
  await oweMarkOf(tx, message, bridge.now());
  if (message.authorUser === null) return;
  await tellPrivately(bridge, tx, message.authorUser, {
    episode: scene.episode,
    about: replyPlace(message),
    message: message.id,
    sentence: [stops[stop]],
    choices: stop === "late" ? ["send_now", "discard"] : [],
    causedAt: message.writtenAt,
  });
}
