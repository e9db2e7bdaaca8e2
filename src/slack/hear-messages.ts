/** Messages in channels: which of them are replies, edits, deletions or the loss of a card, and to which verb each goes. */
import { changeReply } from "../bridge/change-reply.ts";
import { deleteReply } from "../bridge/delete-reply.ts";
import { loseThread } from "../bridge/lose-thread.ts";
import { relayReply } from "../bridge/relay-reply.ts";
import type { Listening } from "./listening.ts";
import { type RawReply, readMessage } from "./read-message.ts";
import { toReply } from "./to-reply.ts";

export function hearMessages({ app, bridge, self, names }: Listening): void {
  const convert = (raw: RawReply) => toReply(raw, names, self.known()?.botUserId ?? null);
  app.event("message", async ({ event }) => {
    const reading = readMessage(event, { self: self.known()?.botUserId ?? null });
    switch (reading.kind) {
      case "reply":
        return relayReply(bridge(), { reply: await convert(reading.reply), how: "event" });
      case "change":
        return changeReply(bridge(), { reply: await convert(reading.reply) });
      case "deletion":
        return deleteReply(bridge(), { place: reading.place, thread: reading.thread });
      case "root_gone":
        return loseThread(bridge(), { place: reading.place });
      case "ignore":
        return undefined;
    }
  });
}
