/** Naming a contact: chosen in the card's menu, typed in a modal. */
import type { NamingForm } from "../../bridge/directory/name-contact.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import {
  contactCompanyField,
  contactNameField,
  contactNameId,
  contactZoneField,
  drawContactName,
  readContactName,
} from "../views/contact-name.ts";
import type { Answer, Feature, Modal, Tools } from "./feature.ts";

const fields = { name: contactNameField, company: contactCompanyField, zone: contactZoneField };

const form: Modal<NamingForm> = {
  callbackId: contactNameId,
  draw: drawContactName,
  async submit({ user, values, metadata, viewId }, { bridge }) {
    const typed = readContactName(metadata, values);
    const refused = await bridge.nameContact({ ...typed, user, act: `view:${viewId}` });
    if (refused === null) return null;
    return { [fields[refused.about ?? "name"]]: refused.refusal };
  },
};

export async function askName(episode: EpisodeId, { user }: Press, { bridge }: Tools): Promise<Answer> {
  const asked = await bridge.askContactName({ episode, user });
  return "refusal" in asked ? { sentence: [asked.refusal] } : { sentence: null, modal: form.draw(asked) };
}

export const nameContact: Feature = { modals: [form] };
