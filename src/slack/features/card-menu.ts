/** The menu of a card, **More**: what each of its options does. A new one is a line here, and one in `views/card-buttons.ts`. */
import type { EpisodeId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { cardActions, type MoreChoice, readMoreValue } from "../views/card-buttons.ts";
import { askToAssign } from "./assign-episode.ts";
import { askToBlock, unblock } from "./block-contact.ts";
import { askToChangeContact } from "./choose-contact.ts";
import { askDrafts } from "./draft-list.ts";
import type { Answer, Feature, Tools } from "./feature.ts";
import { logEpisode } from "./log-form.ts";
import { askName } from "./name-contact.ts";
import { askOptOut } from "./record-opt-out.ts";
import { askToSnooze, wake } from "./snooze-episode.ts";
import { stale } from "./stale.ts";

type Option = (episode: EpisodeId, press: Press, tools: Tools) => Promise<Answer>;

const options: Readonly<Record<MoreChoice, Option>> = {
  assign: askToAssign,
  snooze: askToSnooze,
  wake,
  block: askToBlock,
  unblock,
  name: askName,
  contact: askToChangeContact,
  opt_out: askOptOut,
  log: logEpisode,
  drafts: askDrafts,
  transcript: (episode, { user }, { bridge }) => bridge.showTranscript({ user, of: { episode } }),
};

/** Choosing what a menu shows already takes it back, and Slack does not say what it was. */
const takenBack: Answer = {
  sentence: ["The menu still showed what was chosen last, and that was taken back now. Please choose again."],
};

export const cardMenu: Feature = {
  buttons: {
    [cardActions.more]: async (press, tools) => {
      if (press.value === "") return takenBack;
      const chosen = readMoreValue(press.value);
      if (chosen === null) return stale;
      const { episode, choice } = chosen;
      await tools.bridge.redrawCard({ episode });
      return { ...(await options[choice](episode, press, tools)), about: { episode } };
    },
  },
};
