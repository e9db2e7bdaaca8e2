/** Somebody was deactivated. Whoever comes back is found by asking again, now and then. */
import { whoLeft } from "../transport/read-user.ts";
import type { Feature } from "./feature.ts";

export const leave: Feature = {
  events: {
    user_change: async (event, { bridge }) => {
      const user = whoLeft(event);
      if (user !== null) await bridge.noteDeactivated(user);
    },
  },
};
