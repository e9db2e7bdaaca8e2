/** Texts that begin in Slack: `/sms`, the shortcut, and the form behind both. */
import type { CheckedNewText } from "../../bridge/new-text/check-new-text.ts";
import type { NewTextForm } from "../../bridge/new-text/new-text-form.ts";
import { emojiFromTyped } from "../text/emoji-from-typed.ts";
import { unescapeEntities } from "../text/unescape-entities.ts";
import type { Press, PressedView } from "../transport/read-press.ts";
import { errorAt, replaced } from "../views/form-fields.ts";
import {
  drawNewText,
  newTextId,
  readFilled,
  readNewTextMetadata,
  recipientsAction,
} from "../views/new-text.ts";
import type { Answer, Feature, Modal, Tools } from "./feature.ts";

/** What follows the questions that a form asks before it is done. */
export const sendAgain = "If it is meant so, press the button below once more.";

const form: Modal<NewTextForm> = {
  callbackId: newTextId,
  draw: ({ lines, to, text }) =>
    drawNewText({
      form: { lines },
      filled: { to, line: null, typed: text, at: null, unlessTheyWrite: false },
      check: null,
      turns: {},
      questions: [],
      asked: null,
    }),
  async submit({ user, viewId, metadata, values, inputs }, { bridge }) {
    const filled = readFilled(values);
    const { to, line, typed, at, unlessTheyWrite } = filled;
    const { turns, asked } = readNewTextMetadata(metadata);
    const outcome = await bridge.submitNewText({
      user,
      to: to.map(({ value }) => value),
      line,
      body: emojiFromTyped(typed),
      at,
      unlessTheyWrite,
      asked,
      act: `view:${viewId}`,
    });
    if (outcome.kind === "done") return null;
    const state = { form: { lines: outcome.lines }, filled, check: null, turns, asked };
    if (outcome.kind === "asks") {
      const again = [...outcome.questions, sendAgain];
      return { update: drawNewText({ ...state, questions: again, asked: outcome.asked }) };
    }
    const { field, words, next } = outcome;
    if (next === null) return { [errorAt(inputs, field)]: words };
    const offered = { ...filled, at: next };
    return {
      update: drawNewText({ ...state, filled: offered, turns: replaced(turns, "when"), questions: [words] }),
    };
  },
};

async function open(press: Press, { bridge }: Tools): Promise<Answer> {
  const { user, text, triggerId, responseUrl, keptSince } = press;
  const typed = emojiFromTyped(unescapeEntities(text));
  const opened = await bridge.openNewText({ user, typed, keptSince, act: `command:${triggerId}` });
  if (opened.kind === "find")
    return await bridge.findConversations({ user, words: opened.words, responseUrl });
  if (opened.kind === "form") return { sentence: null, modal: form.draw(opened.form) };
  return { sentence: opened.sentence };
}

/** Draws it anew with what can be said of its words; in plain punctuation where that is wanted. */
export async function checkNewText(
  { user }: Press,
  view: PressedView,
  { bridge, updateModal }: Tools,
  plain: boolean,
): Promise<void> {
  const filled = readFilled(view.values);
  const { turns, asked } = readNewTextMetadata(view.metadata);
  const check = async (typed: string): Promise<CheckedNewText> =>
    await bridge.checkNewText({ user, line: filled.line, typed, body: emojiFromTyped(typed) });
  const first = await check(filled.typed);
  const typed = plain ? (first.check.plain ?? filled.typed) : filled.typed;
  const { lines, check: said } = typed === filled.typed ? first : await check(typed);
  const drawn = drawNewText({
    form: { lines },
    filled: { ...filled, typed },
    check: said,
    turns: typed === filled.typed ? turns : replaced(turns, "text"),
    questions: [],
    asked,
  });
  await updateModal(view.id, view.hash, drawn);
}

export const newText: Feature = {
  commands: { "/sms": open },
  shortcuts: { [newTextId]: { name: "New text", isGlobal: true, use: open } },
  modals: [form],
  options: {
    [recipientsAction]: async ({ user, typed }, { bridge }) =>
      user === null ? [] : await bridge.offerRecipients({ user, typed }),
  },
};
