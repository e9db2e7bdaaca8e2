/** Salesforce as its published documentation has it, so far as records touch it; see the addresses in `../README.md`. */
import { createPublicKey, verify } from "node:crypto";
import { createHttpFake, type FakeAnswer, type FakeRequest, type HttpFake } from "../http-fake.ts";

export interface FakeRow {
  readonly type: "Contact" | "Lead" | "Task" | "User" | "Opportunity" | "Case" | "OpportunityContactRole";
  readonly Id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  isDeleted: boolean;
}

export interface SalesforceFake extends HttpFake {
  readonly rows: FakeRow[];
  /** The newest refresh token; each works once. */
  refreshToken: string;
  /** Whether a refresh brings the next refresh token. */
  rotates: boolean;
  readonly accessTokens: Set<string>;
  /** Of the app, where it lets in who signs. */
  publicKey: string | null;
  /** Of tasks: the company's own fields. */
  readonly customFields: { readonly name: string; readonly externalId: boolean; readonly length: number }[];
  readonly statuses: string[];
  readonly versions: string[];
  requestsLeft: number;
  /** Objects that the user may not see. */
  readonly hidden: Set<string>;
  /** Of what it gives at once. */
  pageSize: number;
  add(type: FakeRow["type"], fields: Readonly<Record<string, unknown>>): FakeRow;
}

const prefixes = {
  Contact: "003",
  Lead: "00Q",
  Task: "00T",
  User: "005",
  Opportunity: "006",
  Case: "500",
  OpportunityContactRole: "00K",
} as const;
/** It says what was sent, words and numbers included. */
const told = "the tulips are on the balcony, +12025550143";
const taskFields = new Set([
  "Subject",
  "Description",
  "WhoId",
  "WhatId",
  "Status",
  "ActivityDate",
  "OwnerId",
]);

export async function createSalesforceFake(): Promise<SalesforceFake> {
  let count = 0;
  let lastQuery = "";
  const used = new Set<string>();
  const state: Omit<SalesforceFake, keyof HttpFake> = {
    rows: [],
    refreshToken: "refresh-0",
    rotates: true,
    accessTokens: new Set(),
    publicKey: null,
    customFields: [],
    statuses: ["Not Started", "Completed"],
    versions: ["46.0", "62.0", "68.0"],
    requestsLeft: 90_000,
    hidden: new Set(),
    pageSize: 2_000,
    add(type, fields) {
      count += 1;
      const row = {
        type,
        Id: `${prefixes[type]}${String(count).padStart(12, "0")}AAA`,
        fields,
        isDeleted: false,
      };
      state.rows.push(row);
      return row;
    },
  };
  const standing = (type: string) => state.rows.filter((row) => row.type === type && !row.isDeleted);

  function answer(request: FakeRequest): FakeAnswer {
    if (request.path === "/services/oauth2/token") return token(new URLSearchParams(request.text));
    if (request.path === "/services/data") return done(state.versions.map((version) => ({ version })));
    const bearer = /^Bearer (.*)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (!state.accessTokens.has(bearer)) return refusal(401, "INVALID_SESSION_ID");
    const path = /^\/services\/data\/v62\.0(\/.*)?$/.exec(request.path)?.[1];
    if (path === undefined)
      return request.path === "/services/data/v62.0" ? done({}) : refusal(404, "NOT_FOUND");
    if (path === "/limits")
      return done({ DailyApiRequests: { Max: 100_000, Remaining: state.requestsLeft } });
    if (path === "/search/") return search(request.query.get("q") ?? "");
    if (path === "/query") return query(request.query.get("q") ?? "", 0);
    if (path.startsWith("/query/")) return query(lastQuery, Number(path.slice("/query/".length)));
    const [, , object = "", first, second] = path.split("/").map(decodeURIComponent);
    if (state.hidden.has(object)) return refusal(404, "NOT_FOUND");
    if (first === "describe") return done(described(object));
    const body = request.json as Record<string, unknown>;
    if (object === "Task") return writeTask(request.method, body, first, second);
    if (request.method === "POST" && (object === "Contact" || object === "Lead"))
      return addPerson(object, body);
    return refusal(404, "NOT_FOUND");
  }

  function token(form: URLSearchParams): FakeAnswer {
    if (form.get("grant_type") === "refresh_token") {
      const given = form.get("refresh_token") ?? "";
      // Used a second time, it may be a stolen one: then nobody is let in any more.
      if (used.has(given)) state.refreshToken = "revoked";
      if (form.get("client_id") !== "client-1" || given !== state.refreshToken)
        return {
          status: 400,
          body: { error: "invalid_grant", error_description: "expired access/refresh token" },
        };
      count += 1;
      if (state.rotates) {
        used.add(given);
        state.refreshToken = `refresh-${count}`;
      }
      return letIn(state.rotates ? { refresh_token: state.refreshToken } : {});
    }
    return isSigned(form.get("assertion") ?? "")
      ? letIn({})
      : { status: 400, body: { error: "invalid_grant", error_description: "invalid assertion" } };
  }

  function letIn(more: object): FakeAnswer {
    count += 1;
    const accessToken = `access-${count}`;
    state.accessTokens.add(accessToken);
    return done({ access_token: accessToken, instance_url: fake.url, token_type: "Bearer", ...more });
  }

  function isSigned(assertion: string): boolean {
    const [head = "", claims = "", signature = ""] = assertion.split(".");
    const { iss, sub, aud, exp } = JSON.parse(Buffer.from(claims, "base64url").toString());
    const isRight = iss === "client-1" && sub === "app@flowers.example" && aud === fake.url;
    const inTime = exp > Date.now() / 1000 && exp <= Date.now() / 1000 + 300;
    if (state.publicKey === null || !isRight || !inTime) return false;
    const signed = Buffer.from(`${head}.${claims}`);
    return verify(
      "RSA-SHA256",
      signed,
      createPublicKey(state.publicKey),
      Buffer.from(signature, "base64url"),
    );
  }

  /** Its index: groups of digits, or words, in order; signs between them do not count. */
  function search(sosl: string): FakeAnswer {
    const [, terms = "", group = "", limit] =
      /^FIND \{(.*)\} IN (PHONE|NAME) FIELDS RETURNING .* LIMIT (\d+)$/s.exec(sosl) ?? [];
    const fits = group === "PHONE" ? phoneFits(terms) : nameFits(terms);
    if (fits === null) return refusal(400, "MALFORMED_SEARCH");
    const found = [...standing("Contact"), ...standing("Lead")].filter(
      (row) => row.fields.IsConverted !== true && fits(row),
    );
    return done({ searchRecords: found.slice(0, Number(limit)).map(shown) });
  }

  function query(soql: string, from: number): FakeAnswer {
    lastQuery = soql;
    const [, columns = "", object = "", where = ""] =
      /^SELECT (.*?) FROM (\w+) WHERE (.*?)( ORDER BY .*)?( LIMIT \d+)?$/s.exec(soql) ?? [];
    if (state.hidden.has(object)) return refusal(400, "INVALID_TYPE");
    const rows = standing(object)
      .filter((row) => holds(row, where))
      .reverse();
    const records = rows
      .slice(from, from + state.pageSize)
      .map((row) => Object.fromEntries(columns.split(", ").map((name) => [name, shown(row)[name] ?? null])));
    const next = from + state.pageSize;
    const more = next < rows.length ? { nextRecordsUrl: `/services/data/v62.0/query/${next}` } : {};
    return done({ totalSize: rows.length, done: next >= rows.length, records, ...more });
  }

  function holds(row: FakeRow, where: string): boolean {
    const known = { Id: row.Id, ...row.fields } as Record<string, unknown>;
    const inRoles = /^Id IN \(SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = '(.*?)'\)/;
    return where.split(" AND ").every((condition) => {
      const role = inRoles.exec(condition)?.[1];
      if (role !== undefined)
        return standing("OpportunityContactRole").some(
          ({ fields }) => fields.ContactId === role && fields.OpportunityId === row.Id,
        );
      return condition
        .replace(/^\((.*)\)$/, "$1")
        .split(" OR ")
        .some((one) => {
          const [, name = "", value = ""] = /^(\w+) = (.*)$/.exec(one) ?? [];
          return String(known[name]) === value.replace(/^'(.*)'$/s, "$1").replace(/\\(.)/g, "$1");
        });
    });
  }

  function writeTask(
    method: string,
    body: Record<string, unknown>,
    first?: string,
    second?: string,
  ): FakeAnswer {
    const field = second === undefined ? null : state.customFields.find(({ name }) => name === first);
    if (field === undefined || field?.externalId === false) return refusal(404, "NOT_FOUND");
    const isKnown = (row: FakeRow) =>
      field === null ? row.Id === first : row.fields[field.name] === second && !row.isDeleted;
    const known =
      first === undefined ? undefined : state.rows.find((row) => row.type === "Task" && isKnown(row));
    if (method === "PATCH" && field === null && (known === undefined || known.isDeleted))
      return known === undefined ? refusal(404, "NOT_FOUND") : refusal(404, "ENTITY_IS_DELETED");
    const wrong = wrongWith(body);
    if (wrong !== null) return wrong;
    const keyed = field === null ? {} : { [field.name]: second };
    if (known === undefined) {
      const { Id: id } = state.add("Task", { ...body, ...keyed });
      return { ...done({ id, success: true, errors: [], created: true }), status: 201 };
    }
    const row = { ...known, fields: { ...known.fields, ...body } };
    state.rows.splice(state.rows.indexOf(known), 1, row);
    return field === null ? { status: 204 } : done({ id: row.Id, success: true, errors: [], created: false });
  }

  function wrongWith(body: Record<string, unknown>): FakeAnswer | null {
    const own = state.customFields.map(({ name }) => name);
    const strange = Object.keys(body).find((name) => !taskFields.has(name) || own.includes(name));
    if (strange !== undefined) return refusal(400, "INVALID_FIELD_FOR_INSERT_UPDATE", [strange]);
    if (String(body.Subject).length > 255) return refusal(400, "STRING_TOO_LONG", ["Subject"]);
    if (String(body.Description).length > 32_000) return refusal(400, "STRING_TOO_LONG", ["Description"]);
    if (body.ActivityDate !== undefined && !/^\d{4}-\d\d-\d\d$/.test(String(body.ActivityDate)))
      return refusal(400, "JSON_PARSER_ERROR");
    for (const name of ["WhoId", "WhatId", "OwnerId"]) {
      const target = state.rows.find(({ Id }) => Id === body[name]);
      if (body[name] === undefined) continue;
      if (target === undefined) return refusal(400, "INVALID_CROSS_REFERENCE_KEY", [name]);
      if (target.isDeleted) return refusal(400, "ENTITY_IS_DELETED");
    }
    return null;
  }

  function addPerson(object: "Contact" | "Lead", body: Record<string, unknown>): FakeAnswer {
    const { LastName, FirstName = "", Company } = body as Record<string, string>;
    if (LastName === undefined || (object === "Lead" && Company === undefined))
      return refusal(400, "REQUIRED_FIELD_MISSING", ["LastName"]);
    if (LastName.length > 80 || FirstName.length > 40) return refusal(400, "STRING_TOO_LONG", ["LastName"]);
    const { Id: id } = state.add(object, { ...body, Name: `${FirstName} ${LastName}`.trim() });
    return { ...done({ id, success: true, errors: [] }), status: 201 };
  }

  function described(object: string) {
    const status = { name: "Status", picklistValues: state.statuses.map((value) => ({ value })) };
    const own = state.customFields.map((field) => ({
      ...field,
      unique: true,
      createable: true,
      picklistValues: [],
    }));
    return { createable: true, updateable: true, fields: object === "Task" ? [status, ...own] : [] };
  }

  const fake = await createHttpFake(answer);
  return Object.assign(state, fake);
}

function shown(row: FakeRow): Record<string, unknown> & { readonly Id: string } {
  const url = `/services/data/v62.0/sobjects/${row.type}/${row.Id}`;
  return { attributes: { type: row.type, url }, Id: row.Id, ...row.fields };
}

function phoneFits(terms: string): (row: FakeRow) => boolean {
  const sought = terms.split(" OR ").map((term) => term.replaceAll('"', ""));
  return ({ fields }) =>
    [fields.Phone, fields.MobilePhone, fields.HomePhone].some((phone) => {
      const groups = ` ${String(phone ?? "")
        .split(/\D+/)
        .filter((group) => group !== "")
        .join(" ")} `;
      return sought.some((one) => groups.includes(` ${one} `));
    });
}

function nameFits(terms: string): ((row: FakeRow) => boolean) | null {
  const bare = terms.replace(/\*$/, "");
  if (/(?<!\\)[?&|!{}[\]()^~*:'+-]/.test(bare.replaceAll('"', ""))) return null;
  const words = bare.replace(/\\(.)/g, "$1").toLowerCase().split(" ");
  return ({ fields }) =>
    words.every((word) => String(fields.Name).toLowerCase().includes(word.replace(/^"|"$/g, "")));
}

function done(body: unknown): FakeAnswer {
  return { status: 200, body };
}

export function refusal(status: number, errorCode: string, fields?: readonly string[]): FakeAnswer {
  return { status, body: [{ message: told, errorCode, ...(fields === undefined ? {} : { fields }) }] };
}
