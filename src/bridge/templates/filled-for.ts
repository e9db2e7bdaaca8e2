/** What the form of a filled-in text says of its conversation and its template, as they are by now. */
import type { Member } from "../../domain/directory.ts";
import type { FilledTemplate, Gap } from "../../domain/filled-template.ts";
import { fillTemplate } from "../../domain/template-text.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, type EpisodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { TemplateVersion } from "../contracts/store/templates.ts";
import { lineOption } from "../new-text/new-text-form.ts";
import { factsOfEpisode } from "../template-library/template-facts.ts";
import type { FillHead, FillIds } from "./fill-form.ts";

export function headOf(around: EpisodeContext, template: { readonly name: string } | null): FillHead {
  const { line } = around;
  return {
    contact: contactLabel(around),
    line: line === null ? null : lineOption(line),
    name: template?.name ?? null,
  };
}

/** Null where there is none, or it is forgotten. */
export async function versionOf(
  tx: Tx,
  { template, version }: Pick<FillIds, "template" | "version">,
): Promise<TemplateVersion | null> {
  return template === null || version === null ? null : await tx.templates.version(template, version);
}

export async function filledFor(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  member: Member,
  template: { readonly text: string; readonly literal: boolean },
): Promise<FilledTemplate> {
  return fillTemplate(template, await factsOfEpisode(ctx, tx, around, member));
}

/** What can be said of what a template misses here; nothing where it is forgotten. */
export async function knownGaps(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  member: Member,
  template: TemplateVersion | null,
): Promise<readonly Gap[]> {
  return template === null ? [] : (await filledFor(ctx, tx, around, member, template)).gaps;
}
