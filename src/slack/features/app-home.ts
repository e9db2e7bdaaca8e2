/** The app's Home, drawn anew for whoever looks at it. */
import type { SlackUserId } from "../../domain/ids.ts";
import { stringIn } from "../../lib/json.ts";
import { isHomeTab } from "../transport/read-home.ts";
import type { Feature } from "./feature.ts";

export const appHome: Feature = {
  events: {
    app_home_opened: async (event, { bridge }) => {
      const user = stringIn(event, "user");
      if (user !== undefined && isHomeTab(event)) await bridge.openHome(user as SlackUserId);
    },
  },
};
