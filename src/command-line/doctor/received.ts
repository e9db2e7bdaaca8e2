/** What `doctor --callback` says first: what the file holds, and whether it came to us as the carrier sent it. */
import type { Finding } from "../../domain/finding.ts";
import type { Capture } from "./read-capture.ts";
import type { WhoseCallback } from "./whose-callback.ts";

const name = "request";

/** @param title the carrier's, as people write it. A secret in the address is not shown. */
export function received(
  { carrier, kind, request, path }: WhoseCallback,
  title: string,
  { off }: Capture,
): Finding[] {
  const what = kind === "inbound" ? "what comes in" : "what became of a text";
  const address = `/webhooks/${carrier}/${kind}`;
  const found: Finding[] = [];
  if (path === "ours")
    found.push({
      name,
      level: "ok",
      sentence: `${request.method} to ${address}${request.secret === undefined ? "" : "/…"}: ${what}, of ${title}.`,
    });
  else if (path === "none")
    found.push({ name, level: "ok", sentence: `A body alone, read as ${what}, of ${title}.` });
  else
    found.push({
      name,
      level: "warning",
      sentence: `Its path is none of Threadline's. It is read as ${what}, of ${title}.`,
      remedy: `The address to write at ${title} is PUBLIC_URL${address}, and a slash and the secret behind it where one is set.`,
    });
  if (off !== 0)
    found.push({
      name,
      level: "warning",
      sentence: `Its body has ${Math.abs(off)} ${Math.abs(off) === 1 ? "byte" : "bytes"} ${off > 0 ? "more" : "less"} than its Content-Length says: it was changed after it was sent (line breaks, encoding, cut off), so that no signature over it can hold.`,
    });
  return found;
}
