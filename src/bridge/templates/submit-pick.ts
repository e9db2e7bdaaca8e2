/** A conversation and a template are chosen: the text is filled in. What can't be is said at the field where it was chosen. */
import type { EpisodeId, SlackUserId, TemplateId } from "../../domain/ids.ts";
import { plainSentence } from "../../domain/plain-sentence.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { zoneOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { usableTemplate } from "../template-library/usable-template.ts";
import { fillIn } from "./ask-to-fill.ts";
import type { FillForm } from "./fill-form.ts";
import { mayFill } from "./may-fill.ts";

export interface Picked {
  readonly user: SlackUserId;
  readonly conversation: EpisodeId;
  readonly template: TemplateId;
}

export type SubmittedPick =
  | FillForm
  | { readonly kind: "wrong"; readonly field: "conversation" | "template"; readonly words: string };

export async function submitPick(
  ctx: Context,
  { user, conversation, template }: Picked,
): Promise<SubmittedPick> {
  return await ctx.store.read(async (tx) => {
    const found = await mayFill(ctx, tx, conversation, user);
    if (found.kind === "refused") return await wrong(tx, user, "conversation", found.sentence);
    const chosen = await usableTemplate(tx, found.around.directory, found.member, template);
    if ("problem" in chosen) return await wrong(tx, user, "template", [chosen.problem]);
    return await fillIn(ctx, tx, found, chosen);
  });
}

/** With moments as they are where whoever reads it is. */
async function wrong(
  tx: Tx,
  user: SlackUserId,
  field: "conversation" | "template",
  sentence: Sentence,
): Promise<SubmittedPick> {
  const zone = zoneOf(await tx.directories.people(), user);
  return { kind: "wrong", field, words: plainSentence(sentence, zone) };
}
