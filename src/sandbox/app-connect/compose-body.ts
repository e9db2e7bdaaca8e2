/** The whole body of a shared conversation, from its entities, newest first: each time anew. */
import { asList, asObject, type Json } from "../crm/vendor.ts";

export function composeBody(conversation: Json, contactName: string): string {
  const entities = asList(conversation.entities).map(asObject);
  const latest = asList(conversation.messages).reduce<number>(
    (last, message) => Math.max(last, Number(asObject(message).lastModifiedTime ?? 0)),
    0,
  );
  const entries = entities
    .map((entity) => ({ at: Number(entity.creationTime), words: wordsOf(entity, contactName) }))
    .filter(({ words }) => words !== null)
    .sort((a, b) => b.at - a.at);
  const members = [
    ...new Set(
      entities.flatMap(({ author, from, initiator, assignee }) =>
        [author, from, initiator, assignee].map(nameOf).filter((name) => name !== null),
      ),
    ),
  ];
  const count = (type: string) => entities.filter(({ recordType }) => recordType === type).length;
  return [
    "Conversation summary",
    `Started: ${time(Number(conversation.creationTime))}`,
    `Ended: ${time(latest)}`,
    "",
    "Participants",
    `* ${contactName} (customer)`,
    ...members.map((name) => `* ${name}`),
    "",
    `Owner: ${nameOf(conversation.owner) ?? ""}`,
    "",
    `Conversation (${count("AliveMessage")} messages, ${count("AliveNote")} notes)`,
    "BEGIN",
    "------------",
    ...entries.map(({ words }) => `${words}\n`),
    "------------",
    "END",
  ].join("\n");
}

function wordsOf(entity: Json, contactName: string): string | null {
  const { recordType, author, from, assignee, initiator, direction, text, subject, body, creationTime } =
    entity;
  const at = time(Number(creationTime));
  const who = nameOf(author) ?? nameOf(from);
  switch (recordType) {
    case "AliveMessage":
      return `${direction === "Inbound" ? contactName : who} said on ${at}:\n${String(text ?? subject ?? "")}`;
    case "AliveNote":
      return `${nameOf(author) ?? nameOf(initiator) ?? "Unknown"} left a note on ${at}:\n${String(text ?? body ?? "")}`;
    case "ThreadAssignedHint":
      return `Conversation assigned to ${nameOf(assignee) ?? "Unknown"}`;
    default:
      return null;
  }
}

function nameOf(value: unknown): string | null {
  const { name } = asObject(value);
  return typeof name === "string" && name !== "" ? name : null;
}

/** Whoever sends something else than milliseconds sees it here. */
function time(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 16).replace("T", " ") : "Invalid date";
}
