/**
 * Company templates here and at a carrier, kept the same: what is to be done here, and then what is owed there. The newer edit stands,
 * the other is kept as a version; what was changed on one side is never taken away by what was deleted on the other.
 */
import { atAGlance } from "./at-a-glance.ts";
import type { TemplateId } from "./ids.ts";
import type { Template } from "./template.ts";
import { saysTheSame, type WordsThere, wordsHere, wordsThere } from "./template-there.ts";

export interface TheirTemplate extends WordsThere {
  readonly id: string;
  /** Null: the carrier does not say it. */
  readonly changedAt: number | null;
  /** Of what it says. */
  readonly digest: string;
}

/** One of ours and one of theirs that were the same: in this version, and with this digest. */
export interface TemplateLink {
  readonly theirs: string;
  readonly templateId: TemplateId;
  readonly version: number;
  readonly digest: string;
}

export interface Sides {
  /** The company's that stand, and those that are linked, whatever became of them. */
  readonly ours: readonly Template[];
  readonly theirs: readonly TheirTemplate[];
  readonly links: readonly TemplateLink[];
  /** When theirs were seen last; null: never. */
  readonly lookedAt: number | null;
}

type Both = { readonly template: Template; readonly theirs: TheirTemplate };

export type StepHere =
  /** They are no longer two forms of one. */
  | { readonly kind: "forget"; readonly theirs: string }
  | { readonly kind: "delete"; readonly template: Template; readonly theirs: string }
  /** They say the same. */
  | ({ readonly kind: "link" } & Both)
  /** Ours becomes what theirs is; deleted before, it stands again. */
  | ({ readonly kind: "take" } & Both)
  /** Theirs becomes an earlier version of ours, which is owed there. */
  | ({ readonly kind: "keep" } & Both)
  /** A new one of ours. */
  | { readonly kind: "bring"; readonly theirs: TheirTemplate };

export type OwedThere =
  | { readonly kind: "remove"; readonly templateId: TemplateId; readonly theirs: string }
  | ({ readonly kind: "update"; readonly words: WordsThere } & Both)
  | { readonly kind: "create"; readonly words: WordsThere; readonly template: Template };

/** What gives way first: a name that is let go of can be taken. */
export function stepsHere(sides: Sides): readonly StepHere[] {
  const joined = stepsOfUnlinked(sides);
  const found = new Set(joined.flatMap((step) => ("template" in step ? [step.template.id] : [])));
  const linked = sides.links.flatMap((link) => stepOfLink(sides, link, found) ?? []);
  const steps = [...linked, ...joined];
  const order: readonly StepHere["kind"][] = ["forget", "delete", "link", "take", "keep", "bring"];
  return steps.sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/** @param found of those whose other form is gone, which have one of the same name there again. */
function stepOfLink(sides: Sides, link: TemplateLink, found: ReadonlySet<TemplateId>): StepHere | null {
  const template = sides.ours.find(({ id }) => id === link.templateId) ?? null;
  const theirs = sides.theirs.find(({ id }) => id === link.theirs) ?? null;
  const stands = template !== null && isStanding(template);
  const isOursNew = template?.version !== link.version;
  if (theirs === null)
    return stands && !isOursNew && !found.has(template.id)
      ? { kind: "delete", template, theirs: link.theirs }
      : { kind: "forget", theirs: link.theirs };
  const isTheirsNew = isNewThere(theirs, link.digest);
  if (!stands) {
    if (!isTheirsNew) return null;
    // What somebody moved to a group stays there.
    return template?.scope.kind === "company"
      ? { kind: "take", template, theirs }
      : { kind: "bring", theirs };
  }
  if (!isOursNew) return isTheirsNew ? { kind: "take", template, theirs } : null;
  const words = wordsThere(template);
  if (words === null) return isTheirsNew ? { kind: "bring", theirs } : null;
  if (saysTheSame(words, theirs)) return { kind: "link", template, theirs };
  return isTheirsNew ? newer(sides, template, theirs) : null;
}

function isNewThere(theirs: TheirTemplate, digest: string): boolean {
  return theirs.digest !== digest && wordsHere(theirs) !== null;
}

function stepsOfUnlinked({ lookedAt, ...sides }: Sides): readonly StepHere[] {
  const there = new Set(sides.theirs.map(({ id }) => id));
  const links = sides.links.filter(({ theirs }) => there.has(theirs));
  const free = unlinked({ ...sides, links });
  const taken = new Set<TemplateId>();
  const known = new Set(sides.links.map(({ theirs }) => theirs));
  const unknown = sides.theirs.filter((one) => !known.has(one.id) && wordsHere(one) !== null);
  const steps = new Map<string, StepHere>();
  // One that has the very name is meant before one that only looks like it.
  for (const isMeant of [
    (one: Template, name: string) => one.name === name,
    (one: Template, name: string) => atAGlance(one.name) === atAGlance(name),
  ])
    for (const theirs of unknown) {
      if (steps.has(theirs.id)) continue;
      const name = wordsHere(theirs)?.name ?? "";
      const found = free.find((one) => !taken.has(one.template.id) && isMeant(one.template, name));
      if (found === undefined) continue;
      const { template, words } = found;
      taken.add(template.id);
      const isSame = saysTheSame(words, theirs);
      steps.set(
        theirs.id,
        isSame ? { kind: "link", template, theirs } : newer({ lookedAt }, template, theirs),
      );
    }
  return unknown.map((theirs) => steps.get(theirs.id) ?? { kind: "bring", theirs });
}

/**
 * Where they don't say when theirs was changed: it was as before when it was seen last, so that ours, if it has stood since before then,
 * is the older one.
 */
function newer({ lookedAt }: Pick<Sides, "lookedAt">, template: Template, theirs: TheirTemplate): StepHere {
  const { changedAt } = theirs;
  const isTheirsNewer =
    changedAt === null ? lookedAt !== null && template.changedAt <= lookedAt : changedAt > template.changedAt;
  return { kind: isTheirsNewer ? "take" : "keep", template, theirs };
}

/** Once the steps here are done. Names that are let go of come first. */
export function owedThere(sides: Omit<Sides, "lookedAt">): readonly OwedThere[] {
  const removed: OwedThere[] = [];
  const updated: OwedThere[] = [];
  for (const { templateId, theirs: id, version, digest } of sides.links) {
    const template = sides.ours.find((one) => one.id === templateId);
    const theirs = sides.theirs.find((one) => one.id === id);
    if (theirs === undefined) continue;
    if (template === undefined || !isStanding(template)) {
      // What was written there since, and found no room here, stands nowhere else.
      if (!isNewThere(theirs, digest)) removed.push({ kind: "remove", templateId, theirs: id });
      continue;
    }
    const words = wordsThere(template);
    if (template.version !== version && words !== null)
      updated.push({ kind: "update", template, words, theirs });
  }
  const created = unlinked(sides).map((one): OwedThere => ({ kind: "create", ...one }));
  return [...removed, ...updated, ...created];
}

/** Those of ours that could stand there, and do not. */
function unlinked({
  ours,
  links,
}: Pick<Sides, "ours" | "links">): readonly { readonly template: Template; readonly words: WordsThere }[] {
  const linked = new Set(links.map(({ templateId }) => templateId));
  return ours.flatMap((template) => {
    if (linked.has(template.id) || !isStanding(template)) return [];
    const words = wordsThere(template);
    return words === null ? [] : [{ template, words }];
  });
}

/** Of the company, and not deleted. */
function isStanding({ scope, deletedAt }: Template): boolean {
  return scope.kind === "company" && deletedAt === null;
}
