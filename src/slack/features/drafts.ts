/** What somebody keeps unsent: taken up again, sent as it stands, or thrown away. */
import type { DraftId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { draftActions } from "../views/template-fill.ts";
import type { Answer, Feature } from "./feature.ts";
import { anewAtHome } from "./started-text.ts";
import { templateFillForm } from "./template-fill.ts";

function theDraft({ user, value }: Press) {
  return { user, draft: value as DraftId };
}

export const drafts: Feature = {
  buttons: {
    [draftActions.open]: async (press, { bridge }): Promise<Answer> => {
      const asked = await bridge.askToFill(theDraft(press));
      if (asked.kind === "refused") return { sentence: asked.sentence };
      return { sentence: null, modal: templateFillForm.draw(asked) };
    },
    [draftActions.send]: async (press, tools) =>
      await anewAtHome(
        press,
        tools,
        await tools.bridge.sendDraft({ ...theDraft(press), keptSince: press.keptSince }),
      ),
    [draftActions.discard]: async (press, tools) =>
      await anewAtHome(press, tools, await tools.bridge.discardDraft(theDraft(press))),
  },
};
