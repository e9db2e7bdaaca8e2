/** A line's channel closes (archived, deleted, the app removed) or opens again. */
import type { SlackChannelId } from "../../domain/ids.ts";
import { isRecord, recordIn, stringIn } from "../transport/json.ts";
import type { Listening } from "./listening.ts";

const closing = [
  "channel_archive",
  "channel_deleted",
  "channel_left",
  "group_archive",
  "group_deleted",
  "group_left",
] as const;
const opening = ["channel_unarchive", "group_unarchive"] as const;

export function hearChannelChange({ app, bridge, self }: Listening): void {
  const note = async (event: unknown, change: "closed" | "open") => {
    const channel = channelOf(event);
    if (channel !== null) await bridge().changeChannel({ channel, change });
  };
  for (const name of closing) app.event(name, async ({ event }) => note(event, "closed"));
  for (const name of opening) app.event(name, async ({ event }) => note(event, "open"));
  app.event("member_joined_channel", async ({ event }) => {
    const { botUserId } = await self.learn();
    if (event.user === botUserId) await note(event, "open");
  });
}

function channelOf(event: unknown): SlackChannelId | null {
  if (!isRecord(event)) return null;
  const channel = stringIn(event, "channel") ?? stringIn(recordIn(event, "channel") ?? {}, "id");
  return (channel ?? null) as SlackChannelId | null;
}
