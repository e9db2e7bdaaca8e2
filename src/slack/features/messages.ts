/** Messages in channels: which of them are replies, edits, deletions, the loss of a card or words beside it, and to which verb each goes. */
import { readAside } from "../transport/read-aside.ts";
import { type RawReply, readMessage } from "../transport/read-message.ts";
import { toReply } from "../transport/to-reply.ts";
import type { Feature } from "./feature.ts";

export const messages: Feature = {
  events: {
    message: async (event, { bridge, self, names }) => {
      const us = self.known()?.botUserId ?? null;
      const convert = (raw: RawReply) => toReply(raw, names, us);
      const reading = readMessage(event, { self: us });
      switch (reading.kind) {
        case "reply":
          return bridge.receiveReply({ reply: await convert(reading.reply), how: "event" });
        case "change":
          return bridge.editReply({ reply: await convert(reading.reply) });
        case "deletion":
          return bridge.deleteReply({ place: reading.place, thread: reading.thread });
        case "root_gone":
          return bridge.loseThread({ place: reading.place });
        case "ignore": {
          const aside = readAside(event, us);
          return aside === null ? undefined : bridge.noteAside(aside);
        }
      }
    },
  },
};
