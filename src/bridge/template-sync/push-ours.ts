/**
 * What a carrier's company templates are owed: written one by one, each kept as done once it is. Where an answer is lost, the next round
 * finds it by its name.
 */
import type { TemplateId } from "../../domain/ids.ts";
import { type OwedThere, owedThere, type TheirTemplate } from "../../domain/template-sync.ts";
import { isFormOf, nameBeside, type WordsThere } from "../../domain/template-there.ts";
import type { Context } from "../context/context.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import type { CarrierTemplates } from "../contracts/carrier-templates.ts";
import type { WhyHere } from "../template-library/stays-here.ts";
import { createWrite, type Write } from "./by-logins.ts";
import { type Looked, sidesOf } from "./take-theirs.ts";
import { digestOf } from "./theirs-of.ts";

/** What did not get there, and why; with the carrier's own sentence where it gave one. */
export type Refused = ReadonlyMap<TemplateId, Refusal>;

interface Refusal {
  readonly why: WhyHere;
  readonly sentence: string;
}

export interface Pushed {
  readonly refused: Refused;
  readonly written: readonly Written[];
  /** It threw that before all was done; absent: it did not. */
  readonly thrown?: unknown;
}

interface Written {
  readonly theirs: string;
  readonly words: WordsThere;
}

export async function pushOurs(
  ctx: Context,
  looked: Looked,
  templates: CarrierTemplates,
  write: Write = createWrite(ctx.carriers.get(looked.carrier)?.logins ?? []),
): Promise<Pushed> {
  const owed = owedThere(await ctx.store.read((tx) => sidesOf(tx, looked)));
  const pushing: Pushing = {
    ctx,
    carrier: looked.carrier,
    templates,
    // What was owed by then may be out of date: written over newer words, it would come back as a change of theirs.
    write: async (act) => {
      await makeSureOfLead(ctx, null);
      return await write(act);
    },
    count: looked.theirs.length,
    names: new Map(looked.theirs.map(({ id, name }) => [id, name])),
    written: [],
  };
  const refused = new Map<TemplateId, Refusal>();
  try {
    await pushAll(pushing, owed, refused);
    return { refused, written: pushing.written };
  } catch (thrown) {
    return { refused, written: pushing.written, thrown };
  }
}

async function pushAll(
  pushing: Pushing,
  owed: readonly OwedThere[],
  refused: Map<TemplateId, Refusal>,
): Promise<void> {
  let left = owed;
  let isAside = false;
  while (left.length > 0) {
    const taken: OwedThere[] = [];
    for (const one of left) {
      const refusal = await pushOne(pushing, one);
      if (refusal?.why === "name_taken") taken.push(one);
      if (refusal !== null) refused.set(idOf(one), refusal);
      else refused.delete(idOf(one));
    }
    const isStuck = taken.length === left.length;
    // Two that take each other's names: one of them makes room, once.
    if (isStuck && isAside) break;
    if (isStuck && !(await makeRoom(pushing, taken))) break;
    isAside = isStuck;
    left = taken;
  }
}

interface Pushing {
  readonly ctx: Context;
  readonly carrier: string;
  readonly templates: CarrierTemplates;
  readonly write: Write;
  /** How many stand there. */
  count: number;
  /** How each is called there, by its id. */
  readonly names: Map<string, string>;
  written: readonly Written[];
}

/** Null where it is done, or was done before. */
async function pushOne(pushing: Pushing, owed: OwedThere): Promise<Refusal | null> {
  const { templates, write, ctx } = pushing;
  if (owed.kind === "remove") {
    const outcome = await write((by) => templates.remove(owed.theirs, by));
    if (outcome.kind === "refused") return outcome;
    pushing.count -= 1;
    pushing.names.delete(owed.theirs);
    await ctx.store.transaction((tx) => tx.templateLinks.drop(pushing.carrier, owed.theirs));
    return null;
  }
  const { words, template } = owed;
  if (words.text.length > templates.longest) return { why: "too_long", sentence: "" };
  if (owed.kind === "update") {
    const outcome = await write((by) => templates.update(owed.theirs.id, words, by));
    if (outcome.kind === "refused") return outcome;
    if (outcome.kind === "done") return await keep(pushing, outcome.id, template, words);
    // Somebody deleted it meanwhile; what was changed since comes back.
    pushing.count -= 1;
    pushing.names.delete(owed.theirs.id);
  }
  if (pushing.count >= templates.limits.company) return { why: "full", sentence: "" };
  const outcome = await write((by) => templates.create(words, by));
  if (outcome.kind === "gone") return null;
  if (outcome.kind === "refused") return outcome;
  pushing.count += 1;
  return await keep(pushing, outcome.id, template, words);
}

async function keep(
  pushing: Pushing,
  theirs: string,
  { id: templateId, version }: { readonly id: TemplateId; readonly version: number },
  words: WordsThere,
): Promise<null> {
  const { ctx, carrier } = pushing;
  pushing.names.set(theirs, words.name);
  pushing.written = [...pushing.written, { theirs, words }];
  const link = { carrier, theirs, templateId, login: null, version, syncedAt: ctx.now() };
  await ctx.store.transaction((tx) => tx.templateLinks.put({ ...link, digest: digestOf(words) }));
  ctx.count("templates_given");
  return null;
}

/** One of them gets a name there that nobody has, so that the others' are free. */
async function makeRoom({ templates, write, names }: Pushing, stuck: readonly OwedThere[]): Promise<boolean> {
  const one = stuck.find((owed) => owed.kind === "update" && names.get(owed.theirs.id) !== owed.words.name);
  if (stuck.length < 2 || one?.kind !== "update") return false;
  const taken = new Set(names.values());
  const name = nameBeside(one.words.name, "Slack", (each) => taken.has(each));
  const outcome = await write((by) => templates.update(one.theirs.id, { ...one.words, name }, by));
  if (outcome.kind === "done") names.set(one.theirs.id, name);
  return outcome.kind === "done";
}

function idOf(owed: OwedThere): TemplateId {
  return owed.kind === "remove" ? owed.templateId : owed.template.id;
}

/** What they made of what they were given is no change of theirs: it is the form in which they keep it. */
export async function noteForms(
  { store }: Pick<Context, "store">,
  carrier: string,
  written: readonly Written[],
  shown: readonly TheirTemplate[],
): Promise<void> {
  const forms = written.flatMap(({ theirs, words }) => {
    const form = shown.find(({ id }) => id === theirs);
    return form !== undefined && form.digest !== digestOf(words) && isFormOf(words, form) ? [form] : [];
  });
  if (forms.length === 0) return;
  await store.transaction(async (tx) => {
    const links = await tx.templateLinks.all();
    for (const { id, digest } of forms) {
      const link = links.find((each) => each.carrier === carrier && each.theirs === id);
      if (link !== undefined) await tx.templateLinks.put({ ...link, digest });
    }
  });
}
