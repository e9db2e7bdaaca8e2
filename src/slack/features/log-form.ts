/** Logging by hand: from the card's menu, from the app's Home, by the line that the day's first message is answered with, and the form behind them all. */
import type { LogForm } from "../../bridge/records/log-form.ts";
import type { LogOf } from "../../bridge/records/loggable.ts";
import type { EpisodeId, RecordId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { contactOptions } from "../views/contact-candidates.ts";
import { errorAt } from "../views/form-fields.ts";
import {
  belongsOptions,
  drawLogForm,
  kindIn,
  logActions,
  logFields,
  logFormId,
  readLogForm,
  readLogMetadata,
} from "../views/log-form.ts";
import type { Answer, Feature, Modal, Submitted, Tools } from "./feature.ts";

const logForm: Modal<LogForm> = {
  callbackId: logFormId,
  draw: (form) => drawLogForm(form),
  async submit({ user, viewId, metadata, values, inputs }, { bridge }) {
    const kept = readLogMetadata(metadata);
    const filled = readLogForm(values);
    // A form that this one takes the place of has the same view: that was another act.
    const outcome = await bridge.submitLog({ ...kept, user, filled, act: `log:${viewId}` });
    if (outcome.kind === "done") return null;
    if (outcome.kind === "refused") return { [errorAt(inputs, logFields[outcome.field])]: outcome.words };
    return { update: drawLogForm(outcome.form, [outcome.words]) };
  },
};

/** After a text was sent from a form: the logging page takes its place, where that opens by itself. */
export function logPage({ page }: { readonly page?: LogForm }): Submitted {
  return page === undefined ? null : { update: logForm.draw(page) };
}

async function open(of: LogOf, { user }: Press, { bridge }: Tools): Promise<Answer> {
  const asked = await bridge.askToLog({ user, of });
  return "refusal" in asked ? { sentence: [asked.refusal] } : { sentence: null, modal: logForm.draw(asked) };
}

export async function logEpisode(episode: EpisodeId, press: Press, tools: Tools): Promise<Answer> {
  return await open({ episode }, press, tools);
}

export const logByHand: Feature = {
  buttons: {
    [logActions.open]: async (press, tools) => await open({ record: press.value as RecordId }, press, tools),
    [logActions.prompt]: async (press, tools) =>
      await open({ episode: press.value as EpisodeId }, press, tools),
    [logActions.remindNoMore]: async ({ user, isPrivate }, { bridge }) => ({
      ...(await bridge.remindNoMore({ user })),
      replace: isPrivate,
    }),
  },
  modals: [logForm],
  options: {
    [logActions.contact]: async ({ user, typed, metadata }, { bridge }) => {
      if (user === null) return [];
      const { target } = readLogMetadata(metadata);
      const { zone, ...found } = await bridge.offerLogContacts({ user, typed, target });
      return contactOptions(found, zone);
    },
    [logActions.belongs]: async ({ user, typed, metadata, blockId }, { bridge }) => {
      if (user === null) return [];
      const { target, preset: contact } = readLogMetadata(metadata);
      const kind = kindIn(blockId);
      return belongsOptions(await bridge.offerBelongings({ user, target, contact, kind, typed }));
    },
  },
};
