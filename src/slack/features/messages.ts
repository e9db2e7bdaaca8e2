/** Messages in channels: which of them are replies, edits, deletions, the loss of a card or words beside it, and to which verb each goes. */
import type { SlackChannelId } from "../../domain/ids.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import { readAside } from "../transport/read-aside.ts";
import { type RawReply, readMessage } from "../transport/read-message.ts";
import { isInGroupDirect, readStaff, toStaffWords } from "../transport/read-staff.ts";
import { toReply } from "../transport/to-reply.ts";
import type { Feature, Tools } from "./feature.ts";

export const messages: Feature = {
  events: {
    message: async (event, { bridge, self, names }) => {
      const us = self.known()?.botUserId ?? null;
      if (await inGroupDirect(event, { bridge, names })) return;
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

/** What stands where two of the team write to each other is about no conversation, whatever it looks like. False for any other place. */
async function inGroupDirect(
  event: Json,
  { bridge, names }: Pick<Tools, "bridge" | "names">,
): Promise<boolean> {
  const channel = stringIn(event, "channel") as SlackChannelId | undefined;
  if (channel === undefined || !isInGroupDirect(event) || !(await bridge.isStaffPlace(channel))) return false;
  const reading = readStaff(event);
  if (reading?.kind === "words") await bridge.takeStaffWords(await toStaffWords(reading.words, names));
  if (reading?.kind === "deletion") await bridge.takeStaffDeletion(reading.place);
  return true;
}
