/** A contact's id as the server gave it, a number or a text: connectors hand it on to a CRM that may want the one or the other. */
import { z } from "zod";
import type { CrmContactId } from "../../domain/ids.ts";
import { parsedJson } from "../../lib/call.ts";

const form = z.union([z.string(), z.number()]);

export function contactIdOf(id: string | number): CrmContactId {
  return JSON.stringify(id) as CrmContactId;
}

export function idIn(contact: CrmContactId): string | number {
  return form.safeParse(parsedJson({ text: contact })).data ?? contact;
}
