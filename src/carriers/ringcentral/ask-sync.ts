/** RingCentral's way of telling what changed: all of it once, and from then on what is new since a token that it gave. */
import { z } from "zod";
import { CarrierError } from "../../domain/errors.ts";
import type { LoginName } from "../../domain/ids.ts";
import type { ApiRequest } from "./exchange.ts";
import { jsonOf, type RingCentralApi, unreadable } from "./ringcentral-api.ts";

export interface Synced {
  readonly records: readonly unknown[];
  readonly token: string;
  readonly isFull: boolean;
  readonly hasOlder: boolean;
}

export interface SyncRequest {
  readonly path: string;
  readonly group: "light" | "medium";
  /** What is asked for where there is no token, or none that is taken. */
  readonly full: NonNullable<ApiRequest["query"]>;
}

const synced = z.object({
  records: z.array(z.unknown()),
  syncInfo: z.object({
    syncToken: z.string().min(1),
    olderRecordsExist: z.boolean().nullish().catch(null),
  }),
});

/** Throws `CarrierError`. */
export async function askSync(
  api: RingCentralApi,
  login: LoginName,
  { path, group, full }: SyncRequest,
  token: string | null,
): Promise<Synced> {
  // Texts leave by questions of this group, too.
  const use = group === "medium" ? ({ use: "look" } as const) : {};
  const ask = (query: SyncRequest["full"]) => api.ask(login, { method: "GET", path, query, group, ...use });
  if (token !== null) {
    const answer = await ask({ syncType: "ISync", syncToken: token });
    if (!isExpired(answer)) return readSynced(jsonOf(answer), false);
  }
  return readSynced(jsonOf(await ask({ ...full, syncType: "FSync" })), true);
}

/** It does not take the token any more, whatever word it has for that. */
function isExpired(answer: Awaited<ReturnType<RingCentralApi["ask"]>>): boolean {
  return answer.kind === "answer" && !answer.isClosed && (answer.status === 400 || answer.code === "MSG-333");
}

function readSynced(json: unknown, isFull: boolean): Synced {
  const read = synced.safeParse(json);
  if (!read.success) throw unreadable("news that can't be read");
  const { records, syncInfo } = read.data;
  return { records, token: syncInfo.syncToken, isFull, hasOlder: syncInfo.olderRecordsExist === true };
}

/** Whether it is refused for good, until somebody gives a permission. */
export function isRefused(thrown: unknown): thrown is CarrierError {
  return thrown instanceof CarrierError && thrown.failure.certain && !thrown.failure.retryable;
}
