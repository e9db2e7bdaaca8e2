import type { Address, Username } from "../../../domain/ids.ts";

/** What the CRM that is this database holds. */
export interface LocalLog {
  /** The record's key, with the number of the piece. */
  readonly key: string;
  readonly address: Address;
  readonly owner: Username | null;
  readonly subject: string;
  readonly body: string;
  readonly startedAt: number;
  readonly changedAt: number;
}

export interface LocalLogs {
  put(log: LocalLog): Promise<void>;
  /** Those that began in this time, in order of it: behind the last one that was read; so many at a time. */
  between(
    from: number,
    to: number,
    after: { readonly startedAt: number; readonly key: string } | null,
    limit: number,
  ): Promise<LocalLog[]>;
}
