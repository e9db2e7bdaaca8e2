/** The form in which a template is written: submitted, and shown filled in. */
import type { TemplateForm } from "../../bridge/template-library/template-form.ts";
import type { TemplateProblem } from "../../domain/template-clashes.ts";
import { errorAt } from "../views/form-fields.ts";
import { drawTemplateEdit, readTemplateEdit, readTyped, templateEditId } from "../views/template-edit.ts";
import { type Below, templateActions } from "../views/template-modals.ts";
import { closing, toldIn } from "./draw-below.ts";
import type { Feature, FieldErrors, Modal, PressHandler } from "./feature.ts";

export const templateForm: Modal<{ readonly form: TemplateForm; readonly below: Below }> = {
  callbackId: templateEditId,
  draw: ({ form, below }) => drawTemplateEdit(form, below),
  async submit({ user, viewId, metadata, values, inputs }, tools) {
    const state = readTemplateEdit(metadata);
    const { seen, below } = state;
    const typed = readTyped(values, state);
    const act = `view:${viewId}`;
    const outcome = await tools.bridge.saveTemplate({ user, seen, typed, act });
    if (outcome.kind === "wrong") return errorsOf(outcome.problems, inputs);
    if (outcome.kind === "refused") return { [errorAt(inputs, "name")]: outcome.sentence };
    if (outcome.kind === "form") return { update: templateForm.draw({ form: outcome, below }) };
    return closing(tools, user, below, { words: outcome.sentence });
  },
};

/** Two may be wrong with one field, or one with a field that is no question. */
function errorsOf(problems: readonly TemplateProblem[], inputs: readonly string[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { field, sentence } of problems) {
    const at = errorAt(inputs, field);
    errors[at] = errors[at] === undefined ? sentence : `${errors[at]} ${sentence}`;
  }
  return errors;
}

function previews(always: boolean): PressHandler {
  return async ({ user, view }, { bridge }) => {
    if (view === null) return { sentence: null };
    const state = readTemplateEdit(view.metadata);
    const typed = readTyped(view.values, state);
    const form = await bridge.previewTemplate({ user, seen: state.seen, typed, always });
    if (form.kind === "refused") return { sentence: null, pushes: toldIn(form) };
    return { sentence: null, redraws: templateForm.draw({ form, below: state.below }) };
  };
}

export const editTemplate: Feature = {
  buttons: {
    [templateActions.preview]: previews(true),
    [templateActions.scope]: previews(false),
  },
  modals: [templateForm],
};
