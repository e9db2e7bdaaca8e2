/** Templates that were deleted, as long as they can be brought back. */
import type { SlackUserId, TemplateId } from "../../domain/ids.ts";
import { scopeLabel, scopesToWrite } from "../../domain/template-actions.ts";
import type { Context } from "../context/context.ts";
import { authorOf, changedBy, isNotDone } from "./author.ts";
import type { NotDone } from "./not-done.ts";
import { type PageOf, pageOf } from "./page-of.ts";

/** Milliseconds. */
const keptFor = 30 * 24 * 60 * 60 * 1000;

/** What was deleted before then is forgotten. */
export function deletedAfter({ now }: Pick<Context, "now">): number {
  return now() - keptFor;
}

/** The last first. */
export interface DeletedTemplates extends PageOf<DeletedTemplate> {
  readonly kind: "deleted";
}

interface DeletedTemplate {
  readonly id: TemplateId;
  readonly name: string;
  readonly key: string;
  readonly text: string;
  readonly whose: string;
  readonly by: string;
  readonly at: number;
}

const rowsPerPage = 20;

/** Those that somebody may bring back. */
export async function listDeletedTemplates(
  ctx: Context,
  { user, page = 0 }: { readonly user: SlackUserId; readonly page?: number },
): Promise<DeletedTemplates | NotDone> {
  return await ctx.store.read(async (tx) => {
    const author = await authorOf(ctx, tx, user);
    if (isNotDone(author)) return author;
    const { directory, member } = author;
    const all = await tx.templates.deletedSince(scopesToWrite(directory, member), deletedAfter(ctx));
    const { rows, ...shown } = pageOf(all, page, rowsPerPage);
    return {
      kind: "deleted",
      rows: rows.map(({ id, name, key, text, scope, changedBy: by, deletedAt }) => ({
        id,
        name,
        key,
        text,
        whose: scopeLabel(directory, scope),
        by: changedBy(author, by),
        at: deletedAt ?? 0,
      })),
      ...shown,
    };
  });
}
