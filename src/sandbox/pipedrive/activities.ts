/** `/api/v2/activities`: made, changed, listed by person. */
import type { LogRecord } from "../crm/entities.ts";
import { asList, asObject, type CrmAnswer, type CrmRequest, type Json } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { data, invalid, notFound, page } from "./answers.ts";
import { seconds } from "./persons.ts";

export const activityTypes = [
  { id: 1, key_string: "call", name: "Call", active_flag: true },
  { id: 2, key_string: "meeting", name: "Meeting", active_flag: true },
  { id: 3, key_string: "task", name: "Task", active_flag: true },
  { id: 7, key_string: "sms", name: "SMS", active_flag: true },
];

const FIELDS = [
  "subject",
  "type",
  "note",
  "done",
  "due_date",
  "due_time",
  "duration",
  "owner_id",
  "deal_id",
  "lead_id",
  "org_id",
  "participants",
  "busy",
  "public_description",
];
const LONGEST_NOTE = 100_000;

export function createActivity(world: CrmWorld, { body }: CrmRequest): CrmAnswer {
  const sent = asObject(body);
  const mistake = mistakeIn(world, sent);
  if (mistake !== null) return mistake;
  if (typeof sent.subject !== "string" || sent.subject === "") return invalid("subject: is required");
  const record = world.addRecord(
    {
      contact: null,
      owner: null,
      linked: [],
      body: "",
      at: world.now(),
      more: { type: String(sent.type ?? "call"), done: "false" },
      ...changeOf(world, sent, null),
      subject: sent.subject,
    },
    world.lagMs,
  );
  return data(render(record), 201);
}

export function changeActivity(world: CrmWorld, id: string, { body }: CrmRequest): CrmAnswer {
  const record = world.records.get(id);
  if (record === undefined) return notFound("Activity");
  const sent = asObject(body);
  const mistake = mistakeIn(world, sent);
  if (mistake !== null) return mistake;
  // What was deleted takes changes, and stays deleted.
  if (!record.gone) world.changeRecord(record, changeOf(world, sent, record));
  return data(render(record));
}

export function readActivity(world: CrmWorld, id: string): CrmAnswer {
  const record = world.records.get(id);
  return record === undefined ? notFound("Activity") : data(render(record));
}

export function listActivities(world: CrmWorld, request: CrmRequest): CrmAnswer {
  const { query } = request;
  const [person, ids] = [query.get("person_id"), query.get("ids")?.split(",") ?? null];
  const shown = [...world.records.values()].filter(
    (record) =>
      !record.gone &&
      record.shownAt <= world.now() &&
      (person === null || record.contact === person) &&
      (ids === null || ids.includes(record.id)),
  );
  if (query.get("sort_direction") === "desc") shown.reverse();
  return page(shown.map(render), request);
}

function mistakeIn(world: CrmWorld, sent: Json): CrmAnswer | null {
  const [odd] = Object.keys(sent).filter((key) => !FIELDS.includes(key));
  if (odd !== undefined) return invalid(`${odd}: is not allowed`);
  const { type, owner_id: owner, deal_id: deal, note, due_date: day, due_time: time, done } = sent;
  if (type !== undefined && !activityTypes.some(({ key_string: key }) => key === type))
    return invalid("type: no such activity type");
  if (owner !== undefined && world.users.get(String(owner))?.active !== true)
    return invalid("owner_id: no such user");
  if (deal !== undefined && deal !== null && !world.deals.has(String(deal)))
    return invalid("deal_id: no such deal");
  if (typeof note === "string" && note.length > LONGEST_NOTE) return invalid("note: is too long");
  if (day !== undefined && !/^\d{4}-\d\d-\d\d$/.test(String(day))) return invalid("due_date: is no day");
  if (time !== undefined && !/^\d\d:\d\d(:\d\d)?$/.test(String(time))) return invalid("due_time: is no time");
  if (done !== undefined && typeof done !== "boolean") return invalid("done: must be a boolean");
  const strangers = asList(sent.participants).filter(
    (one) => !world.people.has(String(asObject(one).person_id ?? "")),
  );
  return strangers.length > 0 ? invalid("participants: no such person") : null;
}

function changeOf(world: CrmWorld, sent: Json, before: LogRecord | null): Partial<LogRecord> {
  const { subject, note, owner_id: owner, deal_id: deal, due_date: day, due_time: time } = sent;
  const participants = asList(sent.participants).map(asObject);
  const person = participants.find(({ primary }) => primary === true) ?? participants[0];
  return {
    ...(typeof subject === "string" ? { subject } : {}),
    ...(typeof note === "string" ? { body: note } : {}),
    ...(owner === undefined ? {} : { owner: String(owner) }),
    ...(deal == null ? {} : { linked: [String(deal)] }),
    ...(day === undefined ? {} : { at: Date.parse(`${String(day)}T${String(time ?? "00:00")}Z`) }),
    ...(person === undefined
      ? {}
      : { contact: world.person(String(person.person_id))?.id ?? String(person.person_id) }),
    more: {
      type: String(sent.type ?? before?.more.type ?? "call"),
      done: String(sent.done ?? before?.more.done ?? false),
    },
  };
}

function render({ id, subject, body, owner, contact, linked, at, more, gone, ...record }: LogRecord) {
  const due = new Date(at).toISOString();
  return {
    id: Number(id),
    subject,
    type: more.type,
    note: body,
    done: more.done === "true",
    due_date: due.slice(0, 10),
    due_time: due.slice(11, 16),
    owner_id: owner === null ? 1 : Number(owner),
    deal_id: linked[0] === undefined ? null : Number(linked[0]),
    person_id: contact === null ? null : Number(contact),
    participants: contact === null ? [] : [{ person_id: Number(contact), primary: true }],
    add_time: seconds(record.createdAt),
    update_time: seconds(record.changedAt),
    is_deleted: gone,
  };
}
