/** Whom a conversation is logged on in the CRM: asked on its card, changed in the card's menu, answered in a modal. */
import type { ContactForm } from "../../bridge/records/ask-contact.ts";
import type { EpisodeId, RecordId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { loggingActions } from "../views/card-logging.ts";
import {
  type ContactMode,
  chooseContactId,
  drawChooseContact,
  readContactFields,
  readContactMetadata,
} from "../views/choose-contact.ts";
import { contactActions, contactFields, contactOptions } from "../views/contact-candidates.ts";
import { errorAt } from "../views/form-fields.ts";
import { drawWords } from "../views/words.ts";
import type { Answer, Feature, Modal, PressHandler, Tools } from "./feature.ts";
import { stale } from "./stale.ts";

const form: Modal<{ readonly form: ContactForm; readonly mode: ContactMode }> = {
  callbackId: chooseContactId,
  draw: ({ form: asked, mode }) => drawChooseContact(asked, mode),
  async submit({ user, values, metadata, inputs }, { bridge }) {
    const { mode, ...seen } = readContactMetadata(metadata);
    const { contact, name, type, eachTime } = readContactFields(values);
    const choosing = { ...seen, user, eachTime };
    if (mode === "create") {
      const refused = await bridge.createContact({ ...choosing, name, type });
      return refused === null ? null : { [errorAt(inputs, contactFields.name)]: refused.refusal };
    }
    const at = errorAt(inputs, contactFields.search);
    if (contact === null) return { [at]: "Choose a contact, or create one." };
    const refused = await bridge.chooseContact({ ...choosing, contact: contact.id, label: contact.label });
    return refused === null ? null : { [at]: refused.refusal };
  },
};

/** The CRM is asked while a window says so. */
function opens(record: RecordId, user: Press["user"], { bridge }: Tools): Answer {
  return {
    sentence: null,
    loads: async () => {
      const asked = await bridge.askContact({ record, user, looks: true });
      return "refusal" in asked ? drawWords([asked.refusal], "") : form.draw({ form: asked, mode: "choose" });
    },
  };
}

export async function askToChangeContact(episode: EpisodeId, press: Press, tools: Tools): Promise<Answer> {
  const found = await tools.bridge.recordToChange({ episode, user: press.user });
  return "refusal" in found ? { sentence: [found.refusal] } : opens(found.record, press.user, tools);
}

/** What a press on a card carries. */
function recordIn(value: string): RecordId | null {
  return value === "" ? null : (value as RecordId);
}

const create: PressHandler = async ({ user, value }, { bridge }) => {
  const record = recordIn(value);
  if (record === null) return stale;
  const asked = await bridge.askContact({ record, user, looks: false });
  if ("refusal" in asked) return { sentence: [asked.refusal] };
  return { sentence: null, modal: form.draw({ form: asked, mode: "create" }) };
};

/** The same modal, to answer the other way. */
const turn: PressHandler = async ({ user, value, view }, { bridge }) => {
  if (view === null) return stale;
  const mode = value === "create" ? "create" : "choose";
  const { record } = readContactMetadata(view.metadata);
  const asked = await bridge.askContact({ record, user, looks: mode === "choose" });
  const drawn = "refusal" in asked ? drawWords([asked.refusal], "") : form.draw({ form: asked, mode });
  return { sentence: null, redraws: drawn };
};

export const chooseContact: Feature = {
  buttons: {
    [loggingActions.choose]: async ({ user, value }, tools) => {
      const record = recordIn(value);
      return record === null ? stale : opens(record, user, tools);
    },
    [loggingActions.create]: create,
    [loggingActions.again]: async ({ user, value }, { bridge }) => {
      const record = recordIn(value);
      return record === null ? stale : await bridge.tryLogAgain({ record, user });
    },
    [contactActions.mode]: turn,
  },
  modals: [form],
  options: {
    [contactActions.search]: async ({ user, typed, metadata }, { bridge }) => {
      if (user === null) return [];
      const { record } = readContactMetadata(metadata);
      const { zone, ...found } = await bridge.offerContacts({ record, user, typed });
      return contactOptions(found, zone);
    },
  },
};
