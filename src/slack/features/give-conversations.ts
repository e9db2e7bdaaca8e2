/** Somebody has left, and managers were asked who takes over: **Give to...** opens a window with all who can. */
import type { GiveForm, NotGiven } from "../../bridge/members/give-conversations.ts";
import type { NoticeId } from "../../domain/ids.ts";
import { drawGive, giveField, giveId, readGive } from "../views/give-conversations.ts";
import { noticeActionPrefix } from "../views/posts.ts";
import { sentenceText } from "../views/sentences.ts";
import type { Feature, Modal } from "./feature.ts";

const form: Modal<GiveForm> = {
  callbackId: giveId,
  draw: drawGive,
  async submit({ user, values, metadata }, { bridge }) {
    const { notice, to } = readGive(metadata, values);
    if (to === null) return { [giveField]: "Choose who takes over." };
    const refused = await bridge.giveConversations({ notice, user, to });
    return refused === null ? null : { [giveField]: wordsOf(refused) };
  },
};

/** Under a field, Slack shows plain words. */
function wordsOf({ refusal }: NotGiven): string {
  return sentenceText(refusal, "");
}

export const giveConversations: Feature = {
  buttons: {
    [`${noticeActionPrefix}give`]: async ({ value, user, isPrivate }, { bridge }) => {
      const asked = await bridge.askToGive({ notice: value as NoticeId, user });
      return "refusal" in asked
        ? { sentence: asked.refusal, replace: isPrivate && asked.over }
        : { sentence: null, modal: form.draw(asked) };
    },
  },
  modals: [form],
};
