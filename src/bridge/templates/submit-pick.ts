/** A conversation and a template are chosen: the text is filled in. What can't be is said at the field where it was chosen. */
import type { EpisodeId, SlackUserId, TemplateId } from "../../domain/ids.ts";
import { plainSentence } from "../../domain/plain-sentence.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { zoneOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { usableTemplate } from "../template-library/usable-template.ts";
import { askToFill } from "./ask-to-fill.ts";
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

export async function submitPick(ctx: Context, picked: Picked): Promise<SubmittedPick> {
  const { user, conversation, template } = picked;
  return (await ctx.store.read((tx) => problemOf(ctx, tx, picked))) ?? (await fill());

  async function fill(): Promise<SubmittedPick> {
    const asked = await askToFill(ctx, { user, episode: conversation, template });
    if (asked.kind === "form") return asked;
    return await ctx.store.read((tx) => wrong(tx, user, "template", asked.sentence));
  }
}

async function problemOf(
  ctx: Context,
  tx: Tx,
  { user, conversation, template }: Picked,
): Promise<SubmittedPick | null> {
  const found = await mayFill(ctx, tx, conversation, user);
  if (found.kind === "refused") return await wrong(tx, user, "conversation", found.sentence);
  const chosen = await usableTemplate(tx, found.around.directory, found.member, template);
  return "problem" in chosen ? await wrong(tx, user, "template", [chosen.problem]) : null;
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
