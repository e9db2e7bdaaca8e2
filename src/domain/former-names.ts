import type { Directory } from "./directory.ts";

/** Who is taken out keeps their name: in what they wrote, and on the cards of whom they answered. */
export function withFormerNames(current: Directory, next: Directory): Directory {
  const gone = current.members.flatMap(({ username, name }) =>
    name === undefined ? [] : [[username, name] as const],
  );
  const all = Object.entries({ ...current.formerNames, ...Object.fromEntries(gone) });
  const former = all.filter(([username]) => !next.members.some((member) => member.username === username));
  const { formerNames: _, ...written } = next;
  return former.length === 0 ? written : { ...written, formerNames: Object.fromEntries(former) };
}
