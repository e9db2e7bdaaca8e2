/** Templates that a file brings: new ones, and new versions of those that it names. All of them, or none. */
import type { TemplateId } from "../../domain/ids.ts";
import type { TemplateLimits } from "../../domain/template-clashes.ts";
import type { TemplateRow } from "../../domain/template-row.ts";
import { type CheckedTemplates, checkTemplates } from "../../domain/templates-file.ts";
import type { Store, Tx } from "../contracts/store/store.ts";

interface How {
  readonly limits: TemplateLimits;
  readonly newId: () => string;
  readonly now: number;
  /** False: it is only looked at. */
  readonly write: boolean;
}

/** Needs only the store, so that the command line can do it beside a running app. */
export async function importTemplates(
  store: Pick<Store, "read" | "transaction">,
  rows: readonly TemplateRow[],
  how: How,
): Promise<CheckedTemplates> {
  if (!how.write) return await store.read((tx) => check(tx, rows, how));
  return await store.transaction(async (tx) => {
    const checked = await check(tx, rows, how);
    const created = checked.planned.flatMap((one) =>
      one.kind === "new" ? [{ ...one.content, id: how.newId() as TemplateId }] : [],
    );
    const changed = checked.planned.flatMap((one) =>
      one.kind === "changed" ? [{ ...one.content, id: one.before.id, version: one.before.version + 1 }] : [],
    );
    await tx.templates.writeAll({ created, changed }, { by: null, at: how.now });
    return checked;
  });
}

async function check(
  tx: Pick<Tx, "directories" | "templates">,
  rows: readonly TemplateRow[],
  { limits }: How,
): Promise<CheckedTemplates> {
  const [directory, standing] = [await tx.directories.current(), await tx.templates.all()];
  return checkTemplates(rows, { directory, standing, limits });
}
