import type { ApiError } from "./api-error.ts";
import { renderMessage } from "./render-message.ts";
import type { Message, World } from "./world.ts";

const DAY_MS = 86_400_000;
/** Nothing is sent later than this after it was created: a message stays in the queue for ten hours. */
const LONGEST_QUEUE_MS = 36_000_000;

/** `GET Messages.json`: newest first, filtered, in pages. */
export function listMessages(world: World, accountSid: string, query: URLSearchParams): object | ApiError {
  const range = readRange(query);
  if (range === null) return { status: 400, code: 20001 };
  const size = Math.min(1000, Math.max(1, Number(query.get("PageSize")) || 50));
  const all = world.select({ to: query.get("To"), from: query.get("From") });
  const { found, next } = takePage(all, range, size, query.get("PageToken"));
  const page = Number(query.get("Page")) || 0;
  const uriOf = (extra: Record<string, string>) => {
    const params = new URLSearchParams(query);
    for (const [name, value] of Object.entries({ PageSize: String(size), ...extra })) params.set(name, value);
    return `/2010-04-01/Accounts/${accountSid}/Messages.json?${params}`;
  };
  return {
    first_page_uri: uriOf({ Page: "0" }),
    next_page_uri: next === null ? null : uriOf({ Page: String(page + 1), PageToken: next }),
    previous_page_uri: null,
    uri: uriOf({ Page: String(page) }),
    page,
    page_size: size,
    start: page * size,
    end: page * size + Math.max(0, found.length - 1),
    messages: found.map((message) => renderMessage(accountSid, message)),
  };
}

interface Range {
  readonly from: number;
  readonly until: number;
  /** What was not sent yet has no date to compare. */
  readonly isDated: boolean;
}

/** Whole days in GMT as documented; exact times as it takes them in fact. Null for what is no date. */
function readRange(query: URLSearchParams): Range | null {
  const on = readDate(query.get("DateSent"));
  const after = readDate(query.get("DateSent>"));
  const before = readDate(query.get("DateSent<"));
  const dates = [on, after, before];
  if (dates.some((date) => date !== null && Number.isNaN(date.start))) return null;
  return {
    from: Math.max(on?.start ?? 0, after?.start ?? 0),
    until: Math.min(on?.end ?? Number.POSITIVE_INFINITY, before?.end ?? Number.POSITIVE_INFINITY),
    isDated: dates.some((date) => date !== null),
  };
}

function readDate(raw: string | null): { start: number; end: number } | null {
  if (raw === null) return null;
  const start = /^\d{4}-\d{2}-\d{2}(T.+)?$/.test(raw) ? Date.parse(raw) : Number.NaN;
  return { start, end: /^\d{4}-\d{2}-\d{2}$/.test(raw) ? start + DAY_MS - 1 : start };
}

/** The token is the place in the order of creation where the next page begins, so new messages do not shift it. */
function takePage(all: readonly Message[], range: Range, size: number, token: string | null) {
  const found: Message[] = [];
  let index = token === null ? all.length - 1 : lastAtOrBefore(all, Number(token.replace(/^PA/, "")));
  for (; index >= 0; index--) {
    const message = all[index];
    if (message === undefined || message.createdAt.getTime() + LONGEST_QUEUE_MS < range.from) break;
    if (!isInRange(message, range)) continue;
    if (found.length === size) return { found, next: `PA${message.seq}` };
    found.push(message);
  }
  return { found, next: null };
}

function isInRange(message: Message, range: Range): boolean {
  if (!range.isDated) return true;
  const sent = (message.direction === "inbound" ? message.createdAt : message.sentAt)?.getTime();
  return sent !== undefined && sent >= range.from && sent <= range.until;
}

function lastAtOrBefore(all: readonly Message[], seq: number): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
