/** `/sms` and `/mms` of an extension. */
import { type Asked, asList, asObject, asText, invalid, type RcAnswer } from "./api.ts";
import type { Attachment } from "./entities.ts";
import { type Part, readParts } from "./multipart.ts";
import { renderMessage } from "./render-message.ts";
import type { Outgoing, Texts } from "./texts.ts";
import type { World } from "./world.ts";

export interface SentBody {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly Attachment[];
}

/** JSON, or a multipart body whose JSON comes first. Null: neither. */
export function readSentBody(world: World, asked: Asked): SentBody | null {
  const parts = readParts(asked.headers["content-type"], asked.raw);
  if (parts === null) return asked.json === undefined ? null : { fields: asObject(asked.json), files: [] };
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  try {
    const fields: unknown = JSON.parse(first.content.toString("utf8"));
    return { fields: asObject(fields), files: rest.map((part) => attachmentOf(world, part)) };
  } catch {
    return null;
  }
}

export function attachmentOf(
  world: World,
  { contentType, content, filename }: Pick<Part, "contentType" | "content" | "filename">,
): Attachment {
  return { id: world.newId(), contentType, content, name: filename ?? "" };
}

export function outgoingOf(asked: Asked, { fields, files }: SentBody): Outgoing {
  return {
    by: asked.caller,
    from: asText(asObject(fields.from).phoneNumber) ?? "",
    to: asList(fields.to).map((one) => asText(asObject(one).phoneNumber) ?? ""),
    text: asText(fields.text) ?? "",
    attachments: files,
  };
}

export function sendText(world: World, texts: Texts, url: string, asked: Asked): RcAnswer {
  const body = readSentBody(world, asked);
  if (body === null) return invalid("body");
  const sent = texts.sendDirect(outgoingOf(asked, body));
  return "status" in sent ? sent : { status: 200, body: renderMessage(world, url, sent) };
}
