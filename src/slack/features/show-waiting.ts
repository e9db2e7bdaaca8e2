/** Show all: the line about who waits names ten, and whoever presses sees the rest alone. */
import { drawWaiting, waitingActions } from "../views/reminder.ts";
import type { Feature } from "./feature.ts";
import { stale } from "./stale.ts";

export const showWaiting: Feature = {
  buttons: {
    [waitingActions.showAll]: async ({ place }, { bridge, self }) => {
      if (place === null) return stale;
      const [waiting, team] = await Promise.all([bridge.listWaiting(place.channel), self.learn()]);
      return { sentence: null, modal: drawWaiting(waiting, team.url) };
    },
  },
};
