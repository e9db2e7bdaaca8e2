/** How a member's conversations are logged: the button at the app's Home, and the modal behind it. */
import type { LogSettingsForm } from "../../bridge/members/log-settings.ts";
import type { LogSettingsProblems } from "../../domain/choose-log-settings.ts";
import { errorAt } from "../views/form-fields.ts";
import { logSettingsFields } from "../views/log-policy.ts";
import {
  drawLogSettings,
  logSettingsAction,
  logSettingsForm,
  readLogSettings,
} from "../views/log-settings.ts";
import type { Feature, FieldErrors, Modal } from "./feature.ts";

const form: Modal<LogSettingsForm> = {
  callbackId: logSettingsForm,
  draw: drawLogSettings,
  async submit({ user, values, inputs, viewId }, { bridge }) {
    const filled = readLogSettings(values, inputs);
    const refused = await bridge.setLogSettings({ user, ...filled, act: `view:${viewId}` });
    if (refused === null) return null;
    if ("refusal" in refused) return { [errorAt(inputs, logSettingsFields.remindWeekly)]: refused.refusal };
    return errorsOf(refused.problems);
  },
};

function errorsOf(problems: LogSettingsProblems): FieldErrors {
  const entries = Object.entries(problems) as [keyof LogSettingsProblems, string][];
  return Object.fromEntries(entries.map(([name, sentence]) => [logSettingsFields[name], sentence]));
}

export const logSettings: Feature = {
  buttons: {
    [logSettingsAction]: async ({ user }, { bridge }) => {
      const asked = await bridge.askLogSettings(user);
      return "refusal" in asked ? { sentence: [asked.refusal] } : { sentence: null, modal: form.draw(asked) };
    },
  },
  modals: [form],
};
