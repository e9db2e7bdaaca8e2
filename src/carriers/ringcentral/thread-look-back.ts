import type { LoginName } from "../../domain/ids.ts";
import { listPages } from "./list-pages.ts";
import { readReport } from "./message-status.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import { readEntry } from "./thread-record.ts";
import type { Told } from "./told.ts";

const path = "/restapi/v1.0/account/~/message-threads/messages";

/** What became of texts that left the shared inbox since then, however long ago they changed. Throws `CarrierError`. */
export async function lookBackInThreads(
  api: RingCentralApi,
  login: LoginName,
  since: number,
  now: number,
): Promise<Told[]> {
  const query = {
    creationTimeFrom: new Date(since).toISOString(),
    creationTimeTo: new Date(now).toISOString(),
    perPage: "1000",
  };
  return (await listPages(api, login, path, query, "medium", "look")).flatMap((raw): Told[] => {
    // Lists leave out what kind it is: they have one kind.
    const entry = readEntry({ recordType: "AliveMessage", ...(raw as object) });
    const code = entry?.deliveryErrorCode ?? entry?.to?.find(({ errorCode }) => errorCode)?.errorCode ?? null;
    const report = readReport(entry?.messageStatus ?? "", code);
    // What can't be read here was told of when it was new.
    if (entry?.direction !== "Outbound" || entry.id === null || report === null) return [];
    const event = { kind: "status", carrierMessageId: entry.id, messageId: null, ...report } as const;
    return [{ event, at: (entry.creationTime ?? new Date(since)).getTime(), rank: 0 }];
  });
}
