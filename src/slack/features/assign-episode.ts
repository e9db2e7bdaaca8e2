/** Assigning a conversation: chosen in the card's menu, to whom in a modal whose list is searched as somebody types. */
import type { AssignForm } from "../../bridge/conversations/assign-episode.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import {
  assignAction,
  assigneeField,
  assignId,
  drawAssign,
  readAssign,
  readAssigning,
} from "../views/assign-episode.ts";
import type { Answer, Feature, Modal, Tools } from "./feature.ts";

/** Slack shows so many options. */
const mostOptions = 100;

const form: Modal<AssignForm> = {
  callbackId: assignId,
  draw: drawAssign,
  async submit({ user, values, metadata, viewId }, { bridge }) {
    const { to, ...seen } = readAssign(metadata, values);
    if (to === null) return { [assigneeField]: "Choose who is to have it." };
    const refused = await bridge.assignEpisode({ ...seen, to, user, act: `view:${viewId}` });
    return refused === null ? null : { [assigneeField]: refused.refusal };
  },
};

export async function askToAssign(episode: EpisodeId, { user }: Press, { bridge }: Tools): Promise<Answer> {
  const asked = await bridge.askToAssign({ episode, user });
  return "refusal" in asked ? { sentence: [asked.refusal] } : { sentence: null, modal: form.draw(asked) };
}

export const assignEpisode: Feature = {
  modals: [form],
  options: {
    [assignAction]: async ({ user, typed, metadata }, { bridge }) => {
      if (user === null) return [];
      const { episode } = readAssigning(metadata);
      const found = await bridge.searchAssignees({ episode, user, typed, limit: mostOptions });
      return found.map(({ username, name }) => ({ label: name, value: username }));
    },
  },
};
