/** `message-threads`: the shared inbox as somebody sees it who answers it. */
import {
  type Asked,
  asObject,
  asText,
  invalid,
  notFound,
  notYours,
  ok,
  type RcAnswer,
  refuse,
} from "./api.ts";
import type { Thread } from "./entities.ts";
import { type Inbox, mayHandle } from "./inbox.ts";
import { pageOf } from "./message-store.ts";
import { renderThread } from "./render-thread.ts";
import type { SyncTokens } from "./sync-tokens.ts";
import type { Texts } from "./texts.ts";
import { handlersOf, iso, type World } from "./world.ts";

export interface ThreadSettings {
  readonly world: World;
  readonly inbox: Inbox;
  readonly texts: Texts;
  readonly syncTokens: SyncTokens;
  readonly url: () => string;
  readonly later: (job: Promise<void>) => void;
}

const OVERLAP_MS = 5_000;

export function threadsOf(world: World, extension: string): Thread[] {
  return [...world.threads.values()].filter((thread) => mayHandle(thread, extension));
}

/** Several, by repeated name or with commas between. */
export function listed(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(","))
    .filter((value) => value !== "");
}

export function listThreads({ world, url }: ThreadSettings, { caller, query }: Asked): RcAnswer {
  const [from, to] = [query.get("creationTimeFrom"), query.get("creationTimeTo")];
  if ((from === null) !== (to === null)) return invalid("creationTimeFrom");
  const owners = listed(query, "ownerExtensionIds");
  const availabilities = listed(query, "availability");
  const fits = (wanted: string | null, value: string) => wanted === null || wanted === value;
  const found = threadsOf(world, caller.id).filter(
    (thread) =>
      fits(query.get("threadStatus"), thread.status) &&
      fits(query.get("ownerPhoneNumber"), thread.line.number) &&
      fits(query.get("guestPhoneNumber"), thread.guest) &&
      (owners.length === 0 || owners.includes(thread.line.extension)) &&
      (availabilities.length === 0 ? ["Alive"] : availabilities).includes(thread.availability) &&
      (from === null || thread.createdAt >= Date.parse(from)) &&
      (to === null || thread.createdAt <= Date.parse(to)),
  );
  const uri = `${url()}/restapi/v1.0/account/${world.accountId}/message-threads`;
  const { records, paging } = pageOf(found, query, uri, (thread) => renderThread(world, thread));
  return ok({ records, paging }, 200);
}

/** The thread, where the caller answers it; else the refusal. */
export function threadFor({ world }: ThreadSettings, { caller }: Asked, id: string): Thread | RcAnswer {
  const thread = world.threads.get(id);
  if (thread === undefined) return notFound("threadId");
  return mayHandle(thread, caller.id) ? thread : notYours();
}

export function isRefusal(found: Thread | RcAnswer): found is RcAnswer {
  return typeof found.status === "number";
}

export function readThread(settings: ThreadSettings, asked: Asked, id: string): RcAnswer {
  const thread = threadFor(settings, asked, id);
  return isRefusal(thread) ? thread : ok(renderThread(settings.world, thread), 200);
}

export function deleteThread(settings: ThreadSettings, asked: Asked, id: string): RcAnswer {
  const thread = threadFor(settings, asked, id);
  if (isRefusal(thread)) return thread;
  settings.inbox.remove(thread, asked.caller.id);
  return ok();
}

export function assignThread(settings: ThreadSettings, asked: Asked, id: string): RcAnswer {
  const thread = threadFor(settings, asked, id);
  if (isRefusal(thread)) return thread;
  if (!isOpen(thread)) return notOpen();
  const { assignee } = asObject(asked.json);
  if (assignee === undefined) return refuse(400, "CMN-100", "Parameter [assignee] is required", "assignee");
  const to = assignee === null ? null : asText(asObject(assignee).extensionId);
  if (assignee !== null && (to === null || !handlersOf(thread.line).includes(to)))
    return invalid("assignee.extensionId");
  settings.later(settings.inbox.assign(thread, to, asked.caller.id));
  return ok(renderThread(settings.world, thread), 200);
}

/** For good: it is never opened again. */
export function resolveThread(settings: ThreadSettings, asked: Asked, id: string): RcAnswer {
  const thread = threadFor(settings, asked, id);
  if (isRefusal(thread)) return thread;
  if (!isOpen(thread)) return notOpen();
  settings.later(settings.inbox.resolve(thread, "Manual", asked.caller.id));
  return ok(renderThread(settings.world, thread), 200);
}

export function isOpen({ status, availability }: Thread): boolean {
  return status === "Open" && availability === "Alive";
}

export function notOpen(): RcAnswer {
  return refuse(400, "CMN-101", "The thread is not open", "threadId");
}

export function syncThreads({ world, syncTokens }: ThreadSettings, { caller, query }: Asked): RcAnswer {
  const of = `threads ${caller.id}`;
  const type = query.get("syncType") ?? "FSync";
  const token = query.get("syncToken");
  const mine = threadsOf(world, caller.id);
  let found = mine.filter(isOpen);
  if (type === "ISync") {
    const since = token === null ? null : syncTokens.read(of, token);
    if (since === null) return refuse(400, "MSG-333", "Parameter [syncToken] is invalid", "syncToken");
    found = mine.filter(
      ({ change, changedAt }) => change > since.change || changedAt > since.at - OVERLAP_MS,
    );
  } else if (type !== "FSync") return invalid("syncType");
  const newestFirst = found.sort((one, other) => other.change - one.change);
  return ok(
    {
      records: newestFirst.map((thread) => renderThread(world, thread)),
      syncInfo: { syncType: type, syncToken: syncTokens.give(of, ""), syncTime: iso(world.now()) },
    },
    200,
  );
}
