import type { StatusEvent } from "../../bridge/contracts/carrier-events.ts";
import type { HttpCarrier, ReportReading } from "../../domain/http-carrier.ts";
import type { MessageId } from "../../domain/ids.ts";
import { wordAt } from "../../lib/json-pointer.ts";
import { readMessageId } from "../status-address.ts";
import { readId } from "./read-text.ts";
import { readReport } from "./status-words.ts";
import type { Unreadable } from "./unreadable.ts";

/**
 * What a callback, or an item of its list, says of a text of ours; null where its word says nothing.
 * @param addressed our id, where the address that was asked for names it.
 */
export function readStatus(
  carrier: HttpCarrier,
  reports: ReportReading,
  item: unknown,
  addressed: MessageId | null,
): StatusEvent | Unreadable | null {
  const carrierMessageId = reports.id === null ? null : readId(wordAt(item, reports.id));
  const named = reports.ourId === null ? null : readMessageId(wordAt(item, reports.ourId));
  const messageId = named ?? addressed;
  const unreadable = (missing: string): Unreadable => ({ kind: "missing", missing, carrierMessageId });
  if (carrierMessageId === null && messageId === null) {
    const places = [reports.id, reports.ourId].filter((place) => place !== null);
    return unreadable(`There is no id of a text at ${places.join(" or ")}`);
  }
  const word = wordAt(item, reports.status);
  if (word === null) return unreadable(`There is no status at ${reports.status}`);
  const error = reports.error === null ? null : wordAt(item, reports.error);
  const report = readReport(carrier, reports.words, word, error);
  return report === null ? null : { kind: "status", carrierMessageId, messageId, ...report };
}
