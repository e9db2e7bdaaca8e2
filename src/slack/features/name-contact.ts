/** Naming a contact: chosen in the card's menu, typed in a modal. */
import type { NamingForm } from "../../bridge/directory/name-contact.ts";
import { cardActions, readMoreValue } from "../views/card-buttons.ts";
import { contactNameField, contactNameId, drawContactName, readContactName } from "../views/contact-name.ts";
import type { Feature, Modal } from "./feature.ts";
import { stale } from "./stale.ts";

const form: Modal<NamingForm> = {
  callbackId: contactNameId,
  draw: drawContactName,
  async submit({ user, values, metadata, viewId }, { bridge }) {
    const { episode, typed } = readContactName(metadata, values);
    const refused = await bridge.nameContact({ episode, typed, user, act: `view:${viewId}` });
    return refused === null ? null : { [contactNameField]: refused.refusal };
  },
};

export const nameContact: Feature = {
  buttons: {
    [cardActions.more]: async ({ user, value }, { bridge }) => {
      const chosen = readMoreValue(value);
      if (chosen === null) return stale;
      const asked = await bridge.askContactName({ episode: chosen.episode, user });
      return "refusal" in asked
        ? { sentence: [asked.refusal], about: { episode: chosen.episode } }
        : { sentence: null, modal: form.draw(asked) };
    },
  },
  modals: [form],
};
