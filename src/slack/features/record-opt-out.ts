/** Recording that a contact opted out, or in again: chosen in the card's menu, with what speaks for it in a modal. */
import type { OptOutForm } from "../../bridge/contacts/record-opt-out.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { drawOptOutForm, optOutFields, optOutFormId, readOptOutForm } from "../views/opt-out-form.ts";
import type { Answer, Feature, Modal, Tools } from "./feature.ts";

const form: Modal<OptOutForm> = {
  callbackId: optOutFormId,
  draw: drawOptOutForm,
  async submit({ user, values, metadata, viewId }, { bridge }) {
    const read = readOptOutForm(metadata, values);
    const refused = await bridge.recordOptOut({ ...read, user, act: `view:${viewId}` });
    return refused === null ? null : { [optOutFields.evidence]: refused.refusal };
  },
};

export async function askOptOut(episode: EpisodeId, { user }: Press, { bridge }: Tools): Promise<Answer> {
  const asked = await bridge.askOptOut({ episode, user });
  return "refusal" in asked ? { sentence: [asked.refusal] } : { sentence: null, modal: form.draw(asked) };
}

export const recordOptOut: Feature = { modals: [form] };
