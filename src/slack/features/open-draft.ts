/** A draft is taken up again, in the form that it was kept from; also what a template's call was answered with. */
import type { Bridge } from "../../bridge/bridge.ts";
import type { DraftId, SlackUserId } from "../../domain/ids.ts";
import type { Answer } from "./feature.ts";
import { templateFillForm } from "./template-fill.ts";

export async function openDraft(
  bridge: Bridge,
  draft: { readonly user: SlackUserId; readonly draft: DraftId },
): Promise<Answer> {
  const asked = await bridge.askToFill(draft);
  if (asked.kind === "refused") return { sentence: asked.sentence };
  return { sentence: null, modal: templateFillForm.draw(asked) };
}
