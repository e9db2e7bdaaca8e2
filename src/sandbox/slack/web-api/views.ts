import { checkView } from "../block-rules.ts";
import { LIMITS } from "../limits.ts";
import { MethodError } from "../refusals.ts";
import { useTrigger } from "../triggers.ts";
import { findView, openModal, publishHome, pushModal, renderView, replaceContent } from "../views.ts";
import type { Wire } from "../wire.ts";
import type { World } from "../workspace.ts";
import { type Arguments, object, required, text } from "./arguments.ts";
import type { CallContext, Method } from "./method.ts";

/** Throws `view_too_large` or `invalid_arguments` with what is wrong, in Slack's form. */
export function checkedView(view: Wire): Wire {
  if (Buffer.byteLength(JSON.stringify(view)) > LIMITS.viewBytes) throw new MethodError("view_too_large");
  const { messages } = checkView(view);
  if (messages.length === 0) return view;
  throw new MethodError("invalid_arguments", {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

function viewOf(args: Arguments, types: string[]): Wire {
  const view = object(args, "view", "invalid_arguments");
  if (view === undefined) required({}, "view");
  const checked = checkedView(view ?? {});
  if (!types.includes(String(checked.type))) throw new MethodError("invalid_arguments");
  return checked;
}

function checkHash(given: string | null, hash: string | undefined): void {
  if (given !== null && hash !== undefined && given !== hash) throw new MethodError("hash_conflict");
}

function open({ world, args }: CallContext): Wire {
  const view = viewOf(args, ["modal"]);
  const { user } = useTrigger(world, required(args, "trigger_id", "invalid_trigger_id"));
  return { view: renderView(world, openModal(world, user, view)) };
}

function push({ world, args }: CallContext): Wire {
  const view = viewOf(args, ["modal"]);
  const { user } = useTrigger(world, required(args, "trigger_id", "invalid_trigger_id"));
  return { view: renderView(world, pushModal(world, user, view)) };
}

function update({ world, args }: CallContext): Wire {
  const view = viewOf(args, ["modal", "home"]);
  const held = findView(world, text(args, "view_id"), text(args, "external_id"));
  checkHash(text(args, "hash"), held.hash);
  return { view: renderView(world, replaceContent(world, held, view)) };
}

function knownUser(world: World, args: Arguments): string {
  const user = required(args, "user_id");
  if (!world.users.has(user)) throw new MethodError("user_not_found");
  return user;
}

function publish({ world, args }: CallContext): Wire {
  const view = viewOf(args, ["home"]);
  if (!world.settings.homeTab) throw new MethodError("not_enabled");
  const user = knownUser(world, args);
  checkHash(text(args, "hash"), world.homes.get(user)?.hash);
  return { view: renderView(world, publishHome(world, user, view)) };
}

export const viewsMethods: Record<string, Method> = {
  "views.open": { rate: "tier4", token: "bot", run: open },
  "views.push": { rate: "tier4", token: "bot", run: push },
  "views.update": { rate: "tier4", token: "bot", run: update },
  "views.publish": { rate: "tier4", token: "bot", run: publish },
};
