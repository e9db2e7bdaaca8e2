/** Which call is what: its rate group, what it needs, and who answers it. */
import { type Asked, noPermission, noScope, notFound, notYours, type RcAnswer, refuse } from "./api.ts";
import { changeConsents, consentHistory, listConsents, searchConsents } from "./consents-api.ts";
import type { Rules } from "./control.ts";
import type { Extension } from "./entities.ts";
import {
  assignRecipients,
  listAccountNumbers,
  listFeatures,
  listNumbers,
  listRecipients,
  readAccount,
  readExtension,
} from "./extension.ts";
import type { Inbox } from "./inbox.ts";
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
import {
  changeTemplate,
  checkPermission,
  createTemplate,
  deleteTemplate,
  listTemplates,
  readTemplate,
} from "./templates.ts";
import type { Texts } from "./texts.ts";
import {
  changeNote,
  createNote,
  deleteNotes,
  deleteThreadMessages,
  listNotes,
  listThreadMessages,
  readThreadContent,
  sendInThread,
  syncEntries,
} from "./thread-entries.ts";
import {
  assignThread,
  deleteThread,
  listThreads,
  readThread,
  resolveThread,
  syncThreads,
} from "./threads.ts";
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
  readonly inbox: Inbox;
  readonly rules: Rules;
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
    if (version === "v2" && what === "accounts" && path[4] === "sms" && path[5] === "consents")
      return consentRoute(settings, method, path[6] ?? "");
    if (version !== "v1.0" || what !== "account" || !isOwn(settings, account)) return null;
    if (kind === undefined) return light(() => readAccount(settings.world, settings.url()));
    if (kind === "extension") return extensionRoute(settings, method, rest, caller);
    if (kind === "phone-number" && method === "GET")
      return light((asked) => listAccountNumbers(settings.world, settings.url(), asked), {
        group: "Heavy",
        scope: "ReadAccounts",
      });
    if (kind === "message-threads") return threadRoute(settings, method, rest);
    if (kind === "message-store-templates") return templateRoute(settings, method, null, rest[0] ?? "");
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

function consentRoute(settings: RouteSettings, method: string, what: string): Route | null {
  switch (`${method} ${what}`) {
    case "GET ":
      return light((asked) => listConsents(settings, asked), { scope: "SMS" });
    case "PATCH ":
      return light((asked) => changeConsents(settings, asked), { scope: "SMS", call: "write" });
    case "POST search":
      return light((asked) => searchConsents(settings, asked), { scope: "SMS" });
    case "GET history":
      return light((asked) => consentHistory(settings, asked), { scope: "SMS" });
    default:
      return null;
  }
}

/** @param extension whose; null: the company's */
function templateRoute(
  { world }: RouteSettings,
  method: string,
  extension: string | null,
  id: string,
): Route | null {
  const scope = extension === null ? "EditAccounts" : "EditExtensions";
  const writes = { group: "Medium", call: "write", scope } as const;
  switch (`${method} ${id === "" ? "" : "ID"}`) {
    case "GET ":
      return light((asked) => listTemplates(world, extension, asked), { scope: "ReadAccounts" });
    case "POST ":
      return light((asked) => createTemplate(world, extension, asked), writes);
    case "GET ID":
      return light(() => readTemplate(world, extension, id), { scope: "ReadAccounts" });
    case "PUT ID":
      return light((asked) => changeTemplate(world, extension, id, asked), writes);
    case "DELETE ID":
      return light((asked) => deleteTemplate(world, extension, id, asked), writes);
    default:
      return null;
  }
}

/** All of them are of the same group, and need the same. */
function threadRoute(settings: RouteSettings, method: string, rest: readonly string[]): Route | null {
  const found = threadAnswer(settings, method, rest);
  if (found === null) return null;
  const [call, answer] = found;
  const guarded: Route["answer"] = (asked) =>
    settings.world.hasThreads
      ? answer(asked)
      : refuse(403, "CMN-408", "The feature MessageThreads is not available for the account");
  return light(guarded, { group: "Medium", call, scope: "SMS" });
}

function threadAnswer(
  settings: RouteSettings,
  method: string,
  [first = "", second = "", third = "", fourth = ""]: readonly string[],
): readonly [RcCall, Route["answer"]] | null {
  switch (`${method} ${first}`) {
    case "GET ":
      return ["read", (asked) => listThreads(settings, asked)];
    case "GET sync":
      return ["read", (asked) => syncThreads(settings, asked)];
    case "GET entries":
      return second === "sync" ? ["read", (asked) => syncEntries(settings, asked)] : null;
    case "GET messages":
      return third === "content"
        ? ["read", (asked) => readThreadContent(settings, asked, second, fourth)]
        : ["read", (asked) => listThreadMessages(settings, asked)];
    case "POST messages":
      return ["send", (asked) => sendInThread(settings, asked)];
    case "DELETE messages":
      return ["write", (asked) => deleteThreadMessages(settings, asked)];
    case "GET notes":
      return ["read", (asked) => listNotes(settings, asked)];
    case "POST notes":
      return ["write", (asked) => createNote(settings, asked)];
    case "PATCH notes":
      return ["write", (asked) => changeNote(settings, asked, second)];
    case "DELETE notes":
      return ["write", (asked) => deleteNotes(settings, asked)];
    default:
      break;
  }
  switch (`${method} ${second}`) {
    case "GET ":
      return ["read", (asked) => readThread(settings, asked, first)];
    case "DELETE ":
      return ["write", (asked) => deleteThread(settings, asked, first)];
    case "POST assign":
      return ["write", (asked) => assignThread(settings, asked, first)];
    case "POST resolve":
      return ["write", (asked) => resolveThread(settings, asked, first)];
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
    case "GET authz-profile":
      return isSelf && item === "check" ? light(checkPermission) : null;
    case "GET message-store-templates":
    case "POST message-store-templates":
    case "PUT message-store-templates":
    case "DELETE message-store-templates":
      return isSelf ? templateRoute(settings, method, extension.id, item) : light(notYours);
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
