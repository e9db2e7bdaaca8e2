/** The form of a template is asked for: of a new one, of one as it stands, of a copy, or as it would read. */
import type { SlackUserId } from "../../domain/ids.ts";
import { type TemplateScope, writeScope } from "../../domain/template.ts";
import { scopeOfCopy } from "../../domain/template-actions.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import {
  type Author,
  authorOf,
  findTemplate,
  findTheirs,
  isNotDone,
  type OneTemplate,
  whyNotTheirs,
} from "./author.ts";
import type { NotDone } from "./not-done.ts";
import { formOf, type TemplateForm, typedOf } from "./template-form.ts";

export async function askForTemplate(ctx: Context, user: SlackUserId): Promise<TemplateForm | NotDone> {
  return await forAuthor(ctx, user, async (_tx, author) => {
    const own: TemplateScope = { kind: "personal", username: author.member.username };
    const typed = { scope: writeScope(own), name: "", key: "", text: "", literal: false };
    return formOf(ctx, author, { typed });
  });
}

export async function askToEditTemplate(
  ctx: Context,
  { user, template: id }: OneTemplate,
): Promise<TemplateForm | NotDone> {
  return await forAuthor(ctx, user, async (tx, author) => {
    const template = await findTheirs(tx, author, id);
    if (isNotDone(template)) return template;
    const seen = { id, version: template.version };
    return formOf(ctx, author, { seen, typed: typedOf(template), before: template });
  });
}

/** Its name is another's, and its key is proposed. */
export async function askToDuplicate(
  ctx: Context,
  { user, template: id }: OneTemplate,
): Promise<TemplateForm | NotDone> {
  return await forAuthor(ctx, user, async (tx, author) => {
    const template = await findTemplate(tx, author, id);
    if (isNotDone(template)) return template;
    const scope = writeScope(scopeOfCopy(author.directory, author.member, template));
    const name = `${template.name.slice(0, longestCopied)} (copy)`;
    return formOf(ctx, author, { typed: { ...typedOf(template), scope, name, key: "" } });
  });
}

/** A name has room for ` (copy)` behind it. */
const longestCopied = 75 - " (copy)".length;

/** As it would read, before it is saved. */
export async function previewTemplate(
  ctx: Context,
  {
    user,
    seen,
    typed,
    always,
  }: Pick<TemplateForm, "seen" | "typed"> & {
    readonly user: SlackUserId;
    /** Also what nobody else uses. */
    readonly always: boolean;
  },
): Promise<TemplateForm | NotDone> {
  return await forAuthor(ctx, user, async (tx, author) => {
    const before = seen === null ? null : await tx.templates.get(seen.id);
    const refused = before === null ? null : whyNotTheirs(author, before);
    if (refused !== null) return refused;
    const form = { seen, typed, before };
    return formOf(ctx, author, always ? { ...form, previewed: true } : form);
  });
}

async function forAuthor<T>(
  ctx: Context,
  user: SlackUserId,
  ask: (tx: Tx, author: Author) => Promise<T | NotDone>,
): Promise<T | NotDone> {
  return await ctx.store.read(async (tx) => {
    const author = await authorOf(ctx, tx, user);
    return isNotDone(author) ? author : await ask(tx, author);
  });
}
