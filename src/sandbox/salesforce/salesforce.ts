/**
 * Salesforce as the outside world: contacts and leads, tasks, who works there, and the door with its tokens. Built from Salesforce's documents,
 * not from our CRM folder.
 */
import { createRate } from "../crm/rates.ts";
import type { CrmCall } from "../crm/types/misbehaviour.ts";
import type { CrmAnswer, CrmRequest, CrmVendorDefinition } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { idOf, notFound, refuse, sessionOver, tooMany } from "./answers.ts";
import { describe, isVersion, listVersions } from "./org.ts";
import { attributed, nested } from "./render.ts";
import { changeTask, createPerson, createTask, readRow, upsertTask } from "./sobjects.ts";
import { runSoql, SoqlError } from "./soql.ts";
import { searchPeople } from "./sosl.ts";
import { tableOf } from "./tables.ts";
import { CLIENT, createTokens, USERNAME } from "./tokens.ts";

/** Of 24 hours. */
const DAILY = 15_000;
const DAY_MS = 24 * 3_600_000;

const PREFIXES: Readonly<Record<string, string>> = {
  contact: "003",
  lead: "00Q",
  record: "00T",
  user: "005",
  opportunity: "006",
  case: "500",
};

export interface SalesforceOptions {
  /** The app signs assertions with it, PEM; absent: it has a refresh token, which works once. */
  readonly privateKey?: string;
  /** Tasks have a field for a key. */
  readonly externalId?: boolean;
}

/** One whose app is let in by a refresh token. */
export const salesforce = salesforceOf({});

export function salesforceOf({ privateKey, externalId = false }: SalesforceOptions): CrmVendorDefinition {
  return {
    name: "salesforce",
    title: "Salesforce",
    form: "text",
    kind: "Task",
    newId: (count, prefix) => idOf(PREFIXES[prefix] ?? "a00", count),
    create(world, limited, url) {
      const daily = createRate(DAILY, DAY_MS, world.now);
      const tokens = createTokens({ world, url, privateKey: privateKey ?? null });

      function answer(request: CrmRequest, call: CrmCall | null): CrmAnswer {
        if (call === "token") return request.method === "POST" ? tokens.give(request) : notFound();
        const pass = request.headers.authorization?.replace(/^(Bearer|OAuth) /, "") ?? "";
        if (world.access.revoked || !tokens.letsIn(pass)) return sessionOver();
        if (limited && !daily.take()) return tooMany();
        if (call !== null && world.access.forbidden.has(call))
          return refuse(403, "INSUFFICIENT_ACCESS", "insufficient access rights on object id");
        const used = `api-usage=${DAILY - daily.left()}/${DAILY}`;
        return { headers: { "sforce-limit-info": used }, ...route(world, daily.left(), request) };
      }

      return {
        callOf,
        answer,
        failed: (status) =>
          status === 429 ? tooMany() : refuse(status, "SERVER_UNAVAILABLE", "Server temporarily unavailable"),
        environment: (address) => ({
          SALESFORCE_LOGIN_URL: address,
          SALESFORCE_CLIENT_ID: CLIENT,
          ...(externalId ? { SALESFORCE_EXTERNAL_ID: "Threadline_Key__c" } : {}),
          ...(privateKey === undefined
            ? { SALESFORCE_REFRESH_TOKEN: tokens.firstRefreshToken }
            : { SALESFORCE_PRIVATE_KEY: privateKey, SALESFORCE_USERNAME: USERNAME }),
        }),
      };
    },
  };
}

function callOf({ method, path }: CrmRequest): CrmCall | null {
  const [, second, , what, type] = path;
  if (second === "oauth2") return "token";
  if (what === "search") return "search";
  if (method === "GET") return "read";
  if (type !== "Task") return "createContact";
  // By its key it is made or changed.
  return method === "POST" || path.length > 6 ? "createRecord" : "updateRecord";
}

function route(world: CrmWorld, left: number, request: CrmRequest): CrmAnswer {
  const { method, query } = request;
  const [first, second, version, what, type = "", id = "", key] = request.path;
  if (first !== "services" || second !== "data") return notFound();
  if (version === undefined || version === "") return listVersions();
  if (!isVersion(version)) return notFound();
  if (request.text !== "" && request.body === undefined)
    return refuse(400, "JSON_PARSER_ERROR", "Unexpected character");
  switch (`${method} ${what ?? ""}`) {
    case "GET ":
      return { status: 200, body: { query: `/services/data/${version}/query` } };
    case "GET limits":
      return { status: 200, body: { DailyApiRequests: { Max: DAILY, Remaining: left } } };
    case "GET search":
      return searchPeople(world, query.get("q") ?? "");
    case "GET query":
      return runQuery(world, query.get("q") ?? "");
    case "GET sobjects":
      return id === "describe" ? describe(world, type) : readRow(world, type, id);
    case "POST sobjects":
      if (type === "Task") return createTask(world, request);
      return type === "Contact" || type === "Lead" ? createPerson(world, type, request) : notFound();
    case "PATCH sobjects":
      if (type !== "Task") return notFound();
      return key === undefined ? changeTask(world, id, request) : upsertTask(world, id, key, request);
    default:
      return notFound();
  }
}

function runQuery(world: CrmWorld, text: string): CrmAnswer {
  try {
    const { table, rows } = runSoql(text, (name) => tableOf(world, name));
    const records = rows.map((row) => attributed(table, nested(row, Object.keys(row))));
    return { status: 200, body: { totalSize: records.length, done: true, records } };
  } catch (error) {
    if (error instanceof SoqlError) return refuse(400, error.code, error.message);
    throw error;
  }
}
