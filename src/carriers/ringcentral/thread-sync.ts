/**
 * What is new in the shared inbox: its texts, notes, and who has which thread. Entries tell what happened, in order; threads tell between whom, and how they
 * stand now.
 */
import type { CarrierLine } from "../../bridge/contracts/carrier.ts";
import type { CarrierThreadId, LoginName } from "../../domain/ids.ts";
import { askSync } from "./ask-sync.ts";
import { overlap, type ReadUntil, toldSince } from "./cursor.ts";
import type { Extensions } from "./extensions.ts";
import { listEntries } from "./list-entries.ts";
import { listPages } from "./list-pages.ts";
import { type ApiAnswer, jsonOf, type RingCentralApi } from "./ringcentral-api.ts";
import { createTelling } from "./tell-entries.ts";
import type { ThreadLines } from "./thread-lines.ts";
import { readEntry, readThread, type Thread } from "./thread-record.ts";
import type { Told } from "./told.ts";

export interface InboxReading {
  readonly login: LoginName;
  readonly lines: readonly CarrierLine[];
  readonly from: ReadUntil;
}

export interface InboxNews {
  readonly told: readonly Told[];
  readonly threads: string | null;
  readonly entries: string | null;
}

/** Null where none of the login's lines stands in it. Throws `CarrierError`. */
export type ThreadSync = (reading: InboxReading) => Promise<InboxNews | null>;

const path = "/restapi/v1.0/account/~/message-threads";
/** Threads live on while people write: older ones than this were resolved long ago. Milliseconds. */
const oldest = 90 * 24 * 60 * 60_000;
const idsAtOnce = 40;
/** Beyond them a thread is asked for again. */
const mostKnown = 20_000;

export function createThreadSync(parts: {
  readonly now: () => number;
  readonly mediaUrl: string;
  readonly api: RingCentralApi;
  readonly extensions: Extensions;
  readonly threadLines: ThreadLines;
}): ThreadSync {
  const { api, extensions, threadLines } = parts;
  const known = new Map<CarrierThreadId, Thread>();
  const tellEntries = createTelling(parts);

  function learn(records: readonly unknown[]): Thread[] {
    const threads = records.flatMap((raw) => readThread(raw) ?? []);
    if (known.size > mostKnown) known.clear();
    for (const thread of threads) known.set(thread.id, thread);
    return threads;
  }

  /**
   * Those that entries name and that nobody has told of. One that is gone has nothing to tell. Returns those of which nobody can say between
   * whom they are: one of them keeps nothing of the others from being told.
   */
  async function learnMissing(login: LoginName, ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const dark = new Set<string>();
    for (const id of ids) {
      if (known.has(id as CarrierThreadId)) continue;
      const asked = {
        method: "GET",
        path: `${path}/${encodeURIComponent(id)}`,
        group: "medium",
        use: "look",
      } as const;
      const answer = await api.ask(login, asked);
      if (answer.kind === "answer" && (answer.status === 404 || answer.status === 410)) continue;
      if (learn(isRefusedAnswer(answer) ? [] : [jsonOf(answer)]).length === 0) dark.add(id);
    }
    return dark;
  }

  async function readResolved(login: LoginName, since: number): Promise<Thread[]> {
    const query = {
      threadStatus: "Resolved",
      availability: ["Alive", "Deleted"],
      creationTimeFrom: new Date(Math.min(since, parts.now()) - oldest).toISOString(),
      creationTimeTo: new Date(parts.now() + overlap).toISOString(),
      perPage: "1000",
    };
    const threads = learn(await listPages(api, login, path, query, "medium", "look"));
    return threads.filter(({ at }) => at !== null && at.getTime() >= since);
  }

  async function readOpen(login: LoginName): Promise<Thread[]> {
    const query = { threadStatus: "Open", perPage: "1000" };
    return learn(await listPages(api, login, path, query, "medium", "look"));
  }

  /** Only a full sync for these alone returns what is resolved. */
  async function readEntriesOf(
    login: LoginName,
    threads: readonly Thread[],
  ): Promise<{ readonly records: readonly unknown[]; readonly hasOlder: boolean }> {
    const records: unknown[] = [];
    let hasOlder = false;
    for (let next = 0; next < threads.length; next += idsAtOnce) {
      const threadIds = threads.slice(next, next + idsAtOnce).map(({ id }) => id);
      const full = { scope: "Explicit", threadIds };
      const request = { path: `${path}/entries/sync`, group: "medium", full } as const;
      const sync = await askSync(api, login, request, null);
      records.push(...sync.records);
      hasOlder ||= sync.hasOlder;
    }
    return { records, hasOlder };
  }

  return async ({ login, lines, from }) => {
    const ours = new Set<string>();
    for (const { number } of lines) if (await threadLines.has(login, number)) ours.add(number);
    if (ours.size === 0) {
      extensions.inInbox.delete(login);
      return null;
    }
    extensions.inInbox.add(login);
    await extensions.learnAll();
    const request = { path: `${path}/entries/sync`, group: "medium" } as const;
    const news = await askSync(api, login, { ...request, full: { scope: "Accessible" } }, from.entries);
    const since = from.at - overlap;
    let { threads: threadsToken } = from;
    const changed: Thread[] = [];
    const entries = [...news.records];
    // Whatever changes a thread is an entry of it.
    if (news.records.length > 0 || news.isFull || threadsToken === null) {
      const asked = { path: `${path}/sync`, group: "medium", full: {} } as const;
      const sync = await askSync(api, login, asked, threadsToken);
      threadsToken = sync.token;
      changed.push(...learn(sync.records));
      if (sync.isFull && sync.hasOlder) changed.push(...(await readOpen(login)));
      if (news.isFull) {
        const resolved = await readResolved(login, since);
        changed.push(...resolved);
        const ofThese = await readEntriesOf(login, resolved);
        entries.push(...ofThese.records);
        if (news.hasOlder || ofThese.hasOlder)
          entries.unshift(...(await listEntries(api, login, since, parts.now() + overlap)));
      }
    }
    // After a full sync, only what is new of it.
    const read = entries.map((raw) => ({ raw, entry: readEntry(raw) }));
    const fresh = read.filter(
      ({ entry }) =>
        !news.isFull ||
        entry === null ||
        (entry.lastModifiedTime ?? entry.creationTime ?? new Date(since)).getTime() >= since,
    );
    const dark = await learnMissing(
      login,
      new Set(fresh.flatMap(({ entry }) => (entry === null ? [] : [entry.threadId]))),
    );
    const told = tellEntries({
      login,
      entries: fresh,
      changed: news.isFull ? changed.filter(({ at }) => at !== null && at.getTime() >= since) : changed,
      threadOf: (id) => {
        const thread = known.get(id as CarrierThreadId);
        return thread !== undefined && ours.has(thread.line) ? thread : null;
      },
      isDark: (id) => dark.has(id),
      isOurs: (thread) => ours.has(thread.line),
      isAnew: news.isFull,
      toldSince: news.isFull ? Math.max(since, toldSince(from)) : toldSince(from),
    });
    return { told, threads: threadsToken, entries: news.token };
  };
}

/** Asked again it says the same, until somebody gives a permission. */
function isRefusedAnswer(answer: ApiAnswer): boolean {
  if (answer.kind !== "answer" || answer.isClosed || answer.status === 401 || answer.status === 408)
    return false;
  return answer.status >= 400 && answer.status < 500;
}
