/** Stopping a reply before it leaves: the reaction :x: on it, or the message shortcut Don't send. */
import type { SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { isRecord, type Json, recordIn, stringIn } from "../transport/json.ts";
import { readMessage } from "../transport/read-message.ts";
import { stopSign } from "../transport/to-reply.ts";
import { shortcutsUsed } from "../uses.ts";
import { answer, type Listening, readPress } from "./listening.ts";

export function hearCancel({ app, bridge, self }: Listening): void {
  app.shortcut(shortcutsUsed.dontSend.callbackId, async ({ body, ack }) => {
    await ack();
    const press = readPress(body);
    if (press === null || press.place === null) return;
    const { place, user } = press;
    const thread = threadIn(body, place.channel);
    await answer(bridge(), press, await bridge().stopReply({ place, user, thread }));
  });

  app.event("reaction_added", async ({ event }) => {
    const reaction = readReaction(event, self.known()?.botUserId ?? null);
    if (reaction === null) return;
    await bridge().stopByReaction(reaction);
  });
}

/** The thread of the reply that the shortcut was used on; null when it is none: a card, a customer's text, a word in the channel. */
function threadIn(body: unknown, channel: SlackChannelId): SlackTs | null {
  const reading = readMessage(isRecord(body) ? body.message : null, { channel });
  return reading.kind === "reply" ? reading.reply.thread : null;
}

/** A person's stop sign on a message that is not ours; null for any other reaction. `self`: our bot user, where it is known. */
export function readReaction(
  event: unknown,
  self: SlackUserId | null,
): { place: Place; user: SlackUserId } | null {
  if (!isRecord(event) || event.reaction !== stopSign) return null;
  if (self !== null && (event.user === self || event.item_user === self)) return null;
  const item: Json = recordIn(event, "item") ?? {};
  const [channel, ts, user] = [stringIn(item, "channel"), stringIn(item, "ts"), stringIn(event, "user")];
  if (channel === undefined || ts === undefined || user === undefined) return null;
  return { place: { channel, ts } as Place, user: user as SlackUserId };
}
