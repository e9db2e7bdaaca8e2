/** The templates that a member sees where templates are managed: what it shows, and the verb that reads it. */
import type { Directory, Member } from "../../domain/directory.ts";
import { findTemplates } from "../../domain/find-templates.ts";
import type { SlackUserId, TemplateId } from "../../domain/ids.ts";
import { readScope, type TemplateScope, writeScope } from "../../domain/template.ts";
import {
  actionsOn,
  scopeLabel,
  scopesSeen,
  scopesToWrite,
  type TemplateAction,
} from "../../domain/template-actions.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { OfferedTemplate } from "../contracts/store/templates.ts";
import { deletedAfter } from "./deleted-templates.ts";
import { type NotDone, notDone } from "./not-done.ts";
import { pageOf } from "./page-of.ts";
import { staysHere } from "./stays-here.ts";

/** What of them somebody looks at. */
export interface ListShown {
  /** As it is written; null: all that they see. */
  readonly scope: string | null;
  /** What they are looked for by; empty: all. */
  readonly words: string;
  /** From 0. */
  readonly page: number;
}

export interface TemplateRow {
  readonly id: TemplateId;
  readonly name: string;
  readonly key: string;
  readonly text: string;
  /** Whose it is. */
  readonly whose: string;
  /** How often it was sent, by whomever it is for. */
  readonly uses: number;
  /** Where it lives, if not here: as people write it. */
  readonly carrier: string | null;
  /** Why it is in Slack only, where others of its kind are not; absent: it is not, or all are. */
  readonly staysHere?: string;
  readonly actions: readonly TemplateAction[];
}

export interface ScopeChoice {
  readonly value: string;
  readonly label: string;
}

export interface TemplateList {
  readonly kind: "list";
  /** With the page that there is, if there are fewer by now. */
  readonly shown: ListShown;
  readonly rows: readonly TemplateRow[];
  readonly total: number;
  readonly pages: number;
  /** What can be chosen to look at. */
  readonly scopes: readonly ScopeChoice[];
  /** How many can be brought back. */
  readonly deleted: number;
}

/** With a row's menu at its side; more of them are read by nobody. */
const rowsPerPage = 20;

const allShown: ListShown = { scope: null, words: "", page: 0 };

export async function openTemplateList(
  ctx: Context,
  { user, shown = allShown }: { readonly user: SlackUserId; readonly shown?: ListShown },
): Promise<TemplateList | NotDone> {
  return await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const member = memberOf(people, user);
    if (member === null) return notDone(notInDirectory);
    const { directory } = people;
    const seen = scopesSeen(directory, member);
    const templates = await tx.templates.offered(seen, member.username);
    const found = foundIn(templates, seen, shown);
    const { rows, page, pages } = pageOf(found, shown.page, rowsPerPage);
    const sends = await tx.templates.sends(rows.map(({ id }) => id));
    const whyHere = await staysHere(ctx, tx);
    const deleted = await tx.templates.deletedSince(scopesToWrite(directory, member), deletedAfter(ctx));
    return {
      kind: "list",
      shown: { ...shown, page },
      rows: rows.map((template) => {
        const why = whyHere(template);
        const row = rowOf(ctx, directory, member, template);
        return { ...row, uses: sends.get(template.id) ?? 0, ...(why === null ? {} : { staysHere: why }) };
      }),
      total: found.length,
      pages,
      scopes: seen.map((scope) => ({ value: writeScope(scope), label: scopeLabel(directory, scope) })),
      deleted: deleted.length,
    };
  });
}

/** By scope and name; what is looked for by words, the best first. */
function foundIn(
  templates: readonly OfferedTemplate[],
  seen: readonly TemplateScope[],
  { scope, words }: ListShown,
): readonly OfferedTemplate[] {
  const chosen = scope === null ? null : readScope(scope);
  const within =
    chosen === null ? templates : templates.filter((one) => writeScope(one.scope) === writeScope(chosen));
  if (words.trim() !== "") return findTemplates(within, words);
  const places = seen.map(writeScope);
  const placeOf = (one: OfferedTemplate) => places.indexOf(writeScope(one.scope));
  return [...within].sort(
    (one, other) =>
      placeOf(one) - placeOf(other) ||
      one.name.localeCompare(other.name, "en", { sensitivity: "base", numeric: true }),
  );
}

function rowOf(
  { carrierTitle }: Pick<Context, "carrierTitle">,
  directory: Directory,
  member: Member,
  template: OfferedTemplate,
): Omit<TemplateRow, "uses" | "staysHere"> {
  const { id, name, key, text, scope, origin } = template;
  return {
    id,
    name,
    key,
    text,
    whose: scopeLabel(directory, scope),
    carrier: origin === "own" ? null : carrierTitle(origin),
    actions: actionsOn(directory, member, template),
  };
}
