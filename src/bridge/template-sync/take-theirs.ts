/** What a carrier's company templates are by now, taken over into ours: one transaction, after which only what is owed there is left. */
import { atAGlance } from "../../domain/at-a-glance.ts";
import type { Directory } from "../../domain/directory.ts";
import type { TemplateId } from "../../domain/ids.ts";
import { byCarrier, type Template, type TemplateContent } from "../../domain/template.ts";
import { keysTakenIn } from "../../domain/template-clashes.ts";
import { proposeKey } from "../../domain/template-key.ts";
import { type Sides, type StepHere, stepsHere, type TheirTemplate } from "../../domain/template-sync.ts";
import { nameBeside, wordsHere } from "../../domain/template-there.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { StoredTemplateLink } from "../contracts/store/template-links.ts";

const company = { kind: "company" } as const;

export interface Looked {
  readonly carrier: string;
  readonly theirs: readonly TheirTemplate[];
  /** What is not among them, and may be there all the same: left alone, on both sides. */
  readonly unseen: ReadonlySet<string>;
  /** When they were asked for. Milliseconds. */
  readonly at: number;
}

/** What could not come, since the company has as many as it can have. */
export type NoRoom = readonly TheirTemplate[];

export async function takeTheirs(ctx: Context, tx: Tx, looked: Looked): Promise<NoRoom> {
  const { carrier, at } = looked;
  const lookedAt = await tx.settings.readTime(lookKey(carrier));
  const steps = stepsHere({ ...(await sidesOf(tx, looked)), lookedAt });
  await tx.settings.writeTime(lookKey(carrier), at);
  if (steps.length === 0) return [];
  const directory = await tx.directories.current();
  const taking: Taking = { ctx, tx, directory, carrier, standing: await tx.templates.all(), noRoom: [] };
  const leaving = new Set(steps.flatMap((step) => (step.kind === "take" ? [step.template.id] : [])));
  for (const step of steps) {
    if ("template" in step) leaving.delete(step.template.id);
    await takeStep(taking, step, leaving);
  }
  tx.afterwards(() =>
    ctx.count("templates_taken", steps.filter(({ kind }) => changesOurs.includes(kind)).length),
  );
  return taking.noRoom;
}

const changesOurs: readonly StepHere["kind"][] = ["delete", "take", "keep", "bring"];

/** When they were looked at last. */
export const lookKey = (carrier: string): string => `templates looked at:${carrier}`;

/** Both sides as they stand: the company's, and whatever is linked to one of theirs. */
export async function sidesOf(
  tx: Tx,
  { carrier, theirs, unseen }: Pick<Looked, "carrier" | "theirs" | "unseen">,
): Promise<Omit<Sides, "lookedAt">> {
  const all = (await tx.templateLinks.all()).filter(
    (link) => link.carrier === carrier && link.login === null,
  );
  const links = all.filter((link) => !unseen.has(link.theirs));
  const leftAlone = new Set(all.flatMap((link) => (unseen.has(link.theirs) ? [link.templateId] : [])));
  const standing = (await tx.templates.all()).filter(
    ({ id, scope }) => scope.kind === "company" && !leftAlone.has(id),
  );
  const others: Template[] = [];
  for (const { templateId } of links) {
    if (standing.some(({ id }) => id === templateId)) continue;
    const found = await tx.templates.get(templateId);
    if (found !== null) others.push(found);
  }
  return { ours: [...standing, ...others], theirs, links };
}

interface Taking {
  readonly ctx: Context;
  readonly tx: Tx;
  readonly directory: Directory;
  readonly carrier: string;
  /** Those that stand by now, whosever they are. */
  standing: readonly Template[];
  readonly noRoom: TheirTemplate[];
}

/** @param leaving those whose names are about to be others. */
async function takeStep(taking: Taking, step: StepHere, leaving: ReadonlySet<TemplateId>): Promise<void> {
  const { ctx, tx, carrier } = taking;
  const how = { by: byCarrier(carrier), at: ctx.now() };
  switch (step.kind) {
    case "forget":
      return await tx.templateLinks.drop(carrier, step.theirs);
    case "delete":
      await tx.templates.change(step.template.id, {}, { ...how, change: "deleted" });
      taking.standing = taking.standing.filter(({ id }) => id !== step.template.id);
      return await tx.templateLinks.drop(carrier, step.theirs);
    case "link":
      return await link(taking, step.theirs, step.template);
    case "take":
      return await take(taking, step.theirs, step.template, leaving);
    case "keep": {
      const { template, theirs } = step;
      const words = wordsHere(theirs);
      if (words !== null) await tx.templates.change(template.id, words, { ...how, change: "edited" });
      const ours = { name: template.name, text: template.text, literal: template.literal };
      const again = { by: template.changedBy, at: ctx.now(), change: "edited" } as const;
      put(taking, await tx.templates.change(template.id, ours, again));
      return await link(taking, theirs, { id: template.id, version: 0 });
    }
    case "bring":
      return await bring(taking, step.theirs, leaving);
  }
}

async function take(
  taking: Taking,
  theirs: TheirTemplate,
  template: Template,
  leaving: ReadonlySet<TemplateId>,
): Promise<void> {
  const { ctx, tx, carrier } = taking;
  const isBack = template.deletedAt !== null;
  const content = contentOf(taking, theirs, isBack ? null : template, leaving);
  if (content === null) return;
  if (isBack && isFull(taking)) return void taking.noRoom.push(theirs);
  const literal = content.literal || template.literal;
  const change = isBack ? "restored" : "edited";
  const changed = await tx.templates.change(
    template.id,
    { ...content, literal },
    { by: byCarrier(carrier), at: ctx.now(), change },
  );
  put(taking, changed);
  await link(taking, theirs, changed);
}

async function bring(taking: Taking, theirs: TheirTemplate, leaving: ReadonlySet<TemplateId>): Promise<void> {
  const { ctx, tx, carrier } = taking;
  const content = contentOf(taking, theirs, null, leaving);
  if (content === null) return;
  if (isFull(taking)) return void taking.noRoom.push(theirs);
  const id = ctx.newId() as TemplateId;
  const brought = await tx.templates.insert({ ...content, id, by: byCarrier(carrier), at: ctx.now() });
  put(taking, brought);
  await link(taking, theirs, brought);
}

/** Under a name and a key that are free. @param before as it stands; null: it does not. */
function contentOf(
  { ctx, carrier, directory, standing }: Taking,
  theirs: TheirTemplate,
  before: Template | null,
  leaving: ReadonlySet<TemplateId>,
): TemplateContent | null {
  const words = wordsHere(theirs);
  if (words === null) return null;
  const others = standing.filter(({ id }) => id !== before?.id);
  const names = new Set(
    others
      .filter(({ id, scope }) => scope.kind === "company" && !leaving.has(id))
      .map((one) => atAGlance(one.name)),
  );
  const isTaken = (name: string) => names.has(atAGlance(name));
  const name = isTaken(words.name) ? nameBeside(words.name, ctx.carrierTitle(carrier), isTaken) : words.name;
  const key = before?.key ?? proposeKey(name, keysTakenIn(company, others, directory));
  return { ...words, name, key, scope: company };
}

function isFull({ ctx, standing }: Taking): boolean {
  const count = standing.filter(({ scope }) => scope.kind === "company").length;
  return count >= ctx.settings.templateLimits.company;
}

function put(taking: Taking, template: Template): void {
  taking.standing = [...taking.standing.filter(({ id }) => id !== template.id), template];
}

async function link(
  { ctx, tx, carrier }: Taking,
  { id: theirs, digest }: TheirTemplate,
  { id: templateId, version }: Pick<Template, "id" | "version">,
): Promise<void> {
  const now: StoredTemplateLink = {
    carrier,
    theirs,
    templateId,
    login: null,
    version,
    digest,
    syncedAt: ctx.now(),
  };
  await tx.templateLinks.put(now);
}
