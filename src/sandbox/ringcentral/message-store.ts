/** The message store of an extension: lists, single texts, what came with them. */
import { type Asked, asList, asObject, asText, invalid, notFound, ok, type RcAnswer } from "./api.ts";
import type { Message } from "./entities.ts";
import type { Hints } from "./hints.ts";
import { renderMessage, renderPurged } from "./render-message.ts";
import { iso, type World } from "./world.ts";

const DAY_MS = 86_400_000;
const MOST_IDS = 50;

export interface StoreSettings {
  readonly world: World;
  readonly hints: Hints;
  readonly url: () => string;
  readonly later: (job: Promise<void>) => void;
}

/** Those of an extension, newest first. */
export function storeOf(world: World, extension: string): Message[] {
  return [...world.messages.values()]
    .filter((one) => one.extension === extension && one.thread === null)
    .reverse();
}

/** What the query asks for, but for times. Null: it can't be read. */
export function filterOf(query: URLSearchParams): ((message: Message) => boolean) | null {
  const all = (name: string) => query.getAll(name).flatMap((value) => value.split(","));
  const types = all("messageType");
  const directions = all("direction");
  const readStatuses = all("readStatus");
  const conversations = all("conversationId");
  const number = query.get("phoneNumber");
  if (types.some((type) => !["Fax", "SMS", "VoiceMail", "Pager"].includes(type))) return null;
  if (directions.some((direction) => !["Inbound", "Outbound"].includes(direction))) return null;
  const among = (wanted: readonly string[], value: string) => wanted.length === 0 || wanted.includes(value);
  return (message) =>
    among(types, "SMS") &&
    among(directions, message.direction) &&
    among(readStatuses, message.readStatus) &&
    among(conversations, String(message.conversation)) &&
    (number === null ||
      [message.from, ...message.to.map((one) => one.number)].some((one) => sameNumber(one, number)));
}

export function rangeOf(query: URLSearchParams, now: number): { from: number; to: number } | null {
  const to = Date.parse(query.get("dateTo") ?? iso(now));
  const from = Date.parse(query.get("dateFrom") ?? iso(to - DAY_MS));
  return Number.isNaN(from) || Number.isNaN(to) ? null : { from, to };
}

export function listMessages({ world, url }: StoreSettings, extension: string, { query }: Asked): RcAnswer {
  const fits = filterOf(query);
  const range = rangeOf(query, world.now());
  if (fits === null) return invalid("messageType");
  if (range === null) return invalid("dateFrom");
  const wanted = query.getAll("availability").flatMap((value) => value.split(","));
  const availabilities = wanted.length === 0 ? ["Alive"] : wanted;
  const all = storeOf(world, extension).filter(
    (message) =>
      fits(message) &&
      availabilities.includes(message.availability) &&
      message.createdAt >= range.from &&
      message.createdAt <= range.to,
  );
  const records = query.get("distinctConversations") === "true" ? newestOfEach(all) : all;
  const uri = `${url()}/restapi/v1.0/account/${world.accountId}/extension/${extension}/message-store`;
  return ok({ uri, ...pageOf(records, query, uri, (one) => renderMessage(world, url(), one)) }, 200);
}

/** So many, with what RingCentral says of pages. */
export function pageOf<T>(
  all: readonly T[],
  query: URLSearchParams,
  uri: string,
  render: (one: T) => unknown,
) {
  const perPage = Math.min(1_000, Math.max(1, Number(query.get("perPage") ?? 100) || 100));
  const page = Math.max(1, Number(query.get("page") ?? 1) || 1);
  const start = (page - 1) * perPage;
  const shown = all.slice(start, start + perPage);
  const totalPages = Math.ceil(all.length / perPage);
  const at = (number: number) => ({ uri: `${uri}?page=${number}&perPage=${perPage}` });
  return {
    records: shown.map(render),
    paging: {
      page,
      perPage,
      totalPages,
      totalElements: all.length,
      ...(shown.length === 0 ? {} : { pageStart: start, pageEnd: start + shown.length - 1 }),
    },
    navigation: {
      firstPage: at(1),
      lastPage: at(Math.max(1, totalPages)),
      ...(page < totalPages ? { nextPage: at(page + 1) } : {}),
      ...(page > 1 ? { previousPage: at(page - 1) } : {}),
    },
  };
}

/** By one id, or several with commas between. */
export function readMessages(settings: StoreSettings, extension: string, ids: string): RcAnswer {
  const { world, url } = settings;
  const found = messagesOf(world, extension, ids);
  const render = (one: Message) =>
    one.availability === "Purged" ? renderPurged(url(), one, world) : renderMessage(world, url(), one, true);
  const [first] = found;
  if (!ids.includes(",")) return first == null ? notFound("messageId") : ok(render(first), 200);
  return {
    status: 207,
    body: found.map((one, index) =>
      one === null
        ? { resourceId: ids.split(",")[index], status: 404 }
        : { resourceId: String(one.id), status: 200, body: render(one) },
    ),
  };
}

export function readContent({ world }: StoreSettings, extension: string, id: string, part: string): RcAnswer {
  const [message] = messagesOf(world, extension, id);
  if (message == null || message.availability === "Purged") return notFound("messageId");
  if (part === String(message.id))
    return { status: 200, headers: { "content-type": "text/plain" }, content: Buffer.from(message.text) };
  const file = message.attachments.find((one) => String(one.id) === part);
  if (file === undefined) return notFound("attachmentId");
  return { status: 200, headers: { "content-type": file.contentType }, content: file.content };
}

/** Read or unread. */
export function changeMessages(
  settings: StoreSettings,
  extension: string,
  ids: string,
  asked: Asked,
): RcAnswer {
  const { world, url, hints } = settings;
  const body = asObject(asked.json);
  const status = asText(body.readStatus);
  if (status !== "Read" && status !== "Unread") return invalid("readStatus");
  const named =
    ids === "*"
      ? asList(body.ids ?? body.messageIds)
          .map(String)
          .join(",")
      : ids;
  if (named.split(",").length > (ids === "*" ? 1_000 : MOST_IDS)) return invalid("messageId");
  const found = messagesOf(world, extension, named);
  for (const message of found) {
    if (message === null || message.readStatus === status) continue;
    message.readStatus = status;
    world.touch(message);
    settings.later(hints.stored(message, "updated"));
  }
  const [first] = found;
  if (named.includes(",") || ids === "*") return { status: 207, body: [] };
  return first == null ? notFound("messageId") : ok(renderMessage(world, url(), first, true), 200);
}

/** Once: into the bin. Twice, or with `purge`: for good. */
export function deleteMessages(
  settings: StoreSettings,
  extension: string,
  ids: string,
  asked: Asked,
): RcAnswer {
  const { world, hints } = settings;
  const named = ids === "" ? storeOf(world, extension).map(({ id }) => String(id)) : ids.split(",");
  const found = messagesOf(world, extension, named.join(","));
  if (ids !== "" && found.every((one) => one === null)) return notFound("messageId");
  for (const message of found) {
    if (message === null) continue;
    const isOver = message.availability !== "Alive" || asked.query.get("purge") === "true";
    message.availability = isOver ? "Purged" : "Deleted";
    world.touch(message);
    settings.later(hints.stored(message, "updated"));
  }
  return ok();
}

function messagesOf(world: World, extension: string, ids: string): (Message | null)[] {
  return ids.split(",").map((id) => {
    const message = /^\d+$/.test(id) ? world.messages.get(BigInt(id)) : undefined;
    return message !== undefined && message.extension === extension && message.thread === null
      ? message
      : null;
  });
}

function newestOfEach(all: readonly Message[]): Message[] {
  const seen = new Set<bigint>();
  return all.filter(({ conversation }) => !seen.has(conversation) && seen.add(conversation));
}

function sameNumber(one: string, other: string): boolean {
  return one.replace(/\D/g, "") === other.replace(/\D/g, "");
}
