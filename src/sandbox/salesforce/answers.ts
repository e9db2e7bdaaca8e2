/** How Salesforce answers what it refuses: a list of errors, each with a code. The words are ours: nothing may depend on them. */
import type { CrmAnswer } from "../crm/vendor.ts";

export function refuse(
  status: number,
  errorCode: string,
  message: string,
  fields: readonly string[] = [],
): CrmAnswer {
  return { status, body: [{ message, errorCode, ...(fields.length === 0 ? {} : { fields }) }] };
}

export const sessionOver = (): CrmAnswer => refuse(401, "INVALID_SESSION_ID", "Session expired or invalid");

export const tooMany = (): CrmAnswer =>
  refuse(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");

export const notFound = (): CrmAnswer => refuse(404, "NOT_FOUND", "The requested resource does not exist");

export const deleted = (status: number, fields: readonly string[] = []): CrmAnswer =>
  refuse(status, "ENTITY_IS_DELETED", "entity is deleted", fields);

/** Eighteen signs, the first three of which say what it is. */
export function idOf(prefix: string, count: number): string {
  return `${prefix}Dn${String(count).padStart(10, "0")}AAA`;
}
