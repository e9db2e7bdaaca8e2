/** The answer to a press goes to the address that came with it: five times at most, within half an hour. */
import type { Sentence } from "../../domain/sentence.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { drawSaid } from "../views/posts.ts";
import { inert } from "./calls.ts";
import type { Fetch } from "./client.ts";
import { fromStatus, fromWord, toDeskError } from "./failure.ts";
import { isRecord, stringIn } from "./json.ts";

/**
 * Slack answers at the channel's end unless it is told the thread, and the contract carries only an address: the
 * thread travels in the part of it that never leaves this house.
 */
export function addressInThread(responseUrl: string, thread: string | null): string {
  return thread === null ? responseUrl : `${responseUrl}#${thread}`;
}

const slacksOwn = /(^|\.)slack(-gov)?\.com$/;

/**
 * Whether an address that came with a press is Slack's, or at the stand-in that `apiUrl` names: what else somebody may have put there
 * is no place for what we say.
 */
export function isSlackAddress(responseUrl: string, apiUrl: string): boolean {
  const [address, api] = [parseUrl(responseUrl), parseUrl(apiUrl)];
  if (address === null || api === null) return false;
  if (address.protocol === "https:" && slacksOwn.test(address.hostname) && address.port === "") return true;
  return address.origin === api.origin;
}

/** Throws `DeskError`; `nobody` when the address is used up or too old. */
export async function answerPress(
  call: Fetch,
  press: { responseUrl: string; sentence: Sentence; replace: boolean; teamUrl: string; timeoutMs: number },
): Promise<void> {
  const { address, thread } = splitAddress(press.responseUrl);
  const body = JSON.stringify({
    ...drawSaid(press.sentence, null, press.teamUrl),
    ...inert,
    ...(press.replace ? { replace_original: true } : { replace_original: false, response_type: "ephemeral" }),
    ...(thread === null ? {} : { thread_ts: thread }),
  });
  const response = await send(call, address, body, press.timeoutMs);
  if (response.status === 200) return refuseWord(response.body);
  if (response.status === 404 || response.status === 410)
    throw fromWord(wordOf(response.body) ?? "expired_url");
  throw fromStatus(response.status);
}

async function send(call: Fetch, address: string, body: string, timeoutMs: number) {
  try {
    const response = await call(address, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    throw toDeskError(error);
  }
}

function refuseWord(body: string): void {
  const word = wordOf(body);
  if (word !== null) throw fromWord(word);
}

/** Slack says "ok" in plain text, and errors in JSON. */
function wordOf(body: string): string | null {
  try {
    const answer: unknown = JSON.parse(body);
    return isRecord(answer) && answer.ok === false ? (stringIn(answer, "error") ?? "unknown_error") : null;
  } catch {
    return null;
  }
}

function splitAddress(responseUrl: string): { address: string; thread: string | null } {
  const at = responseUrl.indexOf("#");
  if (at < 0) return { address: responseUrl, thread: null };
  return { address: responseUrl.slice(0, at), thread: responseUrl.slice(at + 1) };
}
