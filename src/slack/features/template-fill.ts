/** A filled-in template: looked over, completed and sent, or kept as a draft. */
import type { ModalView } from "@slack/types";
import type { DrawnAnew } from "../../bridge/templates/check-filled.ts";
import type { FillForm } from "../../bridge/templates/fill-form.ts";
import { plainPunctuation } from "../../domain/plain-punctuation.ts";
import { plainSentence } from "../../domain/plain-sentence.ts";
import type { Press, PressedView } from "../transport/read-press.ts";
import { errorAt, replaced, type Turns } from "../views/form-fields.ts";
import {
  askedFor,
  bodyOf,
  draftActions,
  drawTemplateFill,
  errorAtGap,
  fillState,
  type ReadFill,
  readFill,
  templateFillId,
} from "../views/template-fill.ts";
import { valueName } from "../views/value-field.ts";
import { drawWords } from "../views/words.ts";
import type { Answer, Feature, Modal, Tools } from "./feature.ts";
import { logPage } from "./log-form.ts";
import { askAgain } from "./new-text.ts";
import { stale } from "./stale.ts";

/** A form is sent once; what is kept from it goes with that. */
const actOf = (viewId: string): string => `view:${viewId}`;

export const templateFillForm: Modal<FillForm> = {
  callbackId: templateFillId,
  draw: (form) => drawTemplateFill(fillState(form)),
  async submit({ user, viewId, metadata, values, inputs }, { bridge }) {
    const read = readFill(metadata, values);
    const { ids, filled, turns, asked } = read;
    const { at, unlessTheyWrite } = filled;
    const outcome = await bridge.sendFilled({
      ...ids,
      user,
      typed: filled.text,
      body: bodyOf(read),
      at,
      unlessTheyWrite,
      asked,
      act: actOf(viewId),
    });
    if (outcome.kind === "done") return logPage(outcome);
    const { head, known, check } = outcome;
    const state = { ids, head, filled, gaps: askedFor(read, known), check, turns, asked };
    if (outcome.kind === "asks") {
      const questions = [...outcome.questions, askAgain("Send")];
      return { update: drawTemplateFill({ ...state, questions, asked: outcome.asked }) };
    }
    const { field, missing, words, next } = outcome;
    if (missing !== null) return { [errorAtGap(inputs, read, missing)]: words };
    if (next === null) return { [errorAt(inputs, field)]: words };
    const offered = { ...filled, at: next };
    const later = { ...state, filled: offered, turns: replaced(turns, "when"), questions: [words] };
    return { update: drawTemplateFill(later) };
  },
};

/** Draws it anew with what can be said of it, as the conversation stands by now; in plain punctuation where that is wanted. */
export async function checkFilledText(
  { user }: Press,
  view: PressedView,
  { bridge }: Tools,
  plain: boolean,
): Promise<ModalView> {
  const read = readFill(view.metadata, view.values);
  const check = async (one: ReadFill): Promise<DrawnAnew> =>
    await bridge.checkFilled({ ...one.ids, user, typed: one.filled.text, body: bodyOf(one) });
  const shown = plain ? inPlainPunctuation(read) : read;
  const { ids, head, known, check: said } = await check(shown);
  const { filled, turns, asked } = shown;
  const drawn = { ids, head, filled, gaps: askedFor(shown, known), check: said, turns, questions: [], asked };
  return drawTemplateFill(drawn);
}

function inPlainPunctuation(read: ReadFill): ReadFill {
  const { text, values, ...when } = read.filled;
  const fields = [
    { name: "text", typed: text },
    ...values.map((typed, index) => ({ name: valueName(index), typed })),
  ];
  const turns = fields.reduce<Turns>(
    (all, { name, typed }) => (plainPunctuation(typed) === typed ? all : replaced(all, name)),
    read.turns,
  );
  const filled = { ...when, text: plainPunctuation(text), values: values.map(plainPunctuation) };
  return { ...read, filled, turns };
}

async function keep({ user, view }: Press, { bridge, updateModal }: Tools): Promise<Answer> {
  if (view?.callbackId !== templateFillId) return stale;
  const read = readFill(view.metadata, view.values);
  const { ids, filled, turns, asked } = read;
  const { at, unlessTheyWrite } = filled;
  const words = { ...ids, user, body: bodyOf(read), at, unlessTheyWrite };
  const refused = await bridge.keepDraft({ ...words, act: actOf(view.id) });
  if (refused === null)
    return { sentence: (await updateModal(view.id, view.hash, drawWords([kept], ""))) ? null : [kept] };
  const anew = await bridge.checkFilled({ ...ids, user, typed: filled.text, body: words.body });
  const { head, known, check } = anew;
  const questions = [plainSentence(refused.sentence, "UTC")];
  const state = { ids: anew.ids, head, filled, gaps: askedFor(read, known), check, turns, asked };
  // Not in a window of its own, which would take the place of what is typed.
  if (!(await updateModal(view.id, view.hash, drawTemplateFill({ ...state, questions }))))
    await bridge.tellWhoActed({ user, sentence: refused.sentence, about: null });
  return { sentence: null };
}

const kept =
  "It is kept as a draft, and nothing was sent. You find it at Threadline’s Home and, while its conversation is open, under “Drafts...” in its card’s menu.";

export const templateFill: Feature = {
  buttons: { [draftActions.keep]: keep },
  modals: [templateFillForm],
};
