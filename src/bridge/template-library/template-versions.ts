/** All that a template was, and when it was changed by whom. */
import type { TemplateId } from "../../domain/ids.ts";
import { mayChange, type TemplateContent } from "../../domain/template.ts";
import { isOwn, scopeLabel } from "../../domain/template-actions.ts";
import type { Context } from "../context/context.ts";
import type { TemplateVersion } from "../contracts/store/templates.ts";
import { type Author, authorOf, changedBy, findTemplate, isNotDone, type OneTemplate } from "./author.ts";
import type { NotDone } from "./not-done.ts";
import { type PageOf, pageOf } from "./page-of.ts";
import { hasSameWords } from "./write-template.ts";

/** The newest first. */
export interface TemplateVersions extends PageOf<VersionRow> {
  readonly kind: "versions";
  readonly id: TemplateId;
  readonly name: string;
}

export interface VersionRow extends Pick<TemplateContent, "name" | "key" | "text" | "literal"> {
  readonly number: number;
  /** What was done: created, edited, moved to Front desk. */
  readonly did: string;
  readonly by: string;
  readonly at: number;
  /** Whether whoever looks at it may have it again, and it is not what stands. */
  readonly canComeBack: boolean;
}

/** Each takes up to a thousand characters. */
const rowsPerPage = 10;

export async function listTemplateVersions(
  ctx: Context,
  { user, template: id, page = 0 }: OneTemplate & { readonly page?: number },
): Promise<TemplateVersions | NotDone> {
  return await ctx.store.read(async (tx) => {
    const author = await authorOf(ctx, tx, user);
    if (isNotDone(author)) return author;
    const template = await findTemplate(tx, author, id);
    if (isNotDone(template)) return template;
    const { directory, member } = author;
    const mayBringBack = isOwn(template) && mayChange(directory, member, template.scope);
    const all = await tx.templates.versions(id);
    const { rows, ...shown } = pageOf(all, page, rowsPerPage);
    return {
      kind: "versions",
      id,
      name: template.name,
      rows: rows.map((version) => {
        const isNow = version.number === template.version || hasSameWords(version, template);
        return rowOf(author, version, mayBringBack && !isNow);
      }),
      ...shown,
    };
  });
}

function rowOf(author: Author, version: TemplateVersion, canComeBack: boolean): VersionRow {
  const { number, name, key, text, literal, by, at, scope, change } = version;
  const did = change === "moved" ? `moved to ${scopeLabel(author.directory, scope)}` : words[change];
  return { number, name, key, text, literal, did, by: changedBy(author, by), at, canComeBack };
}

const words = {
  created: "created",
  edited: "edited",
  deleted: "deleted",
  restored: "brought back",
} as const;
