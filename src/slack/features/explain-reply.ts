/** The message shortcut "Why was this not sent?". */
import type { Feature } from "./feature.ts";
import { stale } from "./stale.ts";

export const explainReply: Feature = {
  shortcuts: {
    "reply.why": {
      name: "Why was this not sent?",
      use: async ({ place, user }, { bridge }) =>
        place === null ? stale : { ...(await bridge.explainReply({ place, user })), about: { reply: place } },
    },
  },
};
