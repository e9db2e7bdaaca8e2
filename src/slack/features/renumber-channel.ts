/** A channel got another id. */
import type { SlackChannelId } from "../../domain/ids.ts";
import { isRecord, stringIn } from "../transport/json.ts";
import type { Listening } from "./listening.ts";

export function hearChannelId({ app, bridge }: Listening): void {
  app.event("channel_id_changed", async ({ event }) => {
    const told: unknown = event;
    if (!isRecord(told)) return;
    const [before, after] = [stringIn(told, "old_channel_id"), stringIn(told, "new_channel_id")];
    if (before === undefined || after === undefined) return;
    await bridge().renumberChannel({ before: before as SlackChannelId, after: after as SlackChannelId });
  });
}
