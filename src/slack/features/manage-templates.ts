/** Managing templates: the list of them, and what is chosen in it. */
import type { ModalView } from "@slack/types";
import type { AskedTemplate, ChangedTemplate } from "../../bridge/template-library/change-template.ts";
import type { NotDone } from "../../bridge/template-library/not-done.ts";
import type { TemplateForm } from "../../bridge/template-library/template-form.ts";
import type { ListShown, TemplateList } from "../../bridge/template-library/template-list.ts";
import type { SlackUserId, TemplateId } from "../../domain/ids.ts";
import type { Press, PressedView } from "../transport/read-press.ts";
import { drawDeleted } from "../views/deleted-templates.ts";
import { errorAt } from "../views/form-fields.ts";
import { manageTemplatesAction } from "../views/home-templates.ts";
import {
  drawTemplateList,
  readListShown,
  readRowChoice,
  templateManageId,
  wordsTyped,
} from "../views/template-list.ts";
import {
  type Below,
  nothingBelow,
  readBelow,
  readPage,
  templateActions,
  templateIn,
  templateTurnPrefix,
} from "../views/template-modals.ts";
import {
  drawDelete,
  drawMove,
  readMove,
  templateDeleteId,
  templateMoveId,
} from "../views/template-questions.ts";
import { drawVersions, templateVersionsId } from "../views/template-versions.ts";
import { drawWords } from "../views/words.ts";
import { closing, drawBelow, listAnew, overAnew, toldIn } from "./draw-below.ts";
import { templateForm } from "./edit-template.ts";
import type { Answer, Feature, Modal, PressHandler, Tools } from "./feature.ts";

const silent: Answer = { sentence: null };

const list: Modal<TemplateList> = {
  callbackId: templateManageId,
  draw: (state) => drawTemplateList(state),
  async submit({ user, metadata, values, inputs }, { bridge }) {
    const shown = { ...readListShown(metadata), words: wordsTyped(values), page: 0 };
    const found = await bridge.openTemplateList({ user, shown });
    if (found.kind === "refused") return { [errorAt(inputs, "words")]: found.sentence };
    return { update: drawTemplateList(found) };
  },
};

const deleting: Modal<{ readonly asked: AskedTemplate; readonly below: Below }> = {
  callbackId: templateDeleteId,
  draw: ({ asked, below }) => drawDelete(asked, below),
  async submit({ user, metadata }, tools) {
    const outcome = await tools.bridge.deleteTemplate({ user, template: templateIn(metadata) });
    if (outcome.kind === "refused") return { update: drawWords([outcome.sentence], "") };
    return closing(tools, user, readBelow(metadata), { words: outcome.sentence, undo: outcome.id });
  },
};

const moving: Modal<{ readonly asked: AskedTemplate; readonly below: Below }> = {
  callbackId: templateMoveId,
  draw: ({ asked, below }) => drawMove(asked, below),
  async submit({ user, metadata, values, inputs }, tools) {
    const below = readBelow(metadata);
    const one = { user, template: templateIn(metadata) };
    const outcome = await tools.bridge.moveTemplate({ ...one, to: readMove(values) });
    if (outcome.kind === "refused") return { [errorAt(inputs, "scope")]: outcome.sentence };
    if (outcome.kind === "form") return { update: templateForm.draw({ form: outcome, below }) };
    return closing(tools, user, below, { words: outcome.sentence });
  },
};

/** On top of what was pressed in. */
function pushed(view: ModalView): Answer {
  return { sentence: null, pushes: view };
}

/** For a slash command as for the button at the app's Home. */
export const openTemplates: PressHandler = async ({ user }, { bridge }) => {
  const found = await bridge.openTemplateList({ user });
  if (found.kind === "refused") return { sentence: [found.sentence] };
  return { sentence: null, modal: list.draw(found) };
};

/** Draws the list anew as it is to be from now on. */
function shows(next: (press: Press, shown: ListShown) => ListShown): PressHandler {
  return async (press, tools) => {
    const { view, user } = press;
    if (view === null) return silent;
    const shown = next(press, readListShown(view.metadata));
    return { sentence: null, redraws: await listAnew(tools, user, shown) };
  };
}

function belowList({ id, metadata }: PressedView): Below {
  return { list: { view: id, ...readListShown(metadata) }, over: null };
}

const choose: PressHandler = async ({ user, value, view }, { bridge }) => {
  const { action, template } = readRowChoice(value);
  const one = { user, template };
  const below = view === null ? nothingBelow : belowList(view);
  if (action === "edit") return pushForm(await bridge.askToEditTemplate(one), below);
  if (action === "duplicate") return pushForm(await bridge.askToDuplicate(one), below);
  if (action === "versions") {
    const found = await bridge.listTemplateVersions(one);
    return pushed(found.kind === "refused" ? toldIn(found) : drawVersions(found, below));
  }
  const asked = await bridge.askAboutTemplate(one);
  if (asked.kind === "refused") return pushed(toldIn(asked));
  return pushed((action === "move" ? moving : deleting).draw({ asked, below }));
};

function pushForm(form: TemplateForm | NotDone, below: Below): Answer {
  return pushed(form.kind === "refused" ? toldIn(form) : templateForm.draw({ form, below }));
}

/** What was changed by a press in a modal: that is drawn anew and says so, or a form for what stands in the way is put on top. */
async function after(
  tools: Tools,
  user: SlackUserId,
  below: Below,
  outcome: ChangedTemplate,
): Promise<Answer> {
  if (outcome.kind !== "saved") return pushForm(outcome, below);
  const isSaid = await drawBelow(tools, user, below, { words: outcome.sentence });
  return isSaid ? silent : { sentence: [outcome.sentence] };
}

const restore: PressHandler = async ({ user, value, view }, tools) => {
  if (view === null) return silent;
  const outcome = await tools.bridge.restoreTemplate({ user, template: value as TemplateId });
  const over = { view: view.id, template: null, page: readPage(view.metadata) };
  const isList = view.callbackId === templateManageId;
  const below = isList ? belowList(view) : { ...readBelow(view.metadata), over };
  return await after(tools, user, below, outcome);
};

const bringBack: PressHandler = async ({ user, value, view }, tools) => {
  if (view === null) return silent;
  const template = templateIn(view.metadata);
  const outcome = await tools.bridge.bringBackVersion({ user, template, number: Number(value) });
  const over = { view: view.id, template, page: readPage(view.metadata) };
  return await after(tools, user, { ...readBelow(view.metadata), over }, outcome);
};

/** The pages of the list, of what was deleted, and of a template's versions. */
const turn: PressHandler = async (press, tools) => {
  const { view, user, value } = press;
  if (view === null) return silent;
  const page = Number(value);
  if (view.callbackId === templateManageId) {
    const shown = { ...readListShown(view.metadata), page };
    return { sentence: null, redraws: await listAnew(tools, user, shown) };
  }
  const template = view.callbackId === templateVersionsId ? templateIn(view.metadata) : null;
  const below = { ...readBelow(view.metadata), over: { view: view.id, template, page } };
  return { sentence: null, redraws: await overAnew(tools, user, below, below.over) };
};

const showDeleted: PressHandler = async ({ user, view }, { bridge }) => {
  const found = await bridge.listDeletedTemplates({ user });
  const below = view === null ? nothingBelow : belowList(view);
  return pushed(found.kind === "refused" ? toldIn(found) : drawDeleted(found, below));
};

const create: PressHandler = async ({ user, view }, { bridge }) => {
  const below = view === null ? nothingBelow : belowList(view);
  return pushForm(await bridge.askForTemplate(user), below);
};

export const manageTemplates: Feature = {
  buttons: {
    [manageTemplatesAction]: openTemplates,
    [templateActions.create]: create,
    [templateActions.row]: choose,
    [templateActions.filter]: shows(({ value }, shown) => ({
      ...shown,
      scope: value === "all" ? null : value,
      page: 0,
    })),
    [templateActions.search]: shows(({ value }, shown) => ({ ...shown, words: value.trim(), page: 0 })),
    [templateActions.deleted]: showDeleted,
    [templateActions.restore]: restore,
    [templateActions.bringBack]: bringBack,
    [`${templateTurnPrefix}*`]: turn,
  },
  modals: [list, deleting, moving],
};
