/** What all ways to change a template have in common: it is held to the rules, and kept as its next version. */

import type { TemplateId } from "../../domain/ids.ts";
import { quoted } from "../../domain/quote.ts";
import { readScope, type Template, type TemplateContent, writeScope } from "../../domain/template.ts";
import { scopeLabel } from "../../domain/template-actions.ts";
import type { TemplateProblem } from "../../domain/template-clashes.ts";
import { readTemplate } from "../../domain/template-rules.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueChanged } from "../outbox/template-kind.ts";
import type { Author } from "./author.ts";
import { formOf, scopesFor, type TemplateForm, type TypedTemplate } from "./template-form.ts";

/** It is done. */
export interface TemplateSaved {
  readonly kind: "saved";
  /** Null where it was done before, and is not known. */
  readonly id: TemplateId | null;
  /** What came of it. */
  readonly sentence: string;
}

export type ReadTyped =
  | { readonly content: TemplateContent }
  | { readonly problems: readonly TemplateProblem[] };

/** @param before as it stands, or was when it was deleted. */
export async function readTyped(
  ctx: Context,
  tx: Tx,
  author: Author,
  typed: TypedTemplate,
  before: Template | null,
): Promise<ReadTyped> {
  const scope = typed.scope === null ? null : readScope(typed.scope);
  const allowed = scopesFor(author, before).map(writeScope);
  if (scope !== null && !allowed.includes(writeScope(scope)))
    return { problems: [{ field: "scope", sentence: "Only a manager can put one there. Choose another." }] };
  return readTemplate(
    { ...typed, scope },
    {
      directory: author.directory,
      standing: await tx.templates.all(),
      limits: ctx.settings.templateLimits,
      before: before?.deletedAt === null ? before : null,
    },
  );
}

export function isSame(one: TemplateContent, other: TemplateContent): boolean {
  return hasSameWords(one, other) && writeScope(one.scope) === writeScope(other.scope);
}

/** Whosever they are. */
export function hasSameWords(one: TemplateContent, other: TemplateContent): boolean {
  return (
    one.name === other.name &&
    one.key === other.key &&
    one.text === other.text &&
    one.literal === other.literal
  );
}

export async function writeTemplate(
  ctx: Context,
  tx: Tx,
  { directory, member }: Author,
  before: Template | null,
  content: TemplateContent,
): Promise<TemplateSaved> {
  const how = { by: member.username, at: ctx.now() };
  const name = quoted(content.name);
  const saved = (id: TemplateId, sentence: string) => ({ kind: "saved" as const, id, sentence });
  if (before === null) {
    const { id } = await tx.templates.insert({ ...content, ...how, id: ctx.newId() as TemplateId });
    await enqueueChanged(ctx, tx, [content.scope]);
    return saved(id, `${name} is saved. In a thread, !${content.key} alone as a reply fills it in.`);
  }
  const { id } = before;
  await enqueueChanged(ctx, tx, [before.scope, content.scope]);
  if (before.deletedAt !== null) {
    await tx.templates.change(id, content, { ...how, change: "restored" });
    return saved(id, `${name} is back, with the key ${content.key}.`);
  }
  if (isSame(before, content)) return saved(id, `${name} stands as it was.`);
  if (writeScope(before.scope) === writeScope(content.scope)) {
    await tx.templates.change(id, content, { ...how, change: "edited" });
    return saved(id, `${name} is saved.`);
  }
  await tx.templates.change(id, content, { ...how, change: "moved" });
  return saved(id, `${name} is moved to ${scopeLabel(directory, content.scope)}.`);
}

/** What could not be done as it stands, to be mended in the form. */
export function mendIn(
  ctx: Context,
  author: Author,
  before: Template,
  typed: TypedTemplate,
  problems: readonly TemplateProblem[],
): TemplateForm {
  return formOf(ctx, author, {
    seen: { id: before.id, version: before.version },
    typed,
    before,
    said: problems.map(({ sentence }) => [sentence]),
  });
}
