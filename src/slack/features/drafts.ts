/** What somebody keeps unsent: taken up again, sent as it stands, or thrown away. */
import type { DraftId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { draftActions } from "../views/template-fill.ts";
import { anewInList, inPlaceOfList } from "./draft-list.ts";
import type { Answer, Feature, Tools } from "./feature.ts";
import { openDraft } from "./open-draft.ts";
import { anewAtHome } from "./started-text.ts";

function theDraft({ user, value }: Press) {
  return { user, draft: value as DraftId };
}

async function anewWherePressed(press: Press, tools: Tools, answer: Answer): Promise<Answer> {
  return (await anewInList(press, tools, answer)) ?? (await anewAtHome(press, tools, answer));
}

export const drafts: Feature = {
  buttons: {
    // From the list of a conversation's it takes that list's place.
    [draftActions.open]: async (press, tools) => {
      const opened = await openDraft(tools.bridge, theDraft(press));
      return (await inPlaceOfList(press, tools, opened)) ?? opened;
    },
    [draftActions.send]: async (press, tools) =>
      await anewWherePressed(
        press,
        tools,
        await tools.bridge.sendDraft({ ...theDraft(press), keptSince: press.keptSince }),
      ),
    [draftActions.discard]: async (press, tools) =>
      await anewWherePressed(press, tools, await tools.bridge.discardDraft(theDraft(press))),
  },
};
