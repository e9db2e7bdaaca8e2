import { z } from "zod";
import { CrmError } from "../../domain/errors.ts";
import type { Finding } from "../../domain/finding.ts";
import { networkWords } from "../../lib/network-words.ts";
import type { ApiAnswer } from "../json-api.ts";
import { isDone } from "../read-answer.ts";
import type { SalesforceApi } from "./salesforce-api.ts";
import type { SalesforceSettings } from "./salesforce-settings.ts";

/** Is Salesforce reachable, and does it let us in; and the rest, where it does. Never throws. */
export async function verifyOrg(
  settings: SalesforceSettings,
  api: SalesforceApi,
  rest: () => Promise<readonly Finding[]>,
): Promise<Finding[]> {
  const entry = await describeEntry(settings, api);
  return entry.level === "problem" ? [entry] : [entry, ...(await rest())];
}

/**
 * Does it know the version of its API, may we write tasks and add contacts, is the field for our key what it has to be, and how much may be
 * asked today. Never throws.
 */
export async function verifyRights(settings: SalesforceSettings, api: SalesforceApi): Promise<Finding[]> {
  const versions = await api.ask({ method: "GET", path: "/services/data" });
  const version = describeVersion(settings.apiVersion, versions);
  if (version.level === "problem") return [version];
  const get = (path: string) => api.ask({ method: "GET", path: `${api.root}${path}` });
  return [
    version,
    ...describeTasks(settings.externalId, await get("/sobjects/Task/describe")),
    describeContacts(await get("/sobjects/Contact/describe")),
    ...describeLimits(await get("/limits")),
  ];
}

async function describeEntry(settings: SalesforceSettings, api: SalesforceApi): Promise<Finding> {
  const name = "Salesforce: connection";
  const host = new URL(settings.loginUrl).host;
  const problem = (sentence: string, remedy: string): Finding => ({
    name,
    level: "problem",
    sentence,
    remedy,
  });
  try {
    const { baseUrl } = await api.access.pass();
    // A token that was good at the last start need not be so now.
    const answer = await api.ask({ method: "GET", path: api.root });
    const where = new URL(baseUrl).host;
    if (answer.kind === "silence" && answer.reason.startsWith("no access"))
      return refusedEntry(settings, answer.reason);
    if (answer.kind === "silence")
      return problem(
        `Salesforce (${where}) can't be reached: ${networkWords(answer.reason)}.`,
        `Allow outgoing HTTPS to ${where}, directly or through HTTPS_PROXY.`,
      );
    return answer.status === 401
      ? refusedEntry(settings, "http-401")
      : { name, level: "ok", sentence: `Salesforce (${where}) lets us in.` };
  } catch (error) {
    const kind = error instanceof CrmError ? error.failure.kind : "failed";
    if (kind === "not_kept")
      return problem(
        "Salesforce was not asked: a refresh token works once, and the database does not take the next one.",
        "Start the app, which makes the database; then run threadline doctor again.",
      );
    if (/^(invalid|unsupported|inactive|http-4|app|unauthorized|access)/.test(kind))
      return refusedEntry(settings, kind);
    return problem(
      `Salesforce (${host}) can't be reached: ${networkWords(kind)}.`,
      `Allow outgoing HTTPS to ${host}, directly or through HTTPS_PROXY, and check SALESFORCE_LOGIN_URL.`,
    );
  }
}

function refusedEntry({ entry }: SalesforceSettings, kind: string): Finding {
  const remedy =
    entry.kind === "signed"
      ? "Check SALESFORCE_CLIENT_ID and SALESFORCE_USERNAME, that the app there has the certificate of SALESFORCE_PRIVATE_KEY, and that the user is approved for it; the clock of this host has to be right."
      : "Authorize the app in Salesforce again, and set SALESFORCE_REFRESH_TOKEN to the new token; each works once.";
  return {
    name: "Salesforce: connection",
    level: "problem",
    sentence: `Salesforce does not let us in (${kind.replace("no access: ", "")}).`,
    remedy,
  };
}

const versionList = z.array(z.object({ version: z.string() }));

function describeVersion(wanted: string, answer: ApiAnswer): Finding {
  const name = "Salesforce: API version";
  const listed = versionList.safeParse(answer.kind === "answer" ? answer.json : null);
  if (!listed.success) return { name, level: "ok", sentence: `Version ${wanted} of the API is used.` };
  const known = listed.data.map(({ version }) => version);
  if (known.includes(wanted))
    return { name, level: "ok", sentence: `Salesforce knows version ${wanted} of its API.` };
  const sentence = `Salesforce does not know version ${wanted} of its API.`;
  const remedy = `Set SALESFORCE_API_VERSION to one that it knows, such as ${known.at(-1) ?? "62.0"}.`;
  return { name, level: "problem", sentence, remedy };
}

const description = z.object({
  createable: z.boolean(),
  updateable: z.boolean(),
  fields: z.array(
    z.object({
      name: z.string(),
      externalId: z.boolean().nullish(),
      unique: z.boolean().nullish(),
      createable: z.boolean().nullish(),
      length: z.number().nullish(),
      picklistValues: z.array(z.object({ value: z.string() })).nullish(),
    }),
  ),
});

function describeTasks(externalId: string | null, answer: ApiAnswer): Finding[] {
  const name = "Salesforce: tasks";
  const task = description.safeParse(answer.kind === "answer" && isDone(answer) ? answer.json : null);
  if (!task.success || !task.data.createable || !task.data.updateable) {
    const sentence = "Salesforce does not let the app’s user write tasks.";
    const remedy = "Give the user the permissions API Enabled and Edit Tasks, or use another user.";
    return [{ name, level: "problem", sentence, remedy }];
  }
  const { fields } = task.data;
  const statuses = fields.find((field) => field.name === "Status")?.picklistValues ?? [];
  const ok: Finding = { name, level: "ok", sentence: "The app’s user may write tasks." };
  const status: Finding[] =
    statuses.length === 0 || statuses.some(({ value }) => value === "Completed")
      ? []
      : [
          {
            name: "Salesforce: task status",
            level: "problem",
            sentence: "Tasks have no status Completed in this Salesforce.",
            remedy: "Add the value Completed to the Status of tasks (Setup, Object Manager, Task).",
          },
        ];
  return [ok, ...status, ...(externalId === null ? [] : [describeKeyField(externalId, fields)])];
}

function describeKeyField(externalId: string, fields: z.output<typeof description>["fields"]): Finding {
  const name = "Salesforce: external id";
  const field = fields.find((one) => one.name.toLowerCase() === externalId.toLowerCase());
  const remedy = `Make a custom field ${externalId} for activities: text of 255, external id, unique, and editable by the app’s user; or leave SALESFORCE_EXTERNAL_ID out.`;
  if (field === undefined)
    return {
      name,
      level: "problem",
      sentence: `Tasks have no field ${externalId} that the app’s user sees.`,
      remedy,
    };
  if (field.externalId !== true || field.createable === false || (field.length ?? 255) < 120)
    return {
      name,
      level: "problem",
      sentence: `The field ${externalId} of tasks can’t hold our key.`,
      remedy,
    };
  return { name, level: "ok", sentence: `The field ${externalId} of tasks holds our key.` };
}

function describeContacts(answer: ApiAnswer): Finding {
  const name = "Salesforce: contacts";
  const contact = description.safeParse(answer.kind === "answer" && isDone(answer) ? answer.json : null);
  if (contact.success && contact.data.createable)
    return { name, level: "ok", sentence: "The app’s user may see and add contacts." };
  const sentence = contact.success
    ? "Salesforce does not let the app’s user add contacts."
    : "Salesforce does not let the app’s user see contacts.";
  const remedy = "Give the user the permissions to read, create and edit contacts and leads.";
  return { name, level: contact.success ? "warning" : "problem", sentence, remedy };
}

const limits = z.object({ DailyApiRequests: z.object({ Max: z.number(), Remaining: z.number() }) });

function describeLimits(answer: ApiAnswer): Finding[] {
  const read = limits.safeParse(answer.kind === "answer" && isDone(answer) ? answer.json : null);
  if (!read.success) return [];
  const { Max: most, Remaining: left } = read.data.DailyApiRequests;
  const name = "Salesforce: daily requests";
  const sentence = `${left} of the company’s ${most} requests of 24 hours are left.`;
  if (left >= most / 10) return [{ name, level: "ok", sentence }];
  const remedy =
    "See which apps use them up (Setup, Company Information); what is owed waits until there are some again.";
  return [{ name, level: "warning", sentence, remedy }];
}
