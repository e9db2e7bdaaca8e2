/** Where people see what is in the account; null where HubSpot does not say which account it is. */
import { z } from "zod";
import type { CrmContactId } from "../../domain/ids.ts";
import type { HubspotApi } from "./hubspot-api.ts";

export interface Portal {
  /** A log on its contact's timeline. */
  linkTo(contact: CrmContactId, communication: string): Promise<string | null>;
}

const details = z.object({
  portalId: z.number().int().positive(),
  uiDomain: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .nullish(),
});

/** A link is worth no more. Milliseconds. */
const patience = 5_000;
/** It is asked again after so many records without an answer. */
const askAgainAfter = 50;

export function createPortal({ ask }: HubspotApi): Portal {
  let asked: Promise<string | null> | null = null;
  let without = 0;

  async function read(): Promise<string | null> {
    const answer = await ask({ method: "GET", path: "/account-info/v3/details", timeoutMs: patience });
    const told = details.safeParse(answer.kind === "answer" && answer.status === 200 ? answer.json : null);
    return told.success
      ? `https://${told.data.uiDomain || "app.hubspot.com"}/contacts/${told.data.portalId}`
      : null;
  }

  return {
    async linkTo(contact, communication) {
      if (without >= askAgainAfter) {
        asked = null;
        without = 0;
      }
      asked ??= read();
      const portal = await asked;
      if (portal === null) without += 1;
      // 0-1 is what HubSpot calls contacts.
      return portal === null
        ? null
        : `${portal}/record/0-1/${encodeURIComponent(contact)}?engagement=${encodeURIComponent(communication)}`;
    },
  };
}
