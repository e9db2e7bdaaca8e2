/** Bodies of requests, read whole: none too large, none for ever, and all that are under way together not more than fits. */
import type { IncomingMessage } from "node:http";
import { largestBody } from "./largest-body.ts";

/** Why a body was not read, and what whoever sent it is answered. */
export interface Unread {
  readonly status: 408 | 413 | 503;
  readonly sentence: string;
}

/** Whoever means it sends a body at once. Milliseconds. */
const patience = 20_000;
/** What all bodies that are under way may hold together. Bytes. */
const mostUnderWay = 64 * largestBody;

const tooLarge: Unread = { status: 413, sentence: "The request is too large: at most 1 MB." };
const tooSlow: Unread = { status: 408, sentence: "The request did not come within 20 s." };
const tooMany: Unread = { status: 503, sentence: "Too much is being sent at once. Please send it again." };

let bytesUnderWay = 0;

/** The raw body, as it was signed, or why not, as soon as that is known. Rejects when the request breaks off. */
export function readBody(request: IncomingMessage): Promise<Buffer | Unread> {
  if (Number(request.headers["content-length"] ?? 0) > largestBody) return Promise.resolve(tooLarge);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const leave = (): void => {
      clearTimeout(timer);
      bytesUnderWay -= size;
      request.off("data", take).off("end", end).off("error", fail).off("close", breakOff);
      // What still comes is let pass by, and what goes wrong with it concerns nobody.
      request.on("error", () => {}).resume();
    };
    const give = (answer: Buffer | Unread): void => {
      leave();
      resolve(answer);
    };
    const fail = (error: unknown): void => {
      leave();
      reject(error);
    };
    const breakOff = (): void => fail(new Error("The request broke off."));
    const end = (): void => give(Buffer.concat(chunks));
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      bytesUnderWay += chunk.length;
      if (size > largestBody) give(tooLarge);
      else if (bytesUnderWay > mostUnderWay) give(tooMany);
      else chunks.push(chunk);
    };
    const timer = setTimeout(() => give(tooSlow), patience);
    request.on("data", take).on("end", end).on("error", fail).on("close", breakOff);
  });
}

/** Whether a body is there at all. */
export function isUnread(body: Buffer | Unread): body is Unread {
  return !Buffer.isBuffer(body);
}
