/** Putting a conversation aside: chosen in the card's menu, until when in a modal; and waking it up. */
import type { SnoozeForm } from "../../bridge/conversations/snooze-episode.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { drawSnooze, readSnooze, snoozeFields, snoozeId } from "../views/snooze-episode.ts";
import type { Answer, Feature, Modal, Tools } from "./feature.ts";

const form: Modal<SnoozeForm> = {
  callbackId: snoozeId,
  draw: drawSnooze,
  async submit({ user, values, metadata, viewId }, { bridge }) {
    const read = readSnooze(metadata, values);
    const refused = await bridge.snoozeEpisode({ ...read, user, act: `view:${viewId}` });
    if (refused === null) return null;
    return { [snoozeFields[refused.about === "time" ? "time" : "how"]]: refused.refusal };
  },
};

export async function askToSnooze(episode: EpisodeId, { user }: Press, { bridge }: Tools): Promise<Answer> {
  const asked = await bridge.askToSnooze({ episode, user });
  return "refusal" in asked ? { sentence: [asked.refusal] } : { sentence: null, modal: form.draw(asked) };
}

export async function wake(episode: EpisodeId, { user }: Press, { bridge }: Tools): Promise<Answer> {
  return await bridge.wakeEpisode({ episode, user });
}

export const snoozeEpisode: Feature = { modals: [form] };
