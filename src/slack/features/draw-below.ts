/** What stands below a modal about a template is drawn anew once that closes. */
import type { ModalView } from "@slack/types";
import type { DeletedTemplates } from "../../bridge/template-library/deleted-templates.ts";
import type { NotDone } from "../../bridge/template-library/not-done.ts";
import type { ListShown } from "../../bridge/template-library/template-list.ts";
import type { TemplateVersions } from "../../bridge/template-library/template-versions.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { drawDeleted } from "../views/deleted-templates.ts";
import { drawTemplateList } from "../views/template-list.ts";
import type { Below, JustDone, OverList } from "../views/template-modals.ts";
import { drawVersions } from "../views/template-versions.ts";
import { drawWords } from "../views/words.ts";
import type { Closed, Tools } from "./feature.ts";

export function closing(tools: Tools, user: SlackUserId, below: Below, done: JustDone): Closed {
  return { closes: async () => void (await drawBelow(tools, user, below, done)) };
}

/** What was done is said in the one that is seen then. Resolves with whether it is. */
export async function drawBelow(
  tools: Tools,
  user: SlackUserId,
  below: Below,
  done: JustDone,
): Promise<boolean> {
  const { over, list: under } = below;
  const isSaid = over !== null && (await drawOver(tools, user, below, done.words));
  if (under === null) return isSaid;
  const anew = await listAnew(tools, user, under, over === null ? done : null);
  const isDrawn = await tools.updateModal(under.view, null, anew);
  return over === null ? isDrawn : isSaid;
}

async function drawOver(
  tools: Tools,
  user: SlackUserId,
  below: Below,
  words: string | null,
): Promise<boolean> {
  const { over } = below;
  if (over === null) return false;
  return await tools.updateModal(over.view, null, await overAnew(tools, user, below, over, words));
}

/** What stands on top of the list. */
export async function overAnew(
  { bridge }: Tools,
  user: SlackUserId,
  below: Below,
  { template, page }: Pick<OverList, "template" | "page">,
  words: string | null = null,
): Promise<ModalView> {
  const drawn =
    template === null
      ? await bridge.listDeletedTemplates({ user, page })
      : await bridge.listTemplateVersions({ user, template, page });
  return drawn.kind === "refused" ? toldIn(drawn) : overOf(drawn, below, words);
}

function overOf(drawn: DeletedTemplates | TemplateVersions, below: Below, words: string | null): ModalView {
  const done = words === null ? null : { words };
  return drawn.kind === "versions" ? drawVersions(drawn, below, done) : drawDeleted(drawn, below, done);
}

export async function listAnew(
  { bridge }: Tools,
  user: SlackUserId,
  { scope, words, page }: ListShown,
  done: JustDone | null = null,
): Promise<ModalView> {
  const found = await bridge.openTemplateList({ user, shown: { scope, words, page } });
  return found.kind === "refused" ? toldIn(found) : drawTemplateList(found, done);
}

export function toldIn({ sentence }: NotDone): ModalView {
  return drawWords([sentence], "");
}
