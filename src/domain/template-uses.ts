/** How the team uses its templates, for whoever keeps them: those sent most, and those that nobody sends any more. */
import type { TemplateId, Username } from "./ids.ts";
import type { Template } from "./template.ts";

type Named = Pick<Template, "name" | "key">;

/** How often one member has sent one; of one that nobody ever sent, one without a user. */
export interface CountedUse {
  readonly template: Named & Pick<Template, "id" | "createdAt">;
  readonly username: Username | null;
  readonly count: number;
  readonly lastAt: number | null;
}

export interface TemplateUses {
  /** Ten at most. `by`: how many members have sent it, and who of them most. */
  readonly most: readonly (Named & {
    readonly sends: number;
    readonly lastAt: number;
    readonly by: number;
    readonly mostBy: Username;
  })[];
  /** Those that nobody ever sent first, then those that were sent longest ago. */
  readonly unused: readonly (Named & { readonly lastAt: number | null })[];
}

const mostShown = 10;
/** Milliseconds. */
const unusedAfter = 90 * 86_400_000;

interface Sum {
  readonly template: CountedUse["template"];
  readonly sends: number;
  readonly lastAt: number | null;
  readonly by: readonly { readonly username: Username; readonly count: number }[];
}

export function templateUses(counted: readonly CountedUse[], now: number): TemplateUses {
  const sums = [...summed(counted).values()];
  return {
    most: sums
      .flatMap(({ template: { name, key }, sends, lastAt, by }) => {
        const [first] = by.toSorted((one, other) => other.count - one.count);
        if (first === undefined || lastAt === null) return [];
        return [{ name, key, sends, lastAt, by: by.length, mostBy: first.username }];
      })
      .sort((one, other) => other.sends - one.sends || other.lastAt - one.lastAt)
      .slice(0, mostShown),
    unused: sums
      .filter(({ template, lastAt }) => (lastAt ?? template.createdAt) <= now - unusedAfter)
      .sort(
        (one, other) =>
          (one.lastAt ?? 0) - (other.lastAt ?? 0) || one.template.createdAt - other.template.createdAt,
      )
      .map(({ template: { name, key }, lastAt }) => ({ name, key, lastAt })),
  };
}

function summed(counted: readonly CountedUse[]): ReadonlyMap<TemplateId, Sum> {
  const sums = new Map<TemplateId, Sum>();
  for (const { template, username, count, lastAt } of counted) {
    const before = sums.get(template.id) ?? { template, sends: 0, lastAt: null, by: [] };
    const newest = lastAt === null ? before.lastAt : Math.max(lastAt, before.lastAt ?? lastAt);
    const by = username === null ? before.by : [...before.by, { username, count }];
    sums.set(template.id, { template, sends: before.sends + count, lastAt: newest, by });
  }
  return sums;
}
