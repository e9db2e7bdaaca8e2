/** The form of a template is submitted. Who was not the only one to change it is told so, and chooses. */
import type { SlackUserId } from "../../domain/ids.ts";
import { quoted } from "../../domain/quote.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { type Template, type TemplateContent, writeScope } from "../../domain/template.ts";
import { changesBetween } from "../../domain/template-changes.ts";
import type { TemplateProblem } from "../../domain/template-clashes.ts";
import { hasVariables } from "../../domain/template-text.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { Context } from "../context/context.ts";
import { isFirstAct } from "../context/first-act.ts";
import type { Tx } from "../contracts/store/store.ts";
import { carriersWithTemplates } from "../outbox/template-kind.ts";
import { type Author, authorOf, changedBy, isNotDone, whyNotTheirs } from "./author.ts";
import { type Decided, keptOrUndone } from "./kept-or-undone.ts";
import type { NotDone } from "./not-done.ts";
import {
  exampleOf,
  formOf,
  type SeenTemplate,
  scopesFor,
  type TemplateForm,
  type TypedTemplate,
} from "./template-form.ts";
import { isSame, readTyped, type TemplateSaved, writeTemplate } from "./write-template.ts";

export interface SubmittedTemplate {
  readonly user: SlackUserId;
  readonly seen: SeenTemplate | null;
  readonly typed: TypedTemplate;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

export type SavedTemplate =
  | TemplateSaved
  | NotDone
  | { readonly kind: "wrong"; readonly problems: readonly TemplateProblem[] }
  /** The form anew, with what is to be known first: submitting that one saves it. */
  | TemplateForm;

export async function saveTemplate(ctx: Context, input: SubmittedTemplate): Promise<SavedTemplate> {
  return await keptOrUndone(ctx, (tx) => decide(ctx, tx, input));
}

async function decide(ctx: Context, tx: Tx, input: SubmittedTemplate): Promise<Decided<SavedTemplate>> {
  const { user, seen, typed, act } = input;
  const author = await authorOf(ctx, tx, user);
  if (isNotDone(author)) return undone(author);
  if (!(await isFirstAct(ctx, tx, act))) return undone(doneBefore(seen));
  const before = seen === null ? null : await tx.templates.get(seen.id);
  const refused = before === null ? null : whyNotTheirs(author, before);
  if (refused !== null) return undone(refused);
  const read = await readTyped(ctx, tx, author, typed, before);
  const content = "content" in read ? read.content : null;
  // What is wrong may be so by what another did, so that is said first.
  if (before !== null && before.version !== seen?.version && !isAsMeant(before, content)) {
    const said = await whatChanged(tx, author, before, seen);
    const now = { id: before.id, version: before.version };
    return undone(formOf(ctx, author, { typed: within(author, before, typed), before, seen: now, said }));
  }
  if ("problems" in read) return undone({ kind: "wrong", problems: read.problems });
  const written = await writeTemplate(ctx, tx, author, before, read.content);
  const example = exampleOf(ctx, author, typed);
  const said = `${written.sentence}${onlyHere(ctx, read.content)}`;
  const sentence = example === null ? said : `${said} For example: ${quoted(example)}`;
  return { keep: true, outcome: { ...written, sentence } };
}

/** What they may not expect where all others go to the carrier as well. */
function onlyHere(ctx: Context, content: TemplateContent): string {
  const [carrier] =
    content.scope.kind === "company" && hasVariables(content) ? carriersWithTemplates(ctx) : [];
  return carrier === undefined
    ? ""
    : ` It stays in Slack only: ${ctx.carrierTitle(carrier)} takes no variables.`;
}

function undone(outcome: SavedTemplate): Decided<SavedTemplate> {
  return { keep: false, outcome };
}

function doneBefore(seen: SeenTemplate | null): SavedTemplate {
  return { kind: "saved", id: seen?.id ?? null, sentence: "It is saved." };
}

function isAsMeant(before: Template, content: TemplateContent | null): boolean {
  return before.deletedAt === null && content !== null && isSame(before, content);
}

/** Nobody takes back for themselves what was moved to others meanwhile. */
function within(author: Author, before: Template, typed: TypedTemplate): TypedTemplate {
  const scopes = scopesFor(author, before).map(writeScope);
  const isTheirs = typed.scope === null || scopes.includes(typed.scope);
  return isTheirs ? typed : { ...typed, scope: writeScope(before.scope) };
}

/** Since they opened it; their own words still stand in the form. */
async function whatChanged(
  tx: Tx,
  author: Author,
  now: Template,
  seen: SeenTemplate | null,
): Promise<readonly Sentence[]> {
  const who = changedBy(author, now.changedBy);
  const did = now.deletedAt === null ? "changed" : "deleted";
  const happened: Sentence = [
    `${capitalized(who)} ${did} it while you had it open, `,
    { at: now.changedAt },
    ".",
  ];
  if (now.deletedAt !== null)
    return [happened, ["Save brings it back with the words below; Cancel leaves it deleted."]];
  const then = seen === null ? null : await tx.templates.version(now.id, seen.version);
  const changes = then === null ? [] : changesBetween(author.directory, then, now);
  return [
    happened,
    ...changes.map((change): Sentence => [change]),
    ["Your words stand below. Save puts them in the place of these; Cancel leaves these as they are."],
  ];
}
