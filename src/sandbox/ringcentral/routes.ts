/** Which call is what: its rate group, what it needs, and who answers it. */
import { type Asked, noPermission, noScope, notFound, notYours, type RcAnswer } from "./api.ts";
import type { Extension } from "./entities.ts";
import {
  assignRecipients,
  listFeatures,
  listNumbers,
  listRecipients,
  readAccount,
  readExtension,
} from "./extension.ts";
import {
  changeMessages,
  deleteMessages,
  listMessages,
  readContent,
  readMessages,
  type StoreSettings,
} from "./message-store.ts";
import { syncMessages } from "./message-sync.ts";
import type { RateGroup } from "./rates.ts";
import { sendText } from "./send-text.ts";
import type { SocketHub } from "./sockets.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { SyncTokens } from "./sync-tokens.ts";
import type { Texts } from "./texts.ts";
import type { RcCall } from "./types/misbehaviour.ts";

export interface Route {
  readonly group: RateGroup;
  readonly call: RcCall;
  /** Of the app. */
  readonly scope: string | null;
  /** Of the user. */
  readonly permission: string | null;
  readonly answer: (asked: Asked) => RcAnswer | Promise<RcAnswer>;
}

export interface RouteSettings extends StoreSettings {
  readonly texts: Texts;
  readonly syncTokens: SyncTokens;
  readonly subscriptions: Subscriptions;
  readonly sockets: SocketHub;
}

/** Null: there is no such call. */
export type FindRoute = (method: string, path: readonly string[], caller: Extension) => Route | null;

export function createRoutes(settings: RouteSettings): FindRoute {
  return (method, path, caller) => {
    const [root, version, what, account, kind, ...rest] = path;
    if (root !== "restapi") return null;
    if (version === "oauth" && what === "wstoken" && method === "POST")
      return light(() => settings.sockets.newToken(caller), { scope: "WebSocketsSubscription" });
    if (version === "v1.0" && what === "subscription")
      return subscriptionRoute(settings.subscriptions, method, path.slice(3));
    if (version !== "v1.0" || what !== "account" || !isOwn(settings, account)) return null;
    if (kind === undefined) return light(() => readAccount(settings.world, settings.url()));
    if (kind === "extension") return extensionRoute(settings, method, rest, caller);
    return null;
  };
}

function isOwn({ world }: RouteSettings, account: string | undefined): boolean {
  return account === "~" || account === world.accountId;
}

function light(answer: Route["answer"], more: Partial<Route> = {}): Route {
  return { group: "Light", call: "read", scope: null, permission: null, answer, ...more };
}

function subscriptionRoute(
  subscriptions: Subscriptions,
  method: string,
  [id = "", verb = ""]: readonly string[],
): Route | null {
  const changes = { group: "Medium", call: "subscription" } as const;
  const reads = { call: "subscription" } as const;
  switch (`${method} ${id === "" ? "" : "ID"} ${verb}`) {
    case "GET  ":
      return light(subscriptions.list, reads);
    case "POST  ":
      return light(subscriptions.create, changes);
    case "GET ID ":
      return light((asked) => subscriptions.read(asked, id), reads);
    case "PUT ID ":
      return light((asked) => subscriptions.change(asked, id), changes);
    case "POST ID renew":
      return light((asked) => subscriptions.renew(asked, id), reads);
    case "DELETE ID ":
      return light((asked) => subscriptions.remove(asked, id), changes);
    default:
      return null;
  }
}

function extensionRoute(
  settings: RouteSettings,
  method: string,
  [id = "~", what = "", ...rest]: readonly string[],
  caller: Extension,
): Route | null {
  const { world, texts, syncTokens, url } = settings;
  const extension = id === "~" ? caller : world.extensions.get(id);
  if (extension === undefined) return light(() => notFound("extensionId"));
  const isSelf = extension.id === caller.id;
  const own = (answer: Route["answer"]): Route["answer"] =>
    isSelf || caller.readsOthers ? answer : () => notYours();
  const reads = { scope: "ReadMessages", permission: "ReadMessages" };
  const edits = {
    group: "Medium",
    call: "write",
    scope: "EditMessages",
    permission: "EditMessages",
  } as const;
  const sends = { group: "Medium", call: "send", scope: "SMS", permission: "OutboundSMS" } as const;
  const [item = "", part, partId = ""] = rest;
  switch (`${method} ${what}`) {
    case "GET ":
      return light(() => readExtension(world, url(), extension));
    case "GET phone-number":
      return light((asked) => listNumbers(world, url(), extension, asked));
    case "GET features":
      return light((asked) => listFeatures(world, extension, asked));
    case "GET sms-recipients":
      return light(() => listRecipients(world, extension.id));
    case "POST sms-recipients":
      return light((asked) => assignRecipients(world, extension.id, asked), {
        group: "Medium",
        call: "write",
      });
    case "POST sms":
    case "POST mms":
      return light((asked) => (isSelf ? sendText(world, texts, url(), asked) : notYours()), sends);
    case "GET message-sync":
      return light(
        own((asked) => syncMessages(settings, syncTokens, extension.id, asked)),
        reads,
      );
    case "GET message-store":
      if (item === "")
        return light(
          own((asked) => listMessages(settings, extension.id, asked)),
          reads,
        );
      if (part === "content")
        return light(
          own(() => readContent(settings, extension.id, item, partId)),
          { ...reads, group: "Medium" },
        );
      return light(
        own(() => readMessages(settings, extension.id, item)),
        reads,
      );
    case "PUT message-store":
      return light(
        own((asked) => changeMessages(settings, extension.id, item, asked)),
        edits,
      );
    case "DELETE message-store":
      return light(
        own((asked) => deleteMessages(settings, extension.id, item, asked)),
        edits,
      );
    default:
      return null;
  }
}

/** Asked by somebody who may, or refused. */
export function answerRoute(
  route: Route,
  lacksScopes: ReadonlySet<string>,
  asked: Asked,
): RcAnswer | Promise<RcAnswer> {
  if (route.scope !== null && lacksScopes.has(route.scope)) return noScope(route.scope);
  if (route.permission !== null && asked.caller.lacks.has(route.permission))
    return noPermission(route.permission);
  return route.answer(asked);
}
