/** Templates as members write them, for tests. */
import type { SavedTemplate, SubmittedTemplate } from "../../../src/bridge/template-library/save-template.ts";
import type { TypedTemplate } from "../../../src/bridge/template-library/template-form.ts";
import type { SlackUserId, TemplateId } from "../../../src/domain/ids.ts";
import type { Template } from "../../../src/domain/template.ts";
import type { World } from "../world.ts";

export const hours: TypedTemplate = {
  scope: "company",
  name: "Opening hours",
  key: "hours",
  text: "We are open until six.",
  literal: false,
};

let acts = 0;

export async function save(
  world: World,
  user: SlackUserId,
  typed: Partial<TypedTemplate>,
  how: Partial<SubmittedTemplate> = {},
): Promise<SavedTemplate> {
  acts += 1;
  const act = `view:V${acts}`;
  return await world.bridge.saveTemplate({
    user,
    seen: null,
    typed: { ...hours, ...typed },
    act,
    ...how,
  });
}

/** Saved; else the test fails. */
export async function saved(
  world: World,
  user: SlackUserId,
  typed: Partial<TypedTemplate> = {},
  how: Partial<SubmittedTemplate> = {},
): Promise<TemplateId> {
  const outcome = await save(world, user, typed, how);
  if (outcome.kind !== "saved" || outcome.id === null) throw new Error(JSON.stringify(outcome));
  return outcome.id;
}

export async function standing(world: World): Promise<Template[]> {
  return await world.ctx.store.read((tx) => tx.templates.all());
}

export async function get(world: World, id: TemplateId): Promise<Template> {
  const found = await world.ctx.store.read((tx) => tx.templates.get(id));
  if (found === null) throw new Error("it is forgotten");
  return found;
}

/** What is wrong, by field. */
export function problemsOf(outcome: SavedTemplate): Record<string, string> {
  if (outcome.kind !== "wrong") throw new Error(JSON.stringify(outcome));
  return Object.fromEntries(outcome.problems.map(({ field, sentence }) => [field, sentence]));
}
