/** The kind of job that keeps an account's templates, and ours, the same: the company's for its carrier, a login's own for that login. */
import type { TemplateScope } from "../../domain/template.ts";
import { type Account, accountKey } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue, type JobKind } from "./job-kind.ts";

export const templatesJob: JobKind<Account> = {
  name: "templates",
  callee: "carrier",
  pace: null,
  priority: 7,
  loss: "tolerable",
  lane: (account) => `templates:${accountKey(account)}`,
  key: (account) => `templates:${accountKey(account)}`,
};

/** Whoever changes one may change the next: both go together. Milliseconds. */
const settles = 2_000;

export async function enqueueTemplates(
  { now }: Pick<Context, "now">,
  tx: Tx,
  account: Account,
  after = 0,
): Promise<void> {
  await enqueue(tx, templatesJob, account, { dueAt: now() + after }, now());
}

/** One of these is another by now. Nothing where no carrier keeps the company's as well. */
export async function enqueueChanged(
  ctx: Pick<Context, "now" | "carriers" | "settings">,
  tx: Tx,
  scopes: readonly TemplateScope[],
): Promise<void> {
  if (!scopes.some(({ kind }) => kind === "company")) return;
  for (const carrier of carriersWithTemplates(ctx)) await enqueueTemplates(ctx, tx, { carrier }, settles);
}

/** Those that keep templates of their own, where ours are kept the same. */
export function carriersWithTemplates({
  carriers,
  settings,
}: Pick<Context, "carriers" | "settings">): readonly string[] {
  if (!settings.mirrorTemplates) return [];
  return [...carriers].flatMap(([name, { templates }]) => (templates === undefined ? [] : [name]));
}
