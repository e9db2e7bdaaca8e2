/** Naming a contact: chosen in the card's menu, typed in a modal. */
import type { NamingForm } from "../../bridge/directory/name-contact.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { contactNameField, contactNameId, drawContactName, readContactName } from "../views/contact-name.ts";
import type { Answer, Feature, Modal, Tools } from "./feature.ts";

const form: Modal<NamingForm> = {
  callbackId: contactNameId,
  draw: drawContactName,
  async submit({ user, values, metadata, viewId }, { bridge }) {
    const { episode, typed } = readContactName(metadata, values);
    const refused = await bridge.nameContact({ episode, typed, user, act: `view:${viewId}` });
    return refused === null ? null : { [contactNameField]: refused.refusal };
  },
};

export async function askName(episode: EpisodeId, { user }: Press, { bridge }: Tools): Promise<Answer> {
  const asked = await bridge.askContactName({ episode, user });
  return "refusal" in asked ? { sentence: [asked.refusal] } : { sentence: null, modal: form.draw(asked) };
}

export const nameContact: Feature = { modals: [form] };
