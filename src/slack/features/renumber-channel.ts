/** A channel got another id. */
import type { SlackChannelId } from "../../domain/ids.ts";
import { stringIn } from "../../lib/json.ts";
import type { Feature } from "./feature.ts";

export const renumberChannel: Feature = {
  events: {
    channel_id_changed: async (event, { bridge }) => {
      const [before, after] = [stringIn(event, "old_channel_id"), stringIn(event, "new_channel_id")];
      if (before === undefined || after === undefined) return;
      await bridge.renumberChannel({ before: before as SlackChannelId, after: after as SlackChannelId });
    },
  },
};
