/** The answer to a press goes to the address that came with it: five times at most, within half an hour. */
import type { Answer, Call } from "../../lib/call.ts";
import { isRecord, stringIn } from "../../lib/json.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import type { Drawn } from "../views/blocks.ts";
import { inert } from "./calls.ts";
import { fromStatus, fromWord, toDeskError, unreadable } from "./failure.ts";

/**
 * Slack shows an answer at the channel's end unless it is told the thread, and the contract carries only an address: so
 * the thread stands behind the `#` of the address, and is taken off before the call.
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
  call: Call,
  press: { responseUrl: string; drawn: Drawn; replace: boolean; timeoutMs: number },
): Promise<void> {
  const { address, thread } = splitAddress(press.responseUrl);
  const body = JSON.stringify({
    ...press.drawn,
    ...inert,
    ...(press.replace ? { replace_original: true } : { replace_original: false, response_type: "ephemeral" }),
    ...(thread === null ? {} : { thread_ts: thread }),
  });
  const { status, text } = await send(call, address, body, press.timeoutMs);
  if (status === 404 || status === 410) throw fromWord(wordOf(text ?? "") ?? "expired_url");
  if (status !== 200) throw fromStatus(status);
  if (text === null) throw unreadable("an end");
  refuseWord(text);
  if (!isSlacks(text)) throw unreadable("sense");
}

async function send(call: Call, address: string, body: string, timeoutMs: number): Promise<Answer> {
  const headers = { "content-type": "application/json; charset=utf-8" };
  try {
    return await call(address, { method: "POST", headers, body, timeoutMs });
  } catch (error) {
    throw toDeskError(error);
  }
}

function refuseWord(body: string): void {
  const word = wordOf(body);
  if (word !== null) throw fromWord(word);
}

/** A page of something in between says nothing of what Slack did. */
function isSlacks(body: string): boolean {
  const said = body.trim();
  if (said === "" || said === "ok") return true;
  try {
    return isRecord(JSON.parse(said));
  } catch {
    return false;
  }
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
