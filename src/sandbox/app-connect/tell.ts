/** How an App Connect server answers: with 200, and whether it worked. */
import type { CrmAnswer, Json } from "../crm/vendor.ts";

export function told(successful: boolean, message: string | null, more: Json = {}): CrmAnswer {
  const messageType = successful ? "success" : "warning";
  const returnMessage = message === null ? null : { message, messageType, ttl: 5000 };
  return { status: 200, body: { successful, returnMessage, ...more } };
}

const SENTENCES: Readonly<Record<string, string>> = {
  createMessageLog: "Error creating message log",
  findContact: "Error finding contact",
  createContact: "Error creating contact",
  findContactWithName: "Error searching contacts",
};

/** The CRM behind it did not do it. */
export function failed(operation: string): CrmAnswer {
  return told(false, SENTENCES[operation] ?? `Error performing ${operation}`);
}

/** Plain text, as it sends it. */
export function unauthorized(): CrmAnswer {
  return { status: 400, body: "Please go to Settings and authorize CRM platform" };
}

export function revoked(): CrmAnswer {
  const returnMessage = {
    message: "User session expired. Please connect again.",
    messageType: "warning",
    ttl: 5000,
  };
  return { status: 401, body: { successful: false, returnMessage, errorCode: "CRM_SESSION_REVOKED" } };
}
