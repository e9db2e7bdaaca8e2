/** HubSpot's errors: a category, a sentence, an id by which it is found again. The words are ours: nothing may depend on them. */
import { randomUUID } from "node:crypto";
import type { CrmAnswer } from "../crm/vendor.ts";

export type Category =
  | "VALIDATION_ERROR"
  | "INVALID_AUTHENTICATION"
  | "MISSING_SCOPES"
  | "OBJECT_NOT_FOUND"
  | "CONFLICT"
  | "RATE_LIMITS"
  | "INTERNAL_ERROR";

export function refuse(
  status: number,
  category: Category,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): CrmAnswer {
  return { status, body: { status: "error", message, correlationId: randomUUID(), category, ...more } };
}

export function invalidProperty(name: string, error: string, message: string): CrmAnswer {
  const details = [{ isValid: false, message, error, name, localizedErrorMessage: message }];
  return refuse(400, "VALIDATION_ERROR", `Property values were not valid: ${JSON.stringify(details)}`, {
    errors: [{ message, code: error, context: { propertyName: [name] } }],
  });
}

export function notFound(id: string): CrmAnswer {
  return refuse(404, "OBJECT_NOT_FOUND", "Object not found.  objectId are usually numeric.", {
    context: { id: [id] },
  });
}

export const unauthorized = (): CrmAnswer =>
  refuse(
    401,
    "INVALID_AUTHENTICATION",
    "Authentication credentials not found. This API supports OAuth 2.0 authentication.",
  );

export const missingScopes = (scopes: readonly string[]): CrmAnswer =>
  refuse(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes to make this call.", {
    errors: [
      {
        message: "One or more of the following scopes are required.",
        context: { requiredGranularScopes: scopes },
      },
    ],
    links: { scopes: "https://developers.hubspot.com/scopes" },
  });

export function tooMany(policyName: "SECONDLY" | "TEN_SECONDLY_ROLLING"): CrmAnswer {
  const limit = policyName === "SECONDLY" ? "secondly" : "ten_secondly_rolling";
  return refuse(429, "RATE_LIMITS", `You have reached your ${limit} limit.`, {
    errorType: "RATE_LIMIT",
    policyName,
  });
}
