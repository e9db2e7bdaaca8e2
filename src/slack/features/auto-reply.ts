/** A member's auto-reply: the button at the app's Home and under its first message, and the modal behind it. */
import type { AutoReplyForm } from "../../bridge/members/set-auto-reply.ts";
import {
  autoReplyActions,
  autoReplyFields,
  autoReplyForm,
  drawAutoReplyForm,
  readAutoReplyForm,
} from "../views/auto-reply.ts";
import type { Feature, Modal } from "./feature.ts";

const form: Modal<AutoReplyForm> = {
  callbackId: autoReplyForm,
  draw: drawAutoReplyForm,
  async submit({ user, values, viewId }, { bridge }) {
    const typed = readAutoReplyForm(values);
    const refused = await bridge.setAutoReply({ user, typed, act: `view:${viewId}` });
    if (refused === null) return null;
    return "refusal" in refused ? { [autoReplyFields.text]: refused.refusal } : { ...refused.problems };
  },
};

export const autoReply: Feature = {
  buttons: {
    [autoReplyActions.edit]: async ({ user }, { bridge }) => {
      const asked = await bridge.askAutoReply(user);
      return "refusal" in asked ? { sentence: [asked.refusal] } : { sentence: null, modal: form.draw(asked) };
    },
  },
  modals: [form],
};
