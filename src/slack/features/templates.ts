/** Templates are picked: `/sms-template`, the shortcuts, the card's button, and the form behind them all. */
import type { PickForm } from "../../bridge/templates/pick-form.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { unescapeEntities } from "../text/unescape-entities.ts";
import { readCardValue } from "../views/card-buttons.ts";
import { errorAt } from "../views/form-fields.ts";
import {
  drawPick,
  type PickAsked,
  pickActions,
  pickId,
  readAgain,
  readPick,
  readPickMetadata,
  writeAgain,
} from "../views/template-pick.ts";
import type { Answer, Feature, Modal, OptionLoad, Tools } from "./feature.ts";
import { stale } from "./stale.ts";
import { templateFillForm } from "./template-fill.ts";

const form: Modal<PickForm> = {
  callbackId: pickId,
  draw: drawPick,
  async submit({ user, values, inputs }, { bridge }) {
    const { conversation, template } = readPick(values);
    if (conversation === null) return { [errorAt(inputs, "conversation")]: "Choose for which conversation." };
    if (template === null) return { [errorAt(inputs, "template")]: "Choose a template." };
    const picked = await bridge.submitPick({ user, conversation, template });
    if (picked.kind === "form") return { update: templateFillForm.draw(picked) };
    return { [errorAt(inputs, picked.field)]: picked.words };
  },
};

async function open(user: SlackUserId, asked: PickAsked, { bridge }: Tools): Promise<Answer> {
  const opened = await ("of" in asked
    ? bridge.openTemplatesAt({ user, ...asked })
    : bridge.openTemplates({ user, ...asked }));
  if (opened.kind === "says") return { sentence: opened.sentence };
  const again = { action: pickActions.again, value: writeAgain(asked) };
  const modal = opened.kind === "pick" ? form.draw(opened.form) : templateFillForm.draw(opened.form);
  return { sentence: null, modal, again };
}

function load(
  offer: (bridge: Tools["bridge"]) => Tools["bridge"]["offerConversations" | "offerTemplates"],
): OptionLoad {
  return async ({ user, typed, metadata }, { bridge }) =>
    user === null ? [] : await offer(bridge)({ user, typed, ...readPickMetadata(metadata) });
}

export const templates: Feature = {
  commands: {
    "/sms-template": ({ user, text, channel }, tools) =>
      open(user, { typed: unescapeEntities(text), channel }, tools),
  },
  shortcuts: {
    [pickActions.reply]: {
      name: "Reply with template",
      use: async ({ user, place, thread }, tools) =>
        place === null ? stale : await open(user, { of: { message: place, thread } }, tools),
    },
    [pickId]: {
      name: "Send a template",
      isGlobal: true,
      use: ({ user }, tools) => open(user, { typed: "", channel: null }, tools),
    },
  },
  buttons: {
    [pickActions.open]: async ({ user, value }, tools) => {
      const card = readCardValue(value);
      if (card === null) return stale;
      const about = { episode: card.episode };
      return { ...(await open(user, { of: about }, tools)), about };
    },
    [pickActions.again]: async ({ user, value }, tools) => {
      const asked = readAgain(value);
      return asked === null ? stale : await open(user, asked, tools);
    },
  },
  modals: [form],
  options: {
    [pickActions.conversation]: load(({ offerConversations }) => offerConversations),
    [pickActions.template]: load(({ offerTemplates }) => offerTemplates),
  },
};
