/** Texts that begin in Slack: `/sms`, the shortcut, and the form behind both. */
import type { ModalView } from "@slack/types";
import type { CheckedTemplateText } from "../../bridge/new-text/check-template-text.ts";
import type { NewTextForm } from "../../bridge/new-text/new-text-form.ts";
import type { Answers } from "../../bridge/new-text/template-in-form.ts";
import type { TemplateId } from "../../domain/ids.ts";
import { emojiFromTyped } from "../text/emoji-from-typed.ts";
import { unescapeEntities } from "../text/unescape-entities.ts";
import type { Press, PressedView } from "../transport/read-press.ts";
import { errorAt, notLookedUp, replaced, type Turns } from "../views/form-fields.ts";
import {
  drawNewText,
  type FilledNewText,
  type NewTextState,
  newTextId,
  readFilled,
  readNewTextMetadata,
  recipientsAction,
} from "../views/new-text.ts";
import { noTemplate, templateFieldActions } from "../views/template-field.ts";
import { valueName } from "../views/value-field.ts";
import type { Answer, Feature, FieldErrors, Modal, PressHandler, Tools } from "./feature.ts";
import { logPage } from "./log-form.ts";

/** What follows the questions that a form asks before it is done; `button`: the one that says yes. */
export function askAgain(button: "Send" | "Save"): string {
  return `If it is meant so, press ${button} once more.`;
}

const form: Modal<NewTextForm> = {
  callbackId: newTextId,
  draw: ({ lines, to, text }) =>
    drawNewText({
      form: { lines },
      filled: { to, line: null, chosen: null, typed: text, answers: [], at: null, unlessTheyWrite: false },
      template: noTemplate,
      check: null,
      turns: {},
      questions: [],
      asked: null,
    }),
  async submit({ user, viewId, metadata, values, inputs }, { bridge }) {
    const filled = readFilled(values);
    const { to, line, typed, at, unlessTheyWrite } = filled;
    const before = readNewTextMetadata(metadata);
    const { asked, onlyLine, standing, asks } = before;
    const outcome = await bridge.submitNewText({
      user,
      to: to.map(({ value }) => value),
      line: line ?? onlyLine,
      body: emojiFromTyped(typed),
      at,
      unlessTheyWrite,
      template: standing,
      answers: answersOf(asks, filled),
      asked,
      act: `view:${viewId}`,
    });
    if (outcome.kind === "done") return logPage(outcome);
    const { lines, template } = outcome;
    const state = { form: { lines }, ...redrawn(before, filled, template), check: null, asked };
    if (outcome.kind === "asks") {
      const again = [...outcome.questions, askAgain("Send")];
      return { update: drawNewText({ ...state, questions: again, asked: outcome.asked }) };
    }
    if (outcome.kind === "unanswered") {
      const places = outcome.missing.map(({ id, words }) => ({ index: asks.indexOf(id), words }));
      const fields = places.map(({ index, words }) => [errorAt(inputs, valueName(index)), words] as const);
      if (places.every(({ index }) => index >= 0)) return Object.fromEntries(fields) satisfies FieldErrors;
      // What was typed into the text since has no field yet.
      return { update: drawNewText({ ...state, questions: outcome.missing.map(({ words }) => words) }) };
    }
    const { field, words, next } = outcome;
    // The line that was no question is not theirs any more: now it may be one.
    if (field === "line" && line === null && onlyLine !== null)
      return { update: drawNewText({ ...state, questions: [words] }) };
    if (next === null) return { [errorAt(inputs, field)]: words };
    const offered = { ...state.filled, at: next };
    return {
      update: drawNewText({
        ...state,
        filled: offered,
        turns: replaced(state.turns, "when"),
        questions: [words],
      }),
    };
  },
};

/** By what was asked. */
function answersOf(asks: readonly string[], { answers }: Pick<FilledNewText, "answers">): Answers {
  return Object.fromEntries(asks.map((id, index) => [id, answers[index] ?? ""]));
}

/** With the template as it is by now: where something else is asked, each answer goes along with its question. */
function redrawn(
  { turns, asks }: { readonly turns: Turns; readonly asks: readonly string[] },
  filled: FilledNewText,
  template: NewTextState["template"],
): Pick<NewTextState, "filled" | "template" | "turns"> {
  const given = answersOf(asks, filled);
  const now = template.asks.map(({ id }) => id);
  const isSame = asks.length === 0 || JSON.stringify(asks) === JSON.stringify(now);
  return {
    filled: { ...filled, answers: now.map((id) => given[id] ?? "") },
    template,
    turns: isSame ? turns : replaced(turns, "value"),
  };
}

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
  { bridge }: Tools,
  plain: boolean,
): Promise<ModalView> {
  const filled = readFilled(view.values);
  const before = readNewTextMetadata(view.metadata);
  const { asked, standing, asks, onlyLine } = before;
  const to = filled.to.map(({ value }) => value);
  const answers = answersOf(asks, filled);
  const check = async (typed: string): Promise<CheckedTemplateText> => {
    const text = { user, line: filled.line ?? onlyLine, typed, body: emojiFromTyped(typed) };
    if (standing === null) return { ...(await bridge.checkNewText(text)), template: noTemplate };
    return await bridge.checkTemplateText({ ...text, to, at: filled.at, template: standing, answers });
  };
  const first = await check(filled.typed);
  const typed = plain ? (first.check.plain ?? filled.typed) : filled.typed;
  const { lines, check: said, template } = typed === filled.typed ? first : await check(typed);
  const { turns, ...state } = redrawn(before, { ...filled, typed }, template);
  return drawNewText({
    form: { lines },
    ...state,
    check: said,
    turns: typed === filled.typed ? turns : replaced(turns, "text"),
    questions: [],
    asked,
  });
}

/** Puts the words of what is chosen into the text, or says why not. */
function choosesTemplate(replaces: boolean): PressHandler {
  return async ({ user, view }, { bridge }) => {
    if (view?.callbackId !== newTextId) return { sentence: null };
    const filled = readFilled(view.values);
    // The menu itself says so: the text, and whose words stand in it, stay.
    if (filled.chosen?.value === notLookedUp.value) return { sentence: null };
    const before = readNewTextMetadata(view.metadata);
    const { lines, typed, template } = await bridge.chooseTemplate({
      user,
      chosen: (filled.chosen?.value ?? null) as TemplateId | null,
      standing: before.standing,
      typed: emojiFromTyped(filled.typed),
      replaces,
    });
    const isSame = typed === emojiFromTyped(filled.typed);
    const { turns, ...state } = redrawn(before, isSame ? filled : { ...filled, typed }, template);
    const drawn = drawNewText({
      form: { lines },
      ...state,
      check: null,
      turns: isSame ? turns : replaced(turns, "text"),
      questions: [],
      asked: null,
    });
    return { sentence: null, redraws: drawn };
  };
}

export const newText: Feature = {
  commands: { "/sms": open },
  shortcuts: { [newTextId]: { name: "New text", isGlobal: true, use: open } },
  buttons: {
    [templateFieldActions.choose]: choosesTemplate(false),
    [templateFieldActions.use]: choosesTemplate(true),
  },
  modals: [form],
  options: {
    [recipientsAction]: async ({ user, typed }, { bridge }) =>
      user === null ? [] : await bridge.offerRecipients({ user, typed }),
    [templateFieldActions.choose]: async ({ user, typed }, { bridge }) =>
      user === null ? [] : await bridge.offerTemplates({ user, typed, words: "" }),
  },
};
