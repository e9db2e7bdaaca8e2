/** Templates whose group or member the directory does not have any more: kept, and offered to nobody. */
import { type Directory, groupByExtension, memberByUsername } from "./directory.ts";
import type { Finding } from "./finding.ts";
import type { Template } from "./template.ts";

export function ownerlessTemplates(all: readonly Template[], directory: Directory): Finding[] {
  const groups = all.flatMap(({ scope }) =>
    scope.kind === "group" && groupByExtension(directory, scope.extension) === null ? [scope.extension] : [],
  );
  const members = all.flatMap(({ scope }) =>
    scope.kind === "personal" && memberByUsername(directory, scope.username) === null ? [scope.username] : [],
  );
  return [
    ...finding(groups, "group", "groups", "Give the group its extension back"),
    ...finding(members, "member", "members", "Write the member down again, under the same username"),
  ];
}

function finding(owners: readonly string[], one: string, several: string, back: string): Finding[] {
  if (owners.length === 0) return [];
  const gone = [...new Set(owners)].sort();
  const shown = gone.slice(0, 5).join(", ") + (gone.length > 5 ? ", …" : "");
  const whose = `${gone.length === 1 ? one : several} ${shown}, not in the directory any more`;
  const isOrAre = owners.length === 1 ? "template is" : "templates are";
  return [
    {
      name: `templates of ${several}`,
      level: "warning",
      sentence: `${owners.length.toLocaleString("en-US")} ${isOrAre} kept and offered to nobody: of the ${whose}.`,
      remedy: `${back}, or take them over for others: threadline templates export FILE, change their scope, and import them.`,
    },
  ];
}
