/** What is done to a template by one choice: moved, deleted, brought back. Done twice, it is done once. */

import type { TemplateId } from "../../domain/ids.ts";
import { plainMoment } from "../../domain/plain-sentence.ts";
import { quoted } from "../../domain/quote.ts";
import { readScope, type Template, writeScope } from "../../domain/template.ts";
import { scopeLabel, scopesToMove } from "../../domain/template-actions.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueChanged } from "../outbox/template-kind.ts";
import { type Author, authorOf, findTheirs, isNotDone, type OneTemplate, whyNotTheirs } from "./author.ts";
import { type NotDone, notDone } from "./not-done.ts";
import { type TemplateForm, type TypedTemplate, typedOf } from "./template-form.ts";
import type { ScopeChoice } from "./template-list.ts";
import { mendIn, readTyped, type TemplateSaved, writeTemplate } from "./write-template.ts";

/** A form is for what stands in the way: it is mended there, and saved. */
export type ChangedTemplate = TemplateSaved | TemplateForm | NotDone;

/** One of them, before something is done to it. */
export interface AskedTemplate {
  readonly kind: "asked";
  readonly id: TemplateId;
  readonly name: string;
  readonly key: string;
  readonly text: string;
  /** Whose it is. */
  readonly whose: string;
  /** Whose it may become. */
  readonly to: readonly ScopeChoice[];
}

/** Before it is moved or deleted. */
export async function askAboutTemplate(
  ctx: Context,
  { user, template: id }: OneTemplate,
): Promise<AskedTemplate | NotDone> {
  return await ctx.store.read(async (tx) => {
    const author = await authorOf(ctx, tx, user);
    if (isNotDone(author)) return author;
    const template = await findTheirs(tx, author, id);
    if (isNotDone(template)) return template;
    const { directory, member } = author;
    const { name, key, text, scope } = template;
    const to = scopesToMove(directory, member, scope).map((one) => ({
      value: writeScope(one),
      label: scopeLabel(directory, one),
    }));
    return { kind: "asked", id, name, key, text, whose: scopeLabel(directory, scope), to };
  });
}

export async function moveTemplate(
  ctx: Context,
  { user, template, to }: OneTemplate & { readonly to: string },
): Promise<ChangedTemplate> {
  return await withTheirs(ctx, { user, template }, async (tx, author, before) => {
    if (before.deletedAt !== null) return notDone(deletedMeanwhile(author, before));
    const scope = readScope(to);
    if (scope === null) return notDone("This is no place for a template. Nothing was done.");
    return await write(ctx, tx, author, before, { ...typedOf(before), scope: writeScope(scope) });
  });
}

export async function deleteTemplate(ctx: Context, one: OneTemplate): Promise<TemplateSaved | NotDone> {
  return await withTheirs(ctx, one, async (tx, author, before) => {
    const { id, name, deletedAt } = before;
    const by = author.member.username;
    if (deletedAt === null) {
      await tx.templates.change(id, {}, { by, at: ctx.now(), change: "deleted" });
      await enqueueChanged(ctx, tx, [before.scope]);
    }
    const sentence = `${quoted(name)} is deleted. For 30 days it can be brought back.`;
    return { kind: "saved", id, sentence };
  });
}

/** One that was deleted; the form where another has its name or its key by now. */
export async function restoreTemplate(ctx: Context, one: OneTemplate): Promise<ChangedTemplate> {
  return await withTheirs(ctx, one, async (tx, author, before) => {
    if (before.deletedAt === null)
      return { kind: "saved", id: before.id, sentence: `${quoted(before.name)} is there.` };
    return await write(ctx, tx, author, before, typedOf(before));
  });
}

/** The words of an earlier version, as a new one; it stays whose it is. */
export async function bringBackVersion(
  ctx: Context,
  { user, template, number }: OneTemplate & { readonly number: number },
): Promise<ChangedTemplate> {
  return await withTheirs(ctx, { user, template }, async (tx, author, before) => {
    if (before.deletedAt !== null) return notDone(deletedMeanwhile(author, before));
    const version = await tx.templates.version(template, number);
    if (version === null) return notDone("This version is not there any more. Nothing was done.");
    const { name, key, text, literal } = version;
    return await write(ctx, tx, author, before, { ...typedOf(before), name, key, text, literal });
  });
}

async function write(
  ctx: Context,
  tx: Tx,
  author: Author,
  before: Template,
  typed: TypedTemplate,
): Promise<ChangedTemplate> {
  const read = await readTyped(ctx, tx, author, typed, before);
  if ("problems" in read) return mendIn(ctx, author, before, typed, read.problems);
  return await writeTemplate(ctx, tx, author, before, read.content);
}

/** One that they may change, whether or not it is deleted. */
async function withTheirs<T>(
  ctx: Context,
  { user, template: id }: OneTemplate,
  act: (tx: Tx, author: Author, before: Template) => Promise<T | NotDone>,
): Promise<T | NotDone> {
  return await ctx.store.transaction(async (tx) => {
    const author = await authorOf(ctx, tx, user);
    if (isNotDone(author)) return author;
    const before = await tx.templates.get(id);
    if (before === null) return notDone("This template is not there any more. Nothing was done.");
    return whyNotTheirs(author, before) ?? (await act(tx, author, before));
  });
}

function deletedMeanwhile({ directory, member }: Author, { name, deletedAt }: Template): string {
  const when = plainMoment(deletedAt ?? 0, member.timeZone ?? directory.timeZone);
  return `${quoted(name)} was deleted meanwhile, ${when}. Under Deleted it can be brought back.`;
}
