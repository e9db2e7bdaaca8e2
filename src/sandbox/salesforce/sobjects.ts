/** `/sobjects/...`: people and tasks made, tasks changed in place or by their external id. */
import type { LogRecord } from "../crm/entities.ts";
import { asObject, type CrmAnswer, type CrmRequest, type Json } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { deleted, notFound, refuse } from "./answers.ts";
import { attributed } from "./render.ts";
import { tableOf } from "./tables.ts";

/** The org's own field for a key. */
const EXTERNAL_ID = "Threadline_Key__c";
const LONGEST: Readonly<Record<string, number>> = {
  Subject: 255,
  Description: 32_000,
  LastName: 80,
  FirstName: 40,
  [EXTERNAL_ID]: 255,
};

const personFields = [
  "FirstName",
  "LastName",
  "Phone",
  "MobilePhone",
  "Email",
  "Company",
  "OwnerId",
  "LeadSource",
];

export function createPerson(world: CrmWorld, type: string, { body }: CrmRequest): CrmAnswer {
  const sent = asObject(body);
  const required = type === "Lead" ? ["LastName", "Company"] : ["LastName"];
  const mistake = fieldMistake(
    sent,
    type === "Lead" ? personFields : personFields.filter((one) => one !== "Company"),
  );
  if (mistake !== null) return mistake;
  const missing = required.filter((field) => !text(sent[field]));
  if (missing.length > 0)
    return refuse(
      400,
      "REQUIRED_FIELD_MISSING",
      `Required fields are missing: [${missing.join(", ")}]`,
      missing,
    );
  const made = world.addPerson(
    {
      firstName: text(sent.FirstName) ?? "",
      lastName: text(sent.LastName) ?? "",
      phone: text(sent.Phone),
      mobile: text(sent.MobilePhone),
      email: text(sent.Email),
      company: text(sent.Company),
      type: type === "Lead" ? "Lead" : "Contact",
    },
    world.lagMs,
  );
  return { status: 201, body: { id: made.id, success: true, errors: [] } };
}

const taskFields = [
  ...["Subject", "Description", "WhoId", "WhatId", "OwnerId", "Status", "Priority", "ActivityDate"],
  EXTERNAL_ID,
];

export function createTask(world: CrmWorld, { body }: CrmRequest): CrmAnswer {
  const sent = asObject(body);
  const key = text(sent[EXTERNAL_ID]);
  if (key !== null && byKey(world, key) !== null)
    return refuse(400, "DUPLICATE_VALUE", `duplicate value found: ${EXTERNAL_ID}`, [EXTERNAL_ID]);
  const mistake = fieldMistake(sent, taskFields) ?? referenceMistake(world, sent);
  if (mistake !== null) return mistake;
  const made = world.addRecord(
    {
      contact: null,
      owner: null,
      linked: [],
      subject: "",
      body: "",
      at: world.now(),
      ...changeOf(world, sent, null),
    },
    world.lagMs,
  );
  return { status: 201, body: { id: made.id, success: true, errors: [] } };
}

export function changeTask(world: CrmWorld, id: string, { body }: CrmRequest): CrmAnswer {
  const record = world.records.get(id);
  if (record === undefined) return notFound();
  if (record.gone) return deleted(404);
  const sent = asObject(body);
  const mistake = fieldMistake(sent, taskFields) ?? referenceMistake(world, sent);
  if (mistake !== null) return mistake;
  world.changeRecord(record, changeOf(world, sent, record));
  return { status: 204 };
}

/** Changed where there is one with this key; made where there is none. */
export function upsertTask(world: CrmWorld, field: string, key: string, request: CrmRequest): CrmAnswer {
  if (field.toLowerCase() !== EXTERNAL_ID.toLowerCase()) return notFound();
  const sent = asObject(request.body);
  if (EXTERNAL_ID in sent)
    return refuse(
      400,
      "INVALID_FIELD",
      `The ${EXTERNAL_ID} field should not be specified in the sobject data.`,
    );
  const known = byKey(world, key);
  if (known !== null) {
    const answer = changeTask(world, known.id, request);
    return answer.status === 204
      ? { status: 200, body: { id: known.id, success: true, errors: [], created: false } }
      : answer;
  }
  const answer = createTask(world, { ...request, body: { ...sent, [EXTERNAL_ID]: key } });
  return answer.status === 201 ? { ...answer, body: { ...asObject(answer.body), created: true } } : answer;
}

export function readRow(world: CrmWorld, type: string, id: string): CrmAnswer {
  const row = tableOf(world, type)?.rows.find((one) => one.Id === id);
  return row === undefined ? notFound() : { status: 200, body: attributed(type, row) };
}

function byKey(world: CrmWorld, key: string): LogRecord | null {
  const found = [...world.records.values()].find(
    (record) => !record.gone && record.more[EXTERNAL_ID] === key,
  );
  return found ?? null;
}

function fieldMistake(sent: Json, allowed: readonly string[]): CrmAnswer | null {
  for (const [field, value] of Object.entries(sent)) {
    if (!allowed.includes(field)) return refuse(400, "INVALID_FIELD", `No such column '${field}'`);
    const longest = LONGEST[field];
    if (longest !== undefined && typeof value === "string" && value.length > longest)
      return refuse(400, "STRING_TOO_LONG", `${field}: data value too large (max length=${longest})`, [
        field,
      ]);
  }
  const { ActivityDate: day } = sent;
  return day === undefined || /^\d{4}-\d\d-\d\d$/.test(String(day))
    ? null
    : refuse(400, "JSON_PARSER_ERROR", "Cannot deserialize instance of date");
}

function referenceMistake(world: CrmWorld, { WhoId, WhatId, OwnerId }: Json): CrmAnswer | null {
  if (WhoId !== undefined) {
    const person = world.people.get(String(WhoId));
    if (person === undefined)
      return refuse(400, "MALFORMED_ID", "Name ID: id value of incorrect type", ["WhoId"]);
    if (person.gone !== null) return deleted(400, ["WhoId"]);
  }
  if (WhatId !== undefined && !world.deals.has(String(WhatId)))
    return refuse(400, "MALFORMED_ID", "Related To ID: id value of incorrect type", ["WhatId"]);
  if (OwnerId === undefined) return null;
  const user = world.users.get(String(OwnerId));
  if (user === undefined)
    return refuse(400, "MALFORMED_ID", "Assigned To ID: id value of incorrect type", ["OwnerId"]);
  return user.active ? null : refuse(400, "INACTIVE_OWNER_OR_USER", "operation performed with inactive user");
}

function changeOf(world: CrmWorld, sent: Json, before: LogRecord | null) {
  const { Subject, Description, WhoId, WhatId, OwnerId, ActivityDate } = sent;
  const kept = ["Status", "Priority", "ActivityDate", EXTERNAL_ID].flatMap((field) =>
    sent[field] === undefined ? [] : [[field, String(sent[field])]],
  );
  return {
    ...(Subject === undefined ? {} : { subject: String(Subject) }),
    ...(Description === undefined ? {} : { body: String(Description) }),
    ...(WhoId === undefined ? {} : { contact: world.person(String(WhoId))?.id ?? null }),
    ...(WhatId === undefined ? {} : { linked: [String(WhatId)] }),
    ...(OwnerId === undefined ? {} : { owner: String(OwnerId) }),
    ...(ActivityDate === undefined ? {} : { at: Date.parse(`${String(ActivityDate)}T12:00:00Z`) }),
    more: { ...before?.more, ...Object.fromEntries(kept) },
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}
