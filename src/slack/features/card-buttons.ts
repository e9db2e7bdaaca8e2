/** The card's buttons: Take, Release, Resolve, Reopen; of a direct one, Call it done. */
import type { ScheduledForm } from "../../bridge/conversations/scheduled-texts.ts";
import { cardActions, readCardValue } from "../views/card-buttons.ts";
import { drawScheduled, fateField, readScheduled, scheduledId } from "../views/scheduled-texts.ts";
import { sentenceText } from "../views/sentences.ts";
import type { Feature, Modal, PressHandler } from "./feature.ts";
import { stale } from "./stale.ts";

const scheduledForm: Modal<ScheduledForm> = {
  callbackId: scheduledId,
  draw: drawScheduled,
  async submit({ user, values, metadata }, { bridge }) {
    const read = readScheduled(metadata, values);
    if (read === null) return { [fateField]: "Choose what becomes of them." };
    const refused = await bridge.endConversation({ ...read, user });
    return refused === null ? null : { [fateField]: sentenceText(refused.refusal, "") };
  },
};

export const cardButtons: Feature = {
  buttons: {
    [cardActions.take]: pressed("takeEpisode"),
    [cardActions.release]: pressed("releaseEpisode"),
    [cardActions.resolve]: ended("resolveEpisode"),
    [cardActions.close]: ended("closeEpisode"),
    [cardActions.reopen]: pressed("reopenEpisode"),
  },
  modals: [scheduledForm],
};

type Verb = "takeEpisode" | "releaseEpisode" | "reopenEpisode";

function pressed(verb: Verb): PressHandler {
  return async ({ user, value }, { bridge }) => {
    const card = readCardValue(value);
    if (card === null) return stale;
    return { ...(await bridge[verb]({ ...card, user })), about: { episode: card.episode } };
  };
}

/** It is over, or a window asks first what becomes of texts that wait for their time. */
function ended(verb: "resolveEpisode" | "closeEpisode"): PressHandler {
  return async ({ user, value }, { bridge }) => {
    const card = readCardValue(value);
    if (card === null) return stale;
    const { asks, ...outcome } = await bridge[verb]({ episode: card.episode, user });
    const about = { episode: card.episode };
    return asks === undefined
      ? { ...outcome, about }
      : { ...outcome, about, modal: scheduledForm.draw(asks) };
  };
}
