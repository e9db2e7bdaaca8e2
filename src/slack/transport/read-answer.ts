/** What Slack's answer to a call says. Whatever can't be read leaves open what Slack did. */
import { type Answer, headerOf } from "../../lib/call.ts";
import { isRecord, type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { fromStatus, fromWord, rateLimited, unreadable } from "./failure.ts";

const longestHint = 200;

/**
 * With the token's scopes in its `response_metadata`. `hint` hears what Slack says of how the call was made. Throws
 * `DeskError`.
 */
export function readAnswer(answer: Answer, hint: (words: string) => void): Json {
  if (answer.status === 429) throw tooOften(answer);
  if (answer.status !== 200) throw fromStatus(answer.status);
  if (answer.text === null) throw unreadable("an end");
  const body = parse(answer.text);
  if (body === null) throw unreadable("sense");
  const metadata = recordIn(body, "response_metadata") ?? {};
  for (const words of [...listIn(metadata, "warnings"), ...listIn(metadata, "messages")]) {
    if (typeof words === "string") hint(words.slice(0, longestHint));
  }
  if (body.ok === false) throw fromWord(stringIn(body, "error") ?? "unknown_error");
  if (body.ok !== true) throw unreadable("sense");
  const scopes = headerOf(answer, "x-oauth-scopes");
  if (scopes === null) return body;
  const listed = scopes.split(",").map((scope) => scope.trim());
  return { ...body, response_metadata: { ...metadata, scopes: listed } };
}

function tooOften(answer: Answer) {
  const seconds = Number.parseInt(headerOf(answer, "retry-after") ?? "", 10);
  return Number.isNaN(seconds) ? fromStatus(answer.status) : rateLimited(seconds * 1000);
}

function parse(text: string): Json | null {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) ? body : null;
  } catch {
    return null;
  }
}
