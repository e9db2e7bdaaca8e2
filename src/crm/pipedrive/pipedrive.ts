/** Pipedrive: a record is a done activity of the person, of the SMS kind. */
import type { Crm } from "../../bridge/contracts/crm.ts";
import { secret, variable, webAddress } from "../../lib/environment-fields.ts";
import { type CrmSurroundings, defineCrm } from "../define-crm.ts";
import { keyMarkerRoom } from "../key-marker.ts";
import { createSparingChecks } from "../sparing-checks.ts";
import { createActivityPlace } from "./activity-place.ts";
import { createPerson } from "./create-person.ts";
import { findActivity } from "./find-activity.ts";
import { findPersons } from "./find-persons.ts";
import { listDeals } from "./list-deals.ts";
import { listUsers } from "./list-users.ts";
import { createPipedriveApi } from "./pipedrive-api.ts";
import type { PipedriveSettings } from "./pipedrive-settings.ts";
import { verifyAccount, verifyRights } from "./verify-account.ts";
import { writeActivity } from "./write-activity.ts";

const named = { name: "pipedrive", title: "Pipedrive" } as const;

/** It does not say how much a note holds; a column of 64 kB at three bytes a letter is the least that others found. UTF-16 code units. */
const longestNote = 20_000;

export const pipedrive = defineCrm({
  ...named,
  variables: {
    PIPEDRIVE_API_TOKEN: secret(),
    PIPEDRIVE_API_URL: webAddress("https://yourcompany.pipedrive.com"),
    PIPEDRIVE_ACTIVITY_TYPE: variable("sms", readKey),
  },
  missing: (given) =>
    given.PIPEDRIVE_API_TOKEN === undefined
      ? ["PIPEDRIVE_API_TOKEN is missing; copy it from Pipedrive: Personal preferences, API."]
      : [],
  configure: (env) => ({
    apiToken: env.PIPEDRIVE_API_TOKEN ?? "",
    // Its documentation gives addresses of both of its versions; each is asked for what only it has.
    apiUrl: (env.PIPEDRIVE_API_URL ?? "https://api.pipedrive.com").replace(/\/(api\/)?v[12]$/, ""),
    activityType: env.PIPEDRIVE_ACTIVITY_TYPE,
  }),
  create: (settings, surroundings) => createPipedriveCrm(settings, surroundings),
});

function createPipedriveCrm(settings: PipedriveSettings, surroundings: CrmSurroundings): Crm {
  const api = createPipedriveApi(settings, surroundings);
  const place = createActivityPlace(settings, api);
  const rights = createSparingChecks(surroundings.now, () => verifyRights(settings, api));
  return {
    ...named,
    capabilities: {
      form: "html",
      maxBody: longestNote - keyMarkerRoom,
      contactTypes: [],
      createsContacts: true,
      searchesNames: true,
      everyNumberKnown: false,
    },
    findContacts: (by) => findPersons(api, by),
    createContact: (contact) => createPerson(api, contact),
    writeLog: (log, existing) => writeActivity(api, place, log, existing),
    findLog: (key, part, contact) => findActivity(api, place, { key, part, contact }),
    listAssociations: (contact) => listDeals(api, contact),
    listUsers: () => listUsers(api),
    freeIn: api.freeIn,
    verify: () => verifyAccount(settings, api, rights),
  };
}

function readKey(text: string) {
  return /^[a-z0-9_-]+$/i.test(text)
    ? { value: text }
    : { problem: "must be the key of an activity type: letters, digits, _ and -, such as sms." };
}
