/** The app's Home, drawn anew for whoever looks at it; what they turn in it, and what they look for. */
import type { SlackUserId } from "../../domain/ids.ts";
import { stringIn } from "../../lib/json.ts";
import { isHomeTab } from "../transport/read-home.ts";
import { homeTurnPrefix, readTurn } from "../views/home-lists.ts";
import { drawFoundOptOuts, findOptOutAction } from "../views/home-team.ts";
import type { Feature } from "./feature.ts";

export const appHome: Feature = {
  events: {
    app_home_opened: async (event, { bridge }) => {
      const user = stringIn(event, "user");
      if (user !== undefined && isHomeTab(event)) await bridge.openHome(user as SlackUserId);
    },
  },
  buttons: {
    [`${homeTurnPrefix}*`]: async ({ user, value }, { bridge }) => {
      await bridge.turnHome({ user, ...readTurn(value) });
      return { sentence: null };
    },
    [findOptOutAction]: async ({ user, value }, { bridge }) => {
      if (value === "") return { sentence: null };
      const found = await bridge.findOptOuts({ user, typed: value });
      return "refusal" in found
        ? { sentence: [found.refusal] }
        : { sentence: null, modal: drawFoundOptOuts(found) };
    },
  },
};
