/** The bridge, and a carrier that keeps templates, for tests. */
import type { TypedTemplate } from "../../../src/bridge/template-library/template-form.ts";
import type { TemplateId } from "../../../src/domain/ids.ts";
import { ana } from "../front-desk.ts";
import { get, saved } from "../template-library/library.ts";
import { createWorld, minute, type World, type WorldOptions } from "../world.ts";
import { createTemplatesThere, type TemplatesThere } from "./templates-there.ts";

export interface Sides {
  readonly world: World;
  readonly there: TemplatesThere;
}

export async function createSides(options: WorldOptions = {}): Promise<Sides> {
  let now = () => 0;
  const there = createTemplatesThere(() => now());
  const world = await createWorld({ carrierHas: there.carrierHas, ...options });
  now = world.now;
  return { world, there };
}

/** The next look at them. */
export async function round(world: World): Promise<void> {
  world.skip(15 * minute);
  await world.bridge.lookAtTemplates();
  await world.runAll();
}

/** Ana changes one of the company here. */
export async function edit(world: World, id: TemplateId, typed: Partial<TypedTemplate>): Promise<void> {
  const { name, key, text, literal, version } = await get(world, id);
  await saved(world, ana, { name, key, text, literal, ...typed }, { seen: { id, version } });
}
