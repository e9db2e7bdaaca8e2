/** What became of a template, for somebody who has seen it as it was. */
import { cut } from "./cut.ts";
import type { Directory } from "./directory.ts";
import { type TemplateContent, writeScope } from "./template.ts";
import { scopeLabel } from "./template-actions.ts";

/** Enough of a text to see what is other than before. */
const longestText = 300;

/** A sentence for each thing that changed. */
export function changesBetween(
  directory: Directory,
  then: TemplateContent,
  now: TemplateContent,
): readonly string[] {
  const whose = ({ scope }: TemplateContent) => scopeLabel(directory, scope);
  const braces = ({ literal }: TemplateContent) => (literal ? "kept as typed" : "filled in");
  return [
    ...(writeScope(then.scope) === writeScope(now.scope)
      ? []
      : [`It was: ${whose(then)}. Now: ${whose(now)}.`]),
    ...(then.name === now.name ? [] : [`The name was: “${then.name}”. Now: “${now.name}”.`]),
    ...(then.key === now.key ? [] : [`The key was: ${then.key}. Now: ${now.key}.`]),
    ...(then.text === now.text ? [] : textChange(then.text, now.text)),
    ...(then.literal === now.literal ? [] : [`Braces were: ${braces(then)}. Now: ${braces(now)}.`]),
  ];
}

/** From shortly before the first place where they differ. */
function textChange(then: string, now: string): readonly string[] {
  const [was, is] = [[...then], [...now]];
  const differing = was.findIndex((sign, at) => sign !== is[at]);
  const first = differing === -1 ? was.length : differing;
  const from = Math.max(was.length, is.length) <= longestText ? 0 : Math.max(0, first - 40);
  const shown = (signs: readonly string[]) =>
    `“${from > 0 ? "…" : ""}${cut(signs.slice(from).join(""), longestText)}”`;
  return [`The text was: ${shown(was)}`, `The text now: ${shown(is)}`];
}
