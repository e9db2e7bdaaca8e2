/** Templates that name what is not there any more, such as a link that the directory does not have: for whoever runs it. */
import type { Directory } from "../../domain/directory.ts";
import type { Finding } from "../../domain/finding.ts";
import { writeScope } from "../../domain/template.ts";
import { textProblem } from "../../domain/template-problem.ts";
import type { Store } from "../contracts/store/store.ts";

const mostNamed = 10;

export async function brokenTemplates(
  store: Pick<Store, "read">,
  { links = [] }: Pick<Directory, "links">,
): Promise<readonly Finding[]> {
  const names = links.map(({ name }) => name);
  const found = (await store.read((tx) => tx.templates.all())).flatMap((template): Finding[] => {
    const problem = textProblem(template, names);
    if (problem === null) return [];
    return [
      {
        name: "templates",
        level: "warning",
        sentence: `The template ${template.name} (${writeScope(template.scope)}) leaves a gap: ${problem}`,
        remedy: "Change its text, or write what it names into the directory.",
      },
    ];
  });
  const more = found.length - mostNamed;
  if (more <= 0) return found;
  const rest = `${more} more ${more === 1 ? "template names" : "templates name"} what is not there.`;
  return [...found.slice(0, mostNamed), { name: "templates", level: "warning", sentence: rest }];
}
