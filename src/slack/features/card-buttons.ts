/** The card's buttons: Take, Release, Resolve, Reopen; of a direct one, Call it done. */
import { cardActions, readCardValue } from "../views/card-buttons.ts";
import type { Feature, PressHandler } from "./feature.ts";
import { stale } from "./stale.ts";

export const cardButtons: Feature = {
  buttons: {
    [cardActions.take]: pressed("takeEpisode"),
    [cardActions.release]: pressed("releaseEpisode"),
    [cardActions.resolve]: pressed("resolveEpisode"),
    [cardActions.close]: pressed("closeEpisode"),
    [cardActions.reopen]: pressed("reopenEpisode"),
  },
};

type Verb = "takeEpisode" | "releaseEpisode" | "resolveEpisode" | "closeEpisode" | "reopenEpisode";

function pressed(verb: Verb): PressHandler {
  return async ({ user, value }, { bridge }) => {
    const card = readCardValue(value);
    if (card === null) return stale;
    return { ...(await bridge[verb]({ ...card, user })), about: { episode: card.episode } };
  };
}
