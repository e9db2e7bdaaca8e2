/** The rows of a file of templates beside each other and beside what stands: as all of it would be once the file is taken over. */
import { atAGlance } from "./at-a-glance.ts";
import type { Directory } from "./directory.ts";
import { type Template, type TemplateContent, type TemplateScope, writeScope } from "./template.ts";
import {
  among,
  inTheWay,
  keyTaken,
  nameTaken,
  type Others,
  type TemplateLimits,
} from "./template-clashes.ts";
import { type FileTemplate, placeOf, type RowProblem } from "./template-row.ts";

/** What the file would stand beside. */
export interface BesideFile {
  readonly directory: Directory;
  /** All templates that are not deleted. */
  readonly standing: readonly Template[];
  readonly limits: TemplateLimits;
}

type Placed = Pick<TemplateContent, "scope" | "key" | "name">;

/** One of those that there would be. */
interface Item extends Placed {
  /** Absent: the file does not name it. */
  readonly row?: FileTemplate;
}

export function rowProblems(
  rows: readonly FileTemplate[],
  beside: BesideFile,
): ReadonlyMap<FileTemplate, readonly RowProblem[]> {
  const positions = new Map(rows.map((row, index) => [row, index]));
  const first = firstOfEachPlace(rows);
  const items = [...untouched(rows, beside), ...[...first.values()].flatMap(itemOf)];
  const others = among(items);
  const tooMany = tooManyIn([...first.values()], others, beside);
  const found = rows.map((row): [FileTemplate, RowProblem[]] => {
    const original = row.scope === null || row.key === null ? row : first.get(placeIn(row.scope, row.key));
    if (original !== row && original !== undefined) return [row, [doubled(row, original)]];
    if (row.same || row.scope === null) return [row, []];
    const many = tooMany.get(row);
    const comesFirst = ({ row: other }: Item, what: "name" | "key") =>
      other === undefined ||
      (other !== row && (stays(other, what) || (positions.get(other) ?? 0) < (positions.get(row) ?? 0)));
    return [
      row,
      [...clashes(row, row.scope, others, beside, comesFirst), ...(many === undefined ? [] : [many])],
    ];
  });
  return new Map(found);
}

/** What a row had before is its own, wherever in the file it stands. */
function stays({ before, name, same }: FileTemplate, what: "name" | "key"): boolean {
  if (before === null || what === "key" || same) return before !== null;
  return name === null || atAGlance(before.name) === atAGlance(name);
}

function placeIn(scope: TemplateScope, key: string): string {
  return placeOf({ scope, key });
}

function firstOfEachPlace(rows: readonly FileTemplate[]): ReadonlyMap<string, FileTemplate> {
  const first = new Map<string, FileTemplate>();
  for (const row of rows) {
    if (row.scope === null || row.key === null) continue;
    const place = placeIn(row.scope, row.key);
    if (!first.has(place)) first.set(place, row);
  }
  return first;
}

function untouched(rows: readonly FileTemplate[], { standing }: BesideFile): Item[] {
  const named = new Set(rows.flatMap(({ before }) => before?.id ?? []));
  return standing.filter(({ id }) => !named.has(id));
}

function itemOf(row: FileTemplate): Item[] {
  const { scope, key, name, before } = row;
  if (scope === null || key === null) return [];
  // Whatever is wrong with a name, it is no other's.
  return [{ scope, key, name: name ?? before?.name ?? `\u0000${row.place}`, row }];
}

function doubled({ place, scope, key }: FileTemplate, original: FileTemplate): RowProblem {
  const whose = scope === null ? "" : `${writeScope(scope)} with `;
  return {
    place,
    field: "key",
    sentence: `${whose}the key ${key} stands in ${original.place} already. Keep one of the two.`,
  };
}

function clashes(
  { place, name, key, before }: FileTemplate,
  scope: TemplateScope,
  others: Others<Item>,
  { directory }: BesideFile,
  counts: (other: Item, what: "name" | "key") => boolean,
): RowProblem[] {
  const found = inTheWay({ scope, name, key }, others, { directory, before, counts });
  const problems = [
    ...(found.name === null ? [] : [{ ...nameTaken(found.name), other: found.name }]),
    ...(found.key === null ? [] : [{ ...keyTaken(scope, found.key, directory), other: found.key }]),
  ];
  return problems.map(({ field, sentence, other: { row } }) => {
    const where = row === undefined ? "" : ` It stands in ${row.place}.`;
    return { place, field, sentence: `${sentence}${where}` };
  });
}

/** Said once of each scope, at the first row that would be too many. */
function tooManyIn(
  rows: readonly FileTemplate[],
  others: Others<Item>,
  { limits }: BesideFile,
): ReadonlyMap<FileTemplate, RowProblem> {
  const joining = new Map<string, FileTemplate[]>();
  for (const row of rows) {
    if (row.scope === null || row.scope.kind === "group" || row.before !== null) continue;
    const whose = writeScope(row.scope);
    joining.set(whose, [...(joining.get(whose) ?? []), row]);
  }
  const found = [...joining].flatMap(([whose, news]): [FileTemplate, RowProblem][] => {
    const scope = news[0]?.scope ?? null;
    if (scope === null || scope.kind === "group") return [];
    const [count, most] = [others.count(scope), limits[scope.kind]];
    const row = count > most ? news[Math.max(0, news.length - (count - most))] : undefined;
    if (row === undefined) return [];
    const sentence = `${whose} would have ${count} templates, and can have ${most}. Take ${count - most} out, or delete some in Slack first.`;
    return [[row, { place: row.place, field: "scope", sentence }]];
  });
  return new Map(found);
}
