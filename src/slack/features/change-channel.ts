/** A line's channel closes (archived, deleted, the app removed) or opens again. */
import type { SlackChannelId } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import type { Feature, Tools } from "./feature.ts";

export const changeChannel: Feature = {
  events: {
    channel_archive: closes,
    channel_deleted: closes,
    channel_left: closes,
    group_archive: closes,
    group_deleted: closes,
    group_left: closes,
    channel_unarchive: opens,
    group_unarchive: opens,
    member_joined_channel: async (event, tools) => {
      const { botUserId } = await tools.self.learn();
      if (event.user === botUserId) await opens(event, tools);
    },
  },
};

function closes(event: Json, tools: Tools): Promise<void> {
  return note(event, tools, "closed");
}

function opens(event: Json, tools: Tools): Promise<void> {
  return note(event, tools, "open");
}

async function note(event: Json, { bridge }: Tools, change: "closed" | "open"): Promise<void> {
  const channel = stringIn(event, "channel") ?? stringIn(recordIn(event, "channel") ?? {}, "id");
  if (channel !== undefined) await bridge.changeChannel({ channel: channel as SlackChannelId, change });
}
