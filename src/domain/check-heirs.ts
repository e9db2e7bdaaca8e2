/** Who takes over must be somebody else, and the way to them must end. */

import { checkTarget, type Sections, usernameOf } from "./check-names.ts";
import type { LineDraft, MemberDraft } from "./directory-draft.ts";
import type { Problem } from "./outline.ts";

export function checkHeirs(sections: Sections): Problem[] {
  return [
    ...(sections.lines ?? []).flatMap((line) => checkHeir(line, line.fields.number?.value ?? null, sections)),
    ...(sections.members ?? []).flatMap((member) => checkHeir(member, null, sections)),
    ...(sections.members ?? []).flatMap((member) => checkSelf(member, sections)),
    ...circles(sections.members ?? []),
  ];
}

function checkHeir(
  { fields: { inherit_to } }: LineDraft | MemberDraft,
  own: string | null,
  sections: Sections,
): Problem[] {
  return inherit_to === undefined ? [] : checkTarget("inherit_to", inherit_to, sections, own);
}

function checkSelf({ fields: { username, inherit_to } }: MemberDraft, { members }: Sections): Problem[] {
  if (!username || !inherit_to || usernameOf(inherit_to.value, members) !== username.value) return [];
  const sentence = `inherit_to ${inherit_to.value} is ${username.value}'s own; name somebody else, who takes over when ${username.value} leaves.`;
  return [{ line: inherit_to.line, sentence }];
}

/** Each is told once, where the last of it is written. */
function circles(members: readonly MemberDraft[]): Problem[] {
  const heirs = new Map(
    members.flatMap(({ fields: { username, inherit_to } }) => {
      const to = inherit_to && usernameOf(inherit_to.value, members);
      return username && to ? [[username.value as string, { to, line: inherit_to.line }] as const] : [];
    }),
  );
  const seen = new Set<string>();
  return [...heirs.keys()].flatMap((start) => {
    const way: string[] = [];
    let at: string | undefined = start;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      way.push(at);
      at = heirs.get(at)?.to;
    }
    const circle = at === undefined ? [] : way.slice(way.indexOf(at));
    if (at === undefined || !way.includes(at) || circle.length < 2) return [];
    const line = Math.max(...circle.map((name) => heirs.get(name)?.line ?? 0));
    const names = [...circle, at].join(", ");
    const sentence = `inherit_to leads in a circle (${names}), so that nobody takes over; let one of them name somebody else or a group.`;
    return [{ line, sentence }];
  });
}
