/** The message shortcut **Log selected**: which texts of a conversation are logged, from that message on. */
import type { SelectForm } from "../../bridge/records/select-texts.ts";
import { errorAt } from "../views/form-fields.ts";
import { drawLogForm } from "../views/log-form.ts";
import { drawSelectTexts, readSelectTexts, selectFields, selectTextsId } from "../views/select-texts.ts";
import type { Feature, Modal } from "./feature.ts";
import { stale } from "./stale.ts";

const standing = "These messages have a record already. Press Log to add to it.";

const form: Modal<SelectForm> = {
  callbackId: selectTextsId,
  draw: drawSelectTexts,
  async submit({ user, viewId, metadata, values, inputs }, { bridge }) {
    const chosen = readSelectTexts(metadata, values);
    const outcome = await bridge.submitSelected({ ...chosen, user, act: `view:${viewId}` });
    if (outcome.kind === "done") return null;
    if (outcome.kind === "refused") return { [errorAt(inputs, selectFields.to)]: outcome.words };
    return { update: drawLogForm(outcome.form, [standing]) };
  },
};

export const selectTexts: Feature = {
  shortcuts: {
    [selectTextsId]: {
      name: "Log selected",
      use: async ({ place, thread, user }, { bridge }) => {
        if (place === null) return stale;
        const asked = await bridge.askToSelect({ user, place, thread });
        if ("refusal" in asked) return { sentence: [asked.refusal] };
        return { sentence: null, modal: form.draw(asked) };
      },
    },
  },
  modals: [form],
};
