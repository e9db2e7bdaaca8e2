/** The form in which a template is written, as it is drawn: new, as it stands, as a copy, or as somebody has it before them. */
import {
  type Directory,
  groupByExtension,
  type Line,
  lineByNumber,
  type Member,
} from "../../domain/directory.ts";
import { exampleFacts } from "../../domain/example-facts.ts";
import { withoutGaps } from "../../domain/filled-template.ts";
import type { TemplateId } from "../../domain/ids.ts";
import { segmentsLine, segmentsOf } from "../../domain/segments.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { readScope, type Template, type TemplateScope, writeScope } from "../../domain/template.ts";
import { scopeLabel, scopesToMove, scopesToWrite } from "../../domain/template-actions.ts";
import { fillTemplate, hasVariables } from "../../domain/template-text.ts";
import type { Context } from "../context/context.ts";
import type { Author } from "./author.ts";
import type { ScopeChoice } from "./template-list.ts";

/** As it is typed. */
export interface TypedTemplate {
  /** As it is written; null: none was chosen. */
  readonly scope: string | null;
  readonly name: string;
  readonly key: string;
  readonly text: string;
  readonly literal: boolean;
}

/** Which template is written anew, and as which version whoever writes it has seen it. */
export interface SeenTemplate {
  readonly id: TemplateId;
  readonly version: number;
}

export interface TemplateForm {
  readonly kind: "form";
  /** Null: it is new. */
  readonly seen: SeenTemplate | null;
  readonly typed: TypedTemplate;
  /** Those that it may be of; one is no question. */
  readonly scopes: readonly ScopeChoice[];
  /** What is to be known before it is saved. */
  readonly said: readonly Sentence[];
  readonly preview: TemplatePreview | null;
}

export interface TemplatePreview {
  /** Filled in for somebody whom nobody knows; what is asked for stands in it as a gap. */
  readonly text: string;
  /** How long that is. */
  readonly length: string;
}

export function formOf(
  ctx: Context,
  author: Author,
  {
    seen = null,
    typed,
    said = [],
    before = null,
    previewed = isShared(typed) && hasVariables(typed),
  }: Pick<TemplateForm, "typed"> &
    Partial<Pick<TemplateForm, "seen" | "said">> & {
      readonly before?: Template | null;
      readonly previewed?: boolean;
    },
): TemplateForm {
  const { directory } = author;
  return {
    kind: "form",
    seen,
    typed,
    scopes: scopesFor(author, before).map((scope) => ({
      value: writeScope(scope),
      label: scopeLabel(directory, scope),
    })),
    said,
    preview: previewed && typed.text.trim() !== "" ? previewOf(ctx, author, typed) : null,
  };
}

export function scopesFor({ directory, member }: Author, before: Template | null): readonly TemplateScope[] {
  if (before === null) return scopesToWrite(directory, member);
  return [before.scope, ...scopesToMove(directory, member, before.scope)];
}

/** Whether others than its author use it. */
function isShared({ scope }: Pick<TypedTemplate, "scope">): boolean {
  const read = scope === null ? null : readScope(scope);
  return read !== null && read.kind !== "personal";
}

function previewOf(ctx: Context, { directory, member }: Author, typed: TypedTemplate): TemplatePreview {
  const line = lineOf(directory, member, typed);
  const { text } = fillTemplate(typed, exampleFacts(directory, { member, line, at: ctx.now() }));
  return { text, length: segmentsLine(segmentsOf(withoutGaps(text))) };
}

/** How it reads for somebody whom nobody knows; null where others do not use it, or there is nothing to fill in. */
export function exampleOf(ctx: Context, author: Author, typed: TypedTemplate): string | null {
  return isShared(typed) && hasVariables(typed) ? previewOf(ctx, author, typed).text : null;
}

/** From which it would leave most. */
function lineOf(directory: Directory, member: Member, { scope }: TypedTemplate): Line | null {
  const read = scope === null ? null : readScope(scope);
  const group = read?.kind === "group" ? groupByExtension(directory, read.extension) : null;
  const number = group === null ? member.outboundLine : group.outboundLine;
  return number === undefined ? null : lineByNumber(directory, number);
}

export function typedOf({ scope, name, key, text, literal }: Template): TypedTemplate {
  return { scope: writeScope(scope), name, key, text, literal };
}
