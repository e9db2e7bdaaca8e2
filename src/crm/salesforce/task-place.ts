/** Where tasks are: our key in a field of the company's where it has one, and our reference to a task. */
import type { CrmContactId, LogReference } from "../../domain/ids.ts";

/** Our own form: the task, and the person on whom it was logged. */
export function referenceOf(task: string, person: CrmContactId): LogReference {
  return `${task}/${person}` as LogReference;
}

export function partsOf(reference: LogReference): { readonly task: string; readonly person: string } {
  const [task = "", person = ""] = reference.split("/");
  return { task, person };
}
