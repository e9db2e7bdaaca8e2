/** Templates as a file brings them: judged together, beside those that stand, with every mistake in its row. */
import type { Template, TemplateContent } from "./template.ts";
import {
  type FileTemplate,
  placeOf,
  type RowProblem,
  readTemplateRow,
  type TemplateRow,
} from "./template-row.ts";
import { type BesideFile, rowProblems } from "./templates-together.ts";

export type PlannedTemplate =
  | { readonly kind: "new"; readonly content: TemplateContent }
  | { readonly kind: "changed"; readonly content: TemplateContent; readonly before: Template }
  | { readonly kind: "same" };

export interface CheckedTemplates {
  readonly planned: readonly PlannedTemplate[];
  /** In the order of the file. With one, nothing of it may be taken over. */
  readonly problems: readonly RowProblem[];
}

export function checkTemplates(rows: readonly TemplateRow[], beside: BesideFile): CheckedTemplates {
  const stands = new Map(beside.standing.map((template) => [placeOf(template), template]));
  const read = rows.map((row) => readTemplateRow(row, beside.directory, stands));
  const together = rowProblems(read, beside);
  const problems = read.flatMap((row) => inOrder([...row.problems, ...(together.get(row) ?? [])]));
  return { planned: problems.length > 0 ? [] : read.flatMap(planned), problems };
}

function planned({ content, before, same }: FileTemplate): PlannedTemplate[] {
  if (same) return [{ kind: "same" }];
  if (content === null) return [];
  return [before === null ? { kind: "new", content } : { kind: "changed", content, before }];
}

const order = [null, "scope", "key", "name", "text", "literal"];

function inOrder(problems: readonly RowProblem[]): RowProblem[] {
  return [...problems].sort((one, other) => order.indexOf(one.field) - order.indexOf(other.field));
}
