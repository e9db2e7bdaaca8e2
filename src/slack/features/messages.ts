/** Messages in channels: which of them are replies, edits, deletions or the loss of a card, and to which verb each goes. */

import { type RawReply, readMessage } from "../transport/read-message.ts";
import { toReply } from "../transport/to-reply.ts";
import type { Listening } from "./listening.ts";

export function hearMessages({ app, bridge, self, names }: Listening): void {
  const convert = (raw: RawReply) => toReply(raw, names, self.known()?.botUserId ?? null);
  app.event("message", async ({ event }) => {
    const reading = readMessage(event, { self: self.known()?.botUserId ?? null });
    switch (reading.kind) {
      case "reply":
        return bridge().receiveReply({ reply: await convert(reading.reply), how: "event" });
      case "change":
        return bridge().editReply({ reply: await convert(reading.reply) });
      case "deletion":
        return bridge().deleteReply({ place: reading.place, thread: reading.thread });
      case "root_gone":
        return bridge().loseThread({ place: reading.place });
      case "ignore":
        return undefined;
    }
  });
}
