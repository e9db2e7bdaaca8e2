/** What came from a carrier and has no place yet: reports of unknown messages, texts to unknown numbers. */
import type { Address, CarrierMessageId, E164 } from "../../../domain/ids.ts";
import type { ReportedState } from "../carrier-events.ts";
import type { Media } from "./messages.ts";

/** News of a message that we don't know yet. */
export interface Report {
  readonly carrier: string;
  readonly carrierMessageId: CarrierMessageId;
  readonly state: ReportedState;
  readonly failureCode: string | null;
  readonly failureSentence: string | null;
  readonly receivedAt: number;
}

/** A text to a number that no line of the directory has, or that can be no line's. */
export interface UnroutedText {
  readonly carrier: string;
  readonly carrierMessageId: CarrierMessageId;
  readonly to: E164 | Address;
  readonly from: Address;
  /** Who else a group text went to. */
  readonly others: readonly Address[];
  readonly body: string;
  readonly media: readonly Media[];
  readonly receivedAt: number;
}

export interface Arrivals {
  findReport(carrier: string, id: CarrierMessageId): Promise<Report | null>;
  /** Over what was kept of the same message before. */
  putReport(report: Report): Promise<void>;
  dropReport(carrier: string, id: CarrierMessageId): Promise<void>;
  /** So many at a time. Returns how many. */
  dropReportsBefore(moment: number, limit: number): Promise<number>;
  /** False when it was kept already. */
  keepUnrouted(text: UnroutedText): Promise<boolean>;
  isKept(carrier: string, id: CarrierMessageId): Promise<boolean>;
  isAnyKept(): Promise<boolean>;
  /** Which of these numbers have texts waiting. */
  keptFor(numbers: readonly E164[]): Promise<E164[]>;
  /** Oldest first. */
  unroutedTo(to: E164): Promise<UnroutedText[]>;
  dropUnrouted(carrier: string, id: CarrierMessageId): Promise<void>;
  /** How many texts each unknown number got. */
  unroutedCounts(): Promise<{ to: E164 | Address; count: number }[]>;
}
