/** A template is filled in for a conversation, or a draft is taken up again: what the form shows. */
import { gapsIn } from "../../domain/filled-template.ts";
import type { DraftId, EpisodeId, SlackUserId, TemplateId } from "../../domain/ids.ts";
import type { Template } from "../../domain/template.ts";
import { orRefused, type Refused, refuse } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";
import { usableTemplate } from "../template-library/usable-template.ts";
import { type Answerer, aroundAnswerer } from "./answerer.ts";
import { checkWords } from "./check-filled.ts";
import type { FillForm } from "./fill-form.ts";
import { filledFor, headOf, knownGaps, versionOf } from "./filled-for.ts";
import { theirDraft } from "./their-draft.ts";

export type AskToFill = { readonly user: SlackUserId } & (
  | { readonly episode: EpisodeId; readonly template: TemplateId }
  | { readonly draft: DraftId }
);

export async function askToFill(ctx: Context, input: AskToFill): Promise<FillForm | Refused> {
  return await orRefused(() =>
    ctx.store.read((tx) => ("draft" in input ? ofDraft(ctx, tx, input) : ofTemplate(ctx, tx, input))),
  );
}

async function ofTemplate(
  ctx: Context,
  tx: Tx,
  { user, episode, template: id }: Extract<AskToFill, { readonly template: TemplateId }>,
): Promise<FillForm> {
  const { around, member } = await aroundAnswerer(ctx, tx, episode, user);
  const template = await usableTemplate(tx, around.directory, member, id);
  if ("problem" in template) refuse("text", template.problem);
  return await fillIn(ctx, tx, { around, member }, template);
}

/** What the form shows of a template that whoever answers may use. */
export async function fillIn(
  ctx: Context,
  tx: Tx,
  { around, member }: Answerer,
  template: Template,
): Promise<FillForm> {
  const { text, gaps } = await filledFor(ctx, tx, around, member, template);
  return {
    kind: "form",
    episode: around.episode.id,
    template: template.id,
    version: template.version,
    draft: null,
    assignee: around.episode.assignee,
    ...headOf(around, template),
    text,
    gaps,
    check: checkWords(ctx, around.line, { typed: text, body: text }),
    at: null,
    unlessTheyWrite: false,
  };
}

async function ofDraft(
  ctx: Context,
  tx: Tx,
  { user, draft: id }: Extract<AskToFill, { readonly draft: DraftId }>,
): Promise<FillForm> {
  if (memberOf(await tx.directories.people(), user) === null) refuse("text", notInDirectory);
  const { draft, episode } = await theirDraft(tx, id, user);
  const { around, member } = await aroundAnswerer(ctx, tx, episode, user);
  const { templateId: template, templateVersion: version, text, at, unlessTheyWrite } = draft;
  const known = await versionOf(tx, { template, version });
  return {
    kind: "form",
    episode: around.episode.id,
    template,
    version,
    draft: id,
    assignee: around.episode.assignee,
    ...headOf(around, known),
    text,
    gaps: gapsIn(text, await knownGaps(ctx, tx, around, member, known)),
    check: checkWords(ctx, around.line, { typed: text, body: text }),
    at,
    unlessTheyWrite,
  };
}
