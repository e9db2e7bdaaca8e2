/** Which of the company's templates are in Slack only, where a carrier keeps them as well, and why. */
import type { TemplateId } from "../../domain/ids.ts";
import type { Template } from "../../domain/template.ts";
import { wordsThere } from "../../domain/template-there.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { carriersWithTemplates } from "../outbox/template-kind.ts";

export type WhyHere = "variables" | "too_long" | "full" | "permission" | "name_taken" | "invalid";

const keyOf = (carrier: string, id: string): string => `template stays:${carrier}:${id}`;

/** Those that the carrier did not take, when it was asked last. */
async function readStays(tx: Tx, carrier: string): Promise<ReadonlyMap<TemplateId, WhyHere>> {
  const prefix = keyOf(carrier, "");
  const rows = await tx.settings.beginning(prefix);
  return new Map(rows.map(({ key, value }) => [key.slice(prefix.length) as TemplateId, value as WhyHere]));
}

export async function writeStays(
  tx: Tx,
  carrier: string,
  now: ReadonlyMap<TemplateId, { readonly why: WhyHere }>,
): Promise<void> {
  const before = await readStays(tx, carrier);
  for (const [id, { why }] of now)
    if (before.get(id) !== why) await tx.settings.write(keyOf(carrier, id), why);
  for (const id of before.keys()) if (!now.has(id)) await tx.settings.drop(keyOf(carrier, id));
}

/** Of each that is in Slack only, or is another there than here: why, as people read it. */
export async function staysHere(
  ctx: Context,
  tx: Tx,
): Promise<(template: Pick<Template, "id" | "scope" | "name" | "text" | "literal">) => string | null> {
  const [carrier] = carriersWithTemplates(ctx);
  const templates = carrier === undefined ? undefined : ctx.carriers.get(carrier)?.templates;
  if (carrier === undefined || templates === undefined) return () => null;
  const linked = new Set((await tx.templateLinks.all()).map(({ templateId }) => templateId));
  const stays = await readStays(tx, carrier);
  const there = ctx.carrierTitle(carrier);
  return (template) => {
    if (template.scope.kind !== "company") return null;
    const why = wordsThere(template) === null ? "variables" : stays.get(template.id);
    if (why === undefined) return null;
    const reason = reasons[why](there, templates);
    return linked.has(template.id)
      ? `Slack only: ${reason}; ${there} has it as it was`
      : `Slack only: ${reason}`;
  };
}

interface Limits {
  readonly longest: number;
  readonly limits: { readonly company: number };
}

const reasons: Readonly<Record<WhyHere, (there: string, limits: Limits) => string>> = {
  variables: () => "it has variables",
  too_long: (there, { longest }) => `${there} takes ${longest.toLocaleString("en-US")} characters at most`,
  full: (there, { limits }) => `${there} has ${limits.company} templates, as many as it takes`,
  permission: (there) => `templates may not be changed in ${there} from here`,
  name_taken: (there) => `${there} has another one of this name`,
  invalid: (there) => `${there} does not take it`,
};
