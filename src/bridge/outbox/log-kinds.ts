/** The kind of job that writes a record into the CRM: behind everything that is said, with places of its own at the worker. */
import type { RecordId } from "../../domain/ids.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue, type JobKind, withdraw } from "./job-kind.ts";

export interface LogJob {
  readonly record: RecordId;
}

/** A lane a record: it is written by one at a time. */
export const logJob: JobKind<LogJob> = {
  name: "log",
  callee: "crm",
  pace: null,
  priority: 5,
  loss: "never",
  lane: ({ record }) => `log:${record}`,
  key: ({ record }) => `log:${record}`,
};

export async function enqueueLog(tx: Tx, record: RecordId, dueAt: number, now: number): Promise<void> {
  await enqueue(tx, logJob, { record }, { dueAt }, now);
}

export async function withdrawLog(tx: Tx, record: RecordId): Promise<void> {
  await withdraw(tx, logJob, { record });
}
