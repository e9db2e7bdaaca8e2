/** Where activities are: their kind, their address for people, and our reference to one. */
import { z } from "zod";
import type { CrmContactId, LogReference } from "../../domain/ids.ts";
import { type PipedriveApi, readIfAllowed } from "./pipedrive-api.ts";
import type { PipedriveSettings } from "./pipedrive-settings.ts";

export interface ActivityPlace {
  /** The key of the kind of activity that an SMS is. */
  readonly type: string;
  /** Null while it is not known. */
  urlOf(activity: string): Promise<string | null>;
}

const ownCompany = z.object({ company_domain: z.string().regex(/^[a-z0-9-]+$/i) });

export function createActivityPlace(
  { apiUrl, activityType }: PipedriveSettings,
  { ask }: PipedriveApi,
): ActivityPlace {
  let site: string | null = /^https:\/\/api\.pipedrive\.com$/i.test(apiUrl) ? null : apiUrl;
  return {
    type: activityType,
    async urlOf(activity) {
      site ??= await readSite(ask);
      return site === null ? null : `${site}/activities/${activity}`;
    },
  };
}

/** The company's own address, which the common one does not know. */
async function readSite(ask: PipedriveApi["ask"]): Promise<string | null> {
  try {
    const me = ownCompany.safeParse(readIfAllowed(await ask({ method: "GET", path: "/v1/users/me" })));
    return me.success ? `https://${me.data.company_domain}.pipedrive.com` : null;
  } catch {
    // A link is no reason to fail.
    return null;
  }
}

/** Our own form: the activity, and the person on whom it was logged. */
export function referenceOf(activity: string, person: CrmContactId): LogReference {
  return `${activity}/${person}` as LogReference;
}

export function partsOf(reference: LogReference): { readonly activity: string; readonly person: string } {
  const [activity = "", person = ""] = reference.split("/");
  return { activity, person };
}
