/** What a subscription's filters say. */
import type { Extension } from "./entities.ts";
import type { Happening } from "./hints.ts";
import type { World } from "./world.ts";

/** Whole, as an address in the account; its query stays. */
export function wholeFilter(world: World, extension: string, filter: string): string {
  const path = filter.startsWith("/restapi/") ? filter : `/restapi/v1.0${filter}`;
  return path
    .replace("/account/~", `/account/${world.accountId}`)
    .replace("/accounts/~", `/accounts/${world.accountId}`)
    .replace("/extension/~", `/extension/${extension}`);
}

export type FilterRefusal = "unknown" | "others";

/** Why somebody may not hear it; null: they may. */
export function filterRefusal(world: World, caller: Extension, filter: string): FilterRefusal | null {
  const whole = wholeFilter(world, caller.id, filter).split("?")[0] ?? "";
  const account = `/restapi/v1.0/account/${world.accountId}`;
  const known = [
    `${account}/message-threads/sync`,
    `${account}/message-threads/entries/sync`,
    `/restapi/v2/accounts/${world.accountId}/sms/consents`,
  ];
  if (known.includes(whole) || /^\/restapi\/v1\.0\/subscription\/(~|[\w-]+)$/.test(whole)) return null;
  const store = /^\/extension\/(\d+)\/message-store(\/instant)?$/.exec(whole.replace(account, ""));
  if (store === null) return "unknown";
  return store[1] === caller.id || caller.isAdmin ? null : "others";
}

/** Whether whoever subscribed with it hears of that. */
export function answersTo(world: World, extension: string, filter: string, happening: Happening): boolean {
  const [path = "", query = ""] = wholeFilter(world, extension, filter).split("?");
  if (path !== happening.path) return false;
  if (happening.audience?.includes(extension) === false) return false;
  return [...new URLSearchParams(query)].every(
    ([name, value]) => (happening.params[name] ?? value) === value,
  );
}
