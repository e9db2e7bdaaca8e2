/** The contract's `catchUp`: what came to a login, in its own store, in those that it receives for, and in the shared inbox. */
import type { CatchUpFrom, CaughtUp } from "../../bridge/contracts/carrier.ts";
import type { CarrierError } from "../../domain/errors.ts";
import { loginOf } from "../login-of.ts";
import { isRefused } from "./ask-sync.ts";
import { beginAt, type ReadUntil, readCursor, toldSince, writeCursor } from "./cursor.ts";
import type { Extensions } from "./extensions.ts";
import { lookBack, type StoreReading, syncStore } from "./message-sync.ts";
import { noLogin } from "./no-login.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { lookBackInThreads } from "./thread-look-back.ts";
import type { ThreadSync } from "./thread-sync.ts";
import { inOrder, type Told } from "./told.ts";

export interface CatchingUp {
  readonly settings: ResolvedRingCentralSettings;
  readonly api: RingCentralApi;
  readonly extensions: Extensions;
  readonly syncThreads: ThreadSync;
}

export function createCatchUp(parts: CatchingUp): (from: CatchUpFrom) => Promise<CaughtUp> {
  const { settings, api, extensions, syncThreads } = parts;

  return async ({ login: named, lines = [], cursor, unsettledSince }) => {
    const now = settings.now();
    if (cursor === null) return { events: [], next: writeCursor(beginAt(now)) };
    const from = readCursor(cursor, now);
    const login = loginOf(settings, named);
    if (login === null) throw noLogin(named);
    const own = await extensions.ownOf(login);
    const told: Told[] = [];
    const stores: Record<string, string> = {};
    const refused: CarrierError[] = [];
    let answered = 0;

    const readingOf = (id: string): StoreReading => ({
      login,
      extension: id === own ? "~" : id,
      token: from.stores[id] ?? null,
      since: from.at,
      toldSince: toldSince(from),
      context: {
        mediaUrl: settings.mediaUrl,
        login: id === own ? login : null,
        lines: lines.map(({ number }) => number),
      },
    });
    /** One part that this login may not see keeps nothing of the others from being told. */
    const attempt = async (ask: () => Promise<boolean>): Promise<void> => {
      try {
        if (await ask()) answered += 1;
      } catch (thrown) {
        if (!isRefused(thrown)) throw thrown;
        refused.push(thrown);
      }
    };

    await attempt(async () => {
      const reading = readingOf(own);
      const { told: news, token } = await syncStore(api, reading);
      stores[own] = token;
      told.push(...news);
      if (unsettledSince !== null) told.push(...(await lookBack(api, reading, unsettledSince.getTime())));
      return true;
    });
    for (const id of await extensions.othersOf(login, lines)) {
      if (!extensions.mayRead(login, id)) continue;
      try {
        const { told: news, token } = await syncStore(api, readingOf(id));
        stores[id] = token;
        told.push(...news);
        extensions.readAs(login, id, true);
      } catch (thrown) {
        // Then its texts are taken from what its events tell.
        if (!isRefused(thrown)) throw thrown;
        extensions.readAs(login, id, false);
      }
    }
    let { threads, entries } = from;
    await attempt(async () => {
      const inbox = await syncThreads({ login, lines, from });
      if (inbox === null) return false;
      ({ threads, entries } = inbox);
      told.push(...inbox.told);
      if (unsettledSince !== null)
        told.push(...(await lookBackInThreads(api, login, unsettledSince.getTime(), now)));
      return true;
    });
    const [first] = refused;
    if (first !== undefined && answered === 0) throw first;
    // What could not be read now is read from here on once it may be.
    const at = first === undefined ? now : from.at;
    const next: ReadUntil = { begun: from.begun, at, stores, threads, entries };
    return { events: unlessTwice(inOrder(told)), next: writeCursor(next) };
  };
}

/** A look back meets what has just changed, too: told once, as it is now. */
function unlessTwice(events: CaughtUp["events"]): CaughtUp["events"] {
  const seen = new Map<string, number>();
  for (const [index, event] of events.entries())
    if (event.kind === "status" || event.kind === "elsewhere")
      seen.set(event.carrierMessageId ?? `${index}`, index);
  return events.filter(
    (event, index) =>
      (event.kind !== "status" && event.kind !== "elsewhere") ||
      seen.get(event.carrierMessageId ?? `${index}`) === index,
  );
}
