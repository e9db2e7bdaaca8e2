/** Stopping a reply before it leaves: the reaction :x: on it, or the message shortcut Don't send. */
import type { Bridge } from "../bridge/bridge.ts";
import { cancelReply } from "../bridge/cancel-reply.ts";
import type { SlackUserId } from "../domain/ids.ts";
import type { Place, Sentence } from "../domain/sentence.ts";
import { toDeskError } from "./failure.ts";
import { isRecord, type Json, recordIn, stringIn } from "./json.ts";
import { answer, type Listening, readPress } from "./listening.ts";
import { stopSign } from "./to-reply.ts";
import { shortcutsUsed } from "./uses.ts";

export function hearCancel({ app, bridge, self }: Listening): void {
  app.shortcut(shortcutsUsed.dontSend.callbackId, async ({ body, ack }) => {
    await ack();
    const press = readPress(body);
    if (press === null || press.place === null) return;
    const { place, user } = press;
    await answer(bridge(), press, await cancelReply(bridge(), { place, user }));
  });

  app.event("reaction_added", async ({ event }) => {
    const reaction = readReaction(event);
    if (reaction === null || reaction.user === self.known()?.botUserId) return;
    const { sentence } = await cancelReply(bridge(), reaction);
    if (sentence !== null) await tellAbout(bridge(), reaction, sentence);
  });
}

/** People react with :x: to all sorts of messages: only about a text is there something to say. */
async function tellAbout(bridge: Bridge, reaction: { place: Place; user: SlackUserId }, sentence: Sentence) {
  const reply = await bridge.store.read((tx) => tx.replies.find(reaction.place));
  if (reply === null || reply.messageId === null) return;
  const about = { place: reaction.place, thread: reply.thread };
  try {
    await bridge.desk.tell({ to: reaction.user, about, quietly: true, sentence, offer: null });
  } catch (error) {
    // The mark on the message says the same, and a repeat would say that there is nothing left to stop.
    bridge.log.warn({ failure: toDeskError(error).message }, "Slack: the answer to a reaction was not shown");
  }
}

/** The stop sign on a message; null for any other reaction. */
export function readReaction(event: unknown): { place: Place; user: SlackUserId } | null {
  if (!isRecord(event) || event.reaction !== stopSign) return null;
  const item: Json = recordIn(event, "item") ?? {};
  const [channel, ts, user] = [stringIn(item, "channel"), stringIn(item, "ts"), stringIn(event, "user")];
  if (channel === undefined || ts === undefined || user === undefined) return null;
  return { place: { channel, ts } as Place, user: user as SlackUserId };
}
