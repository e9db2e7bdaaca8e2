/** Stopping a reply before it leaves: the reaction :x: on it, or the message shortcut Don't send. */
import type { SlackTs } from "../../domain/ids.ts";
import { readMessage } from "../transport/read-message.ts";
import type { Press } from "../transport/read-press.ts";
import { readReaction } from "../transport/read-reaction.ts";
import type { Feature } from "./feature.ts";
import { stale } from "./stale.ts";

export const stopReply: Feature = {
  shortcuts: {
    "reply.dont_send": {
      name: "Don't send",
      use: async (press, { bridge }) => {
        const { place, user } = press;
        if (place === null) return stale;
        const outcome = await bridge.stopReply({ place, user, thread: threadOf(press) });
        return { ...outcome, about: { reply: place } };
      },
    },
  },
  events: {
    reaction_added: async (event, { bridge, self }) => {
      const reaction = readReaction(event, self.known()?.botUserId ?? null);
      if (reaction !== null) await bridge.stopByReaction(reaction);
    },
  },
};

/** The thread of the reply that the shortcut was used on; null when it is none: a card, a customer's text, a word in the channel. */
function threadOf({ message, place }: Press): SlackTs | null {
  if (place === null) return null;
  const reading = readMessage(message, { channel: place.channel });
  return reading.kind === "reply" ? reading.reply.thread : null;
}
