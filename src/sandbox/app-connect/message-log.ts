/** `POST /messageLog`: a shared conversation, whole, under its `conversationLogId`; or single messages, each once. */
import { asList, asObject, type CrmAnswer, type CrmRequest, type Json } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { composeBody } from "./compose-body.ts";
import { failed, told } from "./tell.ts";

export interface MessageLogs {
  /** By conversation, or message: the record in the CRM behind it. */
  readonly records: Map<string, string>;
}

export function logMessages(world: CrmWorld, { records }: MessageLogs, { body }: CrmRequest): CrmAnswer {
  const sent = asObject(body);
  const logInfo = asObject(sent.logInfo);
  const messages = logInfo.messages;
  const [correspondent] = asList(logInfo.correspondents).map(asObject);
  if (!Array.isArray(messages) || typeof correspondent?.phoneNumber !== "string")
    return failed("createMessageLog");
  if (messages.length === 0) return told(false, "No message to log.");
  if (typeof sent.contactId !== "string" && typeof sent.contactId !== "number")
    return told(false, `Contact not found for number ${correspondent.phoneNumber}`);
  if (messages.some((message) => asObject(message).id == null)) return failed("createMessageLog");
  const person = world.person(String(sent.contactId));
  if (person === null) return failed("createMessageLog");
  const conversation = String(logInfo.conversationLogId);
  return asObject(logInfo.owner).name
    ? logShared(world, records, { sent, logInfo, contact: person.id, conversation })
    : logSingly(world, records, { logInfo, contact: person.id, conversation });
}

interface Logged {
  readonly logInfo: Json;
  readonly contact: string;
  readonly conversation: string;
}

function logShared(
  world: CrmWorld,
  records: Map<string, string>,
  { sent, logInfo, contact, conversation }: Logged & { readonly sent: Json },
): CrmAnswer {
  const name = String(sent.contactName ?? "");
  const content = { subject: `SMS conversation with ${name}`, body: composeBody(logInfo, name) };
  const additional = asObject(sent.additionalSubmission);
  const linked = Object.values(additional)
    .map(String)
    .filter((id) => world.deals.has(id));
  const existing = records.get(conversation);
  if (existing !== undefined) {
    const record = world.record(existing);
    if (record === null) return failed("createMessageLog");
    world.changeRecord(record, { ...content, contact, linked });
    return told(true, "Message log updated.", { logIds: [] });
  }
  const made = world.addRecord(
    { ...content, contact, owner: null, linked, at: Number(logInfo.creationTime) || world.now(), more: {} },
    0,
  );
  records.set(conversation, made.id);
  return told(true, "Message logged", { logIds: [conversation] });
}

function logSingly(
  world: CrmWorld,
  records: Map<string, string>,
  { logInfo, contact, conversation }: Logged,
): CrmAnswer {
  const logIds: string[] = [];
  for (const message of asList(logInfo.messages).map(asObject).toReversed()) {
    const id = String(message.id);
    if (records.has(id)) continue;
    const line = `${String(message.direction)}: ${String(message.subject ?? "")}`;
    const record = world.record(records.get(conversation) ?? "");
    if (record !== null) world.changeRecord(record, { body: `${record.body}\n${line}` });
    const made =
      record ??
      world.addRecord(
        {
          contact,
          subject: "SMS conversation",
          body: line,
          owner: null,
          linked: [],
          at: world.now(),
          more: {},
        },
        0,
      );
    records.set(conversation, made.id);
    records.set(id, made.id);
    logIds.push(id);
  }
  return told(true, "Message logged", { logIds });
}
