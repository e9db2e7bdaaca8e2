/** `threadline templates import FILE` takes prepared answers over from a file, `threadline templates export FILE` writes all that stand into one. */
import { randomBytes } from "node:crypto";
import { importTemplates } from "../bridge/template-library/import-templates.ts";
import type { DiskConfig, TemplatesConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { quoted } from "../domain/quote.ts";
import { type Template, type TemplateContent, writeScope } from "../domain/template.ts";
import type { RowProblem } from "../domain/template-row.ts";
import type { PlannedTemplate } from "../domain/templates-file.ts";
import { createIds } from "../lib/new-id.ts";
import { isRunning } from "../store/index.ts";
import { openMade } from "./open-made.ts";
import { beside } from "./patiently.ts";
import { kindOfFile, largestFile, readTemplatesFile } from "./read-templates-file.ts";
import type { Terminal } from "./terminal.ts";
import { refuseTaken, writeOwnFile } from "./write-own-file.ts";
import { templatesAsList, templatesAsTable } from "./write-templates.ts";

const mostProblems = 50;

/** A mistake anywhere in it changes nothing. @param now milliseconds since 1970. Resolves with the exit code. */
export async function importTemplatesFile(
  config: TemplatesConfig,
  { file, dryRun }: { readonly file: string; readonly dryRun: boolean },
  { say }: Terminal,
  now: () => number,
): Promise<number> {
  const read = await readTemplatesFile(file);
  const store = await openMade(config, { writes: !dryRun });
  try {
    const { planned, problems } = await importTemplates(
      beside(store, await isRunning(config.database)),
      read.rows,
      {
        limits: config.templateLimits,
        newId: createIds(now, randomBytes),
        now: now(),
        write: !dryRun && read.problems.length === 0,
      },
    );
    refuseWrong(file, [...read.problems, ...problems]);
    if (dryRun) for (const line of planned.flatMap(wouldBe)) say(line);
    say(summary(file, planned, dryRun));
    if (dryRun) say("Nothing was written.");
    return 0;
  } finally {
    await store.close();
  }
}

function summary(file: string, planned: readonly PlannedTemplate[], dryRun: boolean): string {
  const of = (kind: PlannedTemplate["kind"]) => planned.filter((one) => one.kind === kind).length;
  const would = dryRun ? "would be " : "";
  return `${counted(planned.length, "template")} in ${file}: ${of("new")} ${would}new, ${of("changed")} ${would}changed, ${of("same")} as before.`;
}

function wouldBe(one: PlannedTemplate): string[] {
  if (one.kind === "same") return [];
  const { content } = one;
  const which = `${writeScope(content.scope)} ${content.key} ${quoted(content.name)}`;
  return [
    one.kind === "new" ? `new      ${which}` : `changed  ${which}: ${differences(content, one.before)}`,
  ];
}

function differences(content: TemplateContent, before: Template): string {
  const changes = [
    ...(content.name === before.name ? [] : [`its name, ${quoted(before.name)} before`]),
    ...(content.text === before.text ? [] : ["its text"]),
    ...(content.literal === before.literal ? [] : [content.literal ? "literal now" : "not literal any more"]),
  ];
  return changes.join("; ");
}

function refuseWrong(file: string, problems: readonly RowProblem[]): void {
  if (problems.length === 0) return;
  const numberOf = ({ place }: RowProblem) => Number(place.replace(/\D+/g, ""));
  const shown = [...problems]
    .sort((one, other) => numberOf(one) - numberOf(other))
    .slice(0, mostProblems)
    .map(({ place, field, sentence }) => {
      const where = field === null ? place : `${place}, ${field}`;
      return `${file}, ${where}: ${sentence}`;
    });
  const more = problems.length - shown.length;
  const rest = more > 0 ? [`${more} more; mend these first.`] : [];
  throw new AppError("refused", [...shown, ...rest, "Nothing was changed."].join("\n"));
}

/** Members' own, too: they are theirs, so nobody else on this machine may read the file. */
export async function exportTemplates(config: DiskConfig, file: string, { say }: Terminal): Promise<number> {
  const kind = kindOfFile(file);
  refuseTaken(file);
  const store = await openMade(config, { writes: false });
  try {
    const all = [...(await store.read((tx) => tx.templates.all()))].sort(inOrder);
    const content = kind === "csv" ? templatesAsTable(all) : templatesAsList(all);
    await writeOwnFile(file, content);
    say(
      `${counted(all.length, "template")} ${all.length === 1 ? "is" : "are"} in ${file} now${ofWhom(all)}.`,
    );
    const isPrivate = all.some(({ scope }) => scope.kind === "personal");
    say(
      isPrivate
        ? "Only you can read it: members' own are in it. Keep it to yourself."
        : "Only you can read it.",
    );
    if (Buffer.byteLength(content) > largestFile)
      say(
        `It is larger than the ${largestFile / 1_000_000} MB that import reads at once: split it for that.`,
      );
    return 0;
  } finally {
    await store.close();
  }
}

const kinds = ["company", "group", "personal"] as const;

function inOrder(one: Template, other: Template): number {
  const byKind = kinds.indexOf(one.scope.kind) - kinds.indexOf(other.scope.kind);
  const whose = (template: Template) => `${writeScope(template.scope)} ${template.key}`;
  return byKind || (whose(one) < whose(other) ? -1 : 1);
}

function ofWhom(all: readonly Template[]): string {
  if (all.length === 0) return "";
  const of = (kind: (typeof kinds)[number]) => all.filter(({ scope }) => scope.kind === kind).length;
  return `: ${of("company")} of the company, ${of("group")} of groups, ${of("personal")} of members`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
