/** What its callbacks say. Numbers have no plus, ids are numbers, times are milliseconds since 1970. */
import { exactJson } from "../exact-json.ts";
import type { Message } from "./world.ts";

/** @param url where its API is, without a path */
export function inboundBody(url: string, messages: readonly Message[]): string {
  return exactJson({
    messages: messages.map(({ id, from, to, text, at, media }) => ({
      type: "text",
      id,
      from: withoutPlus(from),
      to: withoutPlus(to),
      text,
      received_at: at,
      media: media.map((one) => ({
        url: one.url ?? `${url}/v1/media/${one.id}`,
        content_type: one.contentType,
      })),
    })),
  });
}

export function reportBody({ id, reference, word, error, to }: Message, at: number): string {
  return exactJson({
    type: "report",
    id,
    ...(reference === null ? {} : { reference }),
    to: withoutPlus(to),
    status: word.toUpperCase(),
    error,
    at,
  });
}

/** A short code and a sender's name have none. */
function withoutPlus(address: string): string {
  return address.replace(/^\+/, "");
}
