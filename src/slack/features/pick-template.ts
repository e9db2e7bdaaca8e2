/** Templates are picked: `/sms-template`, the shortcuts, the card's button, and the form behind them all. */
import type { PickForm } from "../../bridge/templates/pick-form.ts";
import { unescapeEntities } from "../text/unescape-entities.ts";
import type { Press } from "../transport/read-press.ts";
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
import { openTemplates } from "./manage-templates.ts";
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

async function open(press: Press, asked: PickAsked, tools: Tools): Promise<Answer> {
  const { user } = press;
  const opened = await ("of" in asked
    ? tools.bridge.openTemplatesAt({ user, ...asked })
    : tools.bridge.openTemplates({ user, ...asked }));
  if (opened.kind === "says") return { sentence: opened.sentence };
  const again = { action: pickActions.again, value: writeAgain(asked) };
  if (opened.kind === "manage") return { ...(await openTemplates(press, tools)), again };
  const modal = opened.kind === "pick" ? form.draw(opened.form) : templateFillForm.draw(opened.form);
  return { sentence: null, modal, again };
}

function load(
  offer: (bridge: Tools["bridge"]) => Tools["bridge"]["offerConversations" | "offerTemplates"],
): OptionLoad {
  return async ({ user, typed, metadata }, { bridge }) =>
    user === null ? [] : await offer(bridge)({ user, typed, ...readPickMetadata(metadata) });
}

export const pickTemplate: Feature = {
  commands: {
    "/sms-template": (press, tools) =>
      open(press, { typed: unescapeEntities(press.text), channel: press.channel }, tools),
  },
  shortcuts: {
    [pickActions.reply]: {
      name: "Reply with template",
      use: async (press, tools) => {
        const { place, thread } = press;
        return place === null ? stale : await open(press, { of: { message: place, thread } }, tools);
      },
    },
    [pickId]: {
      name: "Send a template",
      isGlobal: true,
      use: (press, tools) => open(press, { typed: "", channel: null }, tools),
    },
  },
  buttons: {
    [pickActions.open]: async (press, tools) => {
      const card = readCardValue(press.value);
      if (card === null) return stale;
      const about = { episode: card.episode };
      return { ...(await open(press, { of: about }, tools)), about };
    },
    [pickActions.again]: async (press, tools) => {
      const asked = readAgain(press.value);
      return asked === null ? stale : await open(press, asked, tools);
    },
  },
  modals: [form],
  options: {
    [pickActions.conversation]: load(({ offerConversations }) => offerConversations),
    [pickActions.template]: load(({ offerTemplates }) => offerTemplates),
  },
};
