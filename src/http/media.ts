/**
 * What goes along with a text, at its public address, for a carrier that fetches it there. It is served as exactly what it is and does
 * nothing wherever it is opened; nothing that is asked here is written down.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Bridge } from "../bridge/bridge.ts";
import type { AddressedFile } from "../bridge/files/read-at-address.ts";
import { reply } from "./reply.ts";

/** What stands behind it is for whoever looks at how an address ends. */
const path = /^\/media\/([a-z0-9-]{1,80})(?:\/[A-Za-z0-9._-]{1,80})?$/;

/** Null for what is no file's address. */
export function mediaToken(pathname: string): string | null {
  return path.exec(pathname)?.[1] ?? null;
}

/** Files that are on their way at once: each is held whole. */
const mostUnderWay = 24;
/** Who takes nothing for so long wants nothing. Milliseconds. */
const patience = 20_000;

export type AnswerMedia = (
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

export function createMedia(bridge: () => Bridge): AnswerMedia {
  let underWay = 0;
  return async (token, request, response) => {
    // Nothing that comes along is looked at.
    if (hasBody(request)) response.setHeader("connection", "close");
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      return reply(response, 405, "Files are only read here.");
    }
    if (underWay >= mostUnderWay) {
      response.setHeader("retry-after", "2");
      return reply(response, 503, "Too much is being fetched at once. Please ask again.");
    }
    underWay += 1;
    response.once("close", () => {
      underWay -= 1;
    });
    response.setTimeout(patience, () => response.destroy());
    const file = await bridge().readAtAddress(token);
    if (file === null) return reply(response, 404, "There is nothing at this address.");
    response.writeHead(200, headersOf(file)).end(request.method === "HEAD" ? undefined : file.bytes);
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** What a browser shows by itself; all else is only kept. */
const isShown = /^(image\/(jpeg|png|gif)|audio\/|video\/)/;

function headersOf({ contentType, name, bytes }: AddressedFile): Record<string, string | number> {
  return {
    "content-type": contentType,
    "content-length": bytes.length,
    "content-disposition": `${isShown.test(contentType) ? "inline" : "attachment"}; filename="${name}"`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  };
}
