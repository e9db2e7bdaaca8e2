/** What keeps a text from being a template, said so that it can be mended at once. */
import { cut } from "./cut.ts";
import { withoutMarks } from "./filled-template.ts";
import { parseTemplate, type TemplateText } from "./template-text.ts";
import { nameProblem } from "./template-variables.ts";

/** The first thing that is wrong; null for a good one. @param linkNames those of the directory. */
export function textProblem(template: TemplateText, linkNames: readonly string[]): string | null {
  if (withoutMarks(template.text) !== template.text)
    return "⟦ and ⟧ mark what is missing in a text. Write [ and ] instead.";
  if (template.literal) return null;
  let sentBraces = 0;
  for (const part of parseTemplate(template)) {
    if (part.kind === "braces") sentBraces += 1;
    if (part.kind === "empty")
      return `${cut(part.typed, 40)} holds no name. Write one, such as {{contact.first_name}}, or \\{{ for braces that are sent as they stand.`;
    const problem =
      part.kind === "variable"
        ? nameProblem(part.name, linkNames)
        : part.kind === "words"
          ? wordsProblem(part.words, linkNames, sentBraces)
          : null;
    if (problem !== null) return problem;
    if (part.kind === "words") sentBraces -= Math.min(sentBraces, part.words.split("}}").length - 1);
  }
  return null;
}

/** @param sentBraces how many `\{{` before it may be closed by what only looks like a closing. */
function wordsProblem(words: string, linkNames: readonly string[], sentBraces: number): string | null {
  const opened = words.indexOf("{{");
  if (opened >= 0) {
    const what = `“${cut(words.slice(opened).replace(/\s+/gu, " "), 30)}”`;
    return words.includes("}}", opened)
      ? `There are braces within braces: ${what}. Take the inner ones out, or write \\{{ for braces that are sent as they stand.`
      : `Braces are opened and not closed: ${what}. Close them with }}, or write \\{{ for braces that are sent as they stand.`;
  }
  if (words.split("}}").length - 1 > sentBraces)
    return "There is }} without {{ before it. Write both, or neither; a template that is marked literal keeps braces as typed.";
  const single = [...words.matchAll(/\{([^{}]*)\}/gu)].find(
    ([, inner = ""]) =>
      /^\s*[a-z]/iu.test(inner) && nameProblem(inner.replace(/\s/gu, "").toLowerCase(), linkNames) === null,
  );
  if (single === undefined) return null;
  const name = single[1]?.trim() ?? "";
  return `{${name}} would be sent as it stands. Write {{${name}}}; a template that is marked literal keeps braces as typed.`;
}
