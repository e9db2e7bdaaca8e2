import type { IncomingMessage } from "node:http";
import { largestBody } from "../lib/largest-body.ts";

/** The raw body, as it was signed; `too large` as soon as that is known. Rejects when the request breaks off. */
export async function readBody(request: IncomingMessage): Promise<Buffer | "too large"> {
  if (Number(request.headers["content-length"] ?? 0) > largestBody) return "too large";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) return "too large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
