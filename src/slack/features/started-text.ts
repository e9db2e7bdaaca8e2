/** What its author may do about a text that they began, until it leaves: the buttons under it, and the form in which it is changed. */
import type { ModalView } from "@slack/types";
import type { TextForm } from "../../bridge/composing/change-text.ts";
import type { MessageId } from "../../domain/ids.ts";
import { emojiFromTyped } from "../text/emoji-from-typed.ts";
import type { Press, PressedView } from "../transport/read-press.ts";
import { drawEditText, editTextId, editTextState, readEditText, typedText } from "../views/edit-text.ts";
import { errorAt, replaced } from "../views/form-fields.ts";
import { textActions } from "../views/member-post.ts";
import { templateFillId } from "../views/template-fill.ts";
import { checkActions } from "../views/text-field.ts";
import type { Answer, Feature, Modal, PressHandler, Tools } from "./feature.ts";
import { askAgain, checkNewText } from "./new-text.ts";
import { checkFilledText } from "./template-fill.ts";

const form: Modal<TextForm> = {
  callbackId: editTextId,
  draw: (asked) => drawEditText(editTextState(asked), asked.body, { to: asked.contact }),
  async submit({ user, viewId, metadata, values, inputs }, { bridge }) {
    const state = readEditText(metadata);
    const { message, asked } = state;
    const typed = typedText(values);
    const body = emojiFromTyped(typed);
    const outcome = await bridge.submitEditedText({ user, message, body, asked, act: `view:${viewId}` });
    if (outcome.kind === "done") return null;
    if (outcome.kind === "wrong") return { [errorAt(inputs, "text")]: outcome.words };
    const questions = [...outcome.questions, askAgain("Save")];
    const to = await contactOf(bridge, { user, message });
    return { update: drawEditText({ ...state, asked: outcome.asked }, typed, { to, questions }) };
  },
};

/** Null where it has left since, or is theirs to change no more: that is told where it is saved. */
async function contactOf(
  bridge: Tools["bridge"],
  press: { readonly user: Press["user"]; readonly message: MessageId },
): Promise<string | null> {
  const asked = await bridge.askToEditText(press);
  return asked.kind === "form" ? asked.contact : null;
}

async function askToEdit({ user, value }: Press, { bridge }: Tools): Promise<Answer> {
  const asked = await bridge.askToEditText({ user, message: value as MessageId });
  if (asked.kind === "refused") return { sentence: asked.sentence };
  return { sentence: null, modal: form.draw(asked) };
}

async function checkEdited(
  { user }: Press,
  view: PressedView,
  { bridge }: Tools,
  plain: boolean,
): Promise<ModalView> {
  const state = readEditText(view.metadata);
  const before = typedText(view.values);
  const check = async (typed: string) =>
    (await bridge.checkNewText({ user, line: state.line, typed, body: emojiFromTyped(typed) })).check;
  const first = await check(before);
  const typed = plain ? (first.plain ?? before) : before;
  const isSame = typed === before;
  const turns = isSame ? state.turns : replaced(state.turns, "text");
  const said = isSame ? first : await check(typed);
  const to = await contactOf(bridge, { user, message: state.message });
  return drawEditText({ ...state, turns }, typed, { to, check: said });
}

const checksOf: Readonly<Record<string, typeof checkNewText>> = {
  [editTextId]: checkEdited,
  [templateFillId]: checkFilledText,
};

function checks(plain: boolean): PressHandler {
  return async (press, tools) => {
    const { view } = press;
    if (view === null) return { sentence: null };
    const check = checksOf[view.callbackId] ?? checkNewText;
    return { sentence: null, redraws: await check(press, view, tools, plain) };
  };
}

function theText({ user, value }: Press) {
  return { user, message: value as MessageId };
}

/** At the app's Home, its list has changed. */
export async function anewAtHome({ user, place }: Press, { bridge }: Tools, answer: Answer): Promise<Answer> {
  if (place === null) await bridge.openHome(user);
  return answer;
}

export const startedText: Feature = {
  buttons: {
    [textActions.edit]: askToEdit,
    [textActions.cancel]: async (press, tools) =>
      await anewAtHome(press, tools, await tools.bridge.cancelText(theText(press))),
    [textActions.sendNow]: async (press, tools) =>
      await anewAtHome(
        press,
        tools,
        await tools.bridge.sendTextNow({ ...theText(press), keptSince: press.keptSince }),
      ),
    [checkActions.check]: checks(false),
    [checkActions.plain]: checks(true),
  },
  modals: [form],
};
