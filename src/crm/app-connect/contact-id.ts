/** A contact as the server wants it named: its own id, a number or a text, and its kind, which writing a record needs as well. */
import { z } from "zod";
import type { CrmContactId } from "../../domain/ids.ts";
import { parsedJson } from "../../lib/call.ts";

const form = z.tuple([z.union([z.string(), z.number()]), z.string().nullable()]);

export function contactIdOf(id: string | number, type: string | null): CrmContactId {
  return JSON.stringify([id, type]) as CrmContactId;
}

export function partsOf(contact: CrmContactId): {
  readonly id: string | number;
  readonly type: string | null;
} {
  const [id, type] = form.safeParse(parsedJson({ text: contact })).data ?? [contact, null];
  return { id, type };
}
