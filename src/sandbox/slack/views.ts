import { storedBlocks } from "./blocks.ts";
import { elementsIn, initialState, isStateful } from "./element-state.ts";
import { keepOffers } from "./offers.ts";
import { MethodError } from "./refusals.ts";
import type { OpenView } from "./types/messages.ts";
import { listOf, type Wire } from "./wire.ts";
import { type HeldView, tell, type World } from "./workspace.ts";

const MAX_STACK = 3;

/** A view as the wire shows it, with what is filled in. */
export function renderView(world: World, held: HeldView): Wire {
  const { source } = held;
  const isHome = held.type === "home";
  return {
    id: held.id,
    team_id: world.teamId,
    type: held.type,
    blocks: source.blocks,
    private_metadata: source.private_metadata ?? "",
    callback_id: source.callback_id ?? "",
    state: { values: held.state },
    hash: held.hash,
    title: source.title ?? { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: source.clear_on_close ?? false,
    notify_on_close: source.notify_on_close ?? false,
    close: source.close ?? null,
    submit: source.submit ?? null,
    previous_view_id: held.previousId,
    root_view_id: held.rootId,
    app_id: world.appId,
    external_id: held.externalId,
    app_installed_team_id: world.teamId,
    bot_id: world.botId,
    ...(isHome ? {} : { submit_disabled: source.submit_disabled ?? false }),
  };
}

/** A view as the control shows it. */
export function openView(world: World, held: HeldView): OpenView {
  return {
    id: held.id,
    user: held.user,
    type: held.type,
    callbackId: String(held.source.callback_id ?? ""),
    privateMetadata: String(held.source.private_metadata ?? ""),
    view: renderView(world, held),
    errors: held.errors,
  };
}

/** Values of the new view's elements: kept from `old` where block and action ids are unchanged. */
function stateFor(blocks: Wire[], old: HeldView["state"]): HeldView["state"] {
  const state: HeldView["state"] = {};
  for (const { block, element } of elementsIn(blocks)) {
    if (!isStateful(element)) continue;
    const blockId = String(block.block_id);
    const actionId = String(element.action_id);
    const kept = old[blockId]?.[actionId];
    const values = state[blockId] ?? {};
    values[actionId] = kept !== undefined && kept.type === element.type ? kept : initialState(element);
    state[blockId] = values;
  }
  return state;
}

function newHash(world: World): string {
  return `${Math.floor(world.now() / 1000)}.${world.mint.hex(8)}`;
}

function claimExternalId(world: World, source: Wire, except: string | null): string {
  const externalId = String(source.external_id ?? "");
  if (externalId === "") return "";
  const taken = allViews(world).find((view) => view.externalId === externalId && view.id !== except);
  if (taken !== undefined) throw new MethodError("duplicate_external_id");
  return externalId;
}

function allViews(world: World): HeldView[] {
  return [...[...world.views.values()].flat(), ...world.homes.values()];
}

function hold(world: World, user: string, given: Wire, type: "modal" | "home"): HeldView {
  const source = { ...given, blocks: storedBlocks(world, listOf(given.blocks)) };
  const id = world.mint.id("V");
  return {
    id,
    user,
    source,
    type,
    hash: newHash(world),
    rootId: id,
    previousId: null,
    externalId: claimExternalId(world, given, null),
    state: stateFor(source.blocks, {}),
    errors: {},
  };
}

/** Tells that a person's stack of modals is another. */
export function stackChanged(world: World, user: string): void {
  tell(world, () => ({
    type: "views_changed",
    user,
    views: (world.views.get(user) ?? []).map((held) => openView(world, held)),
  }));
}

/** `views.open`: a new stack. */
export function openModal(world: World, user: string, source: Wire): HeldView {
  const held = hold(world, user, source, "modal");
  world.views.set(user, [held]);
  stackChanged(world, user);
  return held;
}

/** `views.push`: on top of the stack, which holds three. */
export function pushModal(world: World, user: string, source: Wire): HeldView {
  const stack = world.views.get(user) ?? [];
  const top = stack.at(-1);
  if (top === undefined) throw new MethodError("not_found");
  if (stack.length >= MAX_STACK) throw new MethodError("push_limit_reached");
  const held = hold(world, user, source, "modal");
  held.rootId = top.rootId;
  held.previousId = top.id;
  stack.push(held);
  stackChanged(world, user);
  return held;
}

/** Puts another content into an open view; what was typed under unchanged ids stays. */
export function replaceContent(world: World, held: HeldView, given: Wire): HeldView {
  held.externalId = claimExternalId(world, given, held.id) || held.externalId;
  const before = elementsIn(listOf(held.source.blocks));
  held.source = { ...given, blocks: storedBlocks(world, listOf(given.blocks)) };
  for (const { block, element } of elementsIn(listOf(held.source.blocks))) {
    const same = before.find(
      (old) => old.block.block_id === block.block_id && old.element.action_id === element.action_id,
    );
    if (same !== undefined) keepOffers(same.element, element);
  }
  held.state = stateFor(listOf(held.source.blocks), held.state);
  held.hash = newHash(world);
  held.errors = {};
  if (held.type === "modal") stackChanged(world, held.user);
  return held;
}

/** The view with that id or external id. Throws `not_found`. */
export function findView(world: World, id: string | null, externalId: string | null): HeldView {
  const found = allViews(world).find(
    (view) => view.id === id || (externalId !== null && view.externalId === externalId),
  );
  if (found === undefined) throw new MethodError("not_found");
  return found;
}

/** `views.publish`. */
export function publishHome(world: World, user: string, source: Wire): HeldView {
  const old = world.homes.get(user);
  const held = old === undefined ? hold(world, user, source, "home") : replaceContent(world, old, source);
  world.homes.set(user, held);
  tell(world, () => ({ type: "home_changed", user, home: openView(world, held) }));
  return held;
}
