import { indexAtOrAfter } from "../messages.ts";
import { MethodError } from "../refusals.ts";
import { type Arguments, flag, text, whole } from "./arguments.ts";

const PREFIX = "next_ts:";
const MAX = 1_000;

function encoded(cursor: string): string {
  return Buffer.from(cursor).toString("base64");
}

function decodedCursor(cursor: string, prefix: string): string {
  const plain = Buffer.from(cursor, "base64").toString();
  if (!plain.startsWith(prefix)) throw new MethodError("invalid_cursor");
  return plain.slice(prefix.length);
}

/** How many are wanted: 1 to 1000. */
export function limitOf(args: Arguments, otherwise: number): number {
  const limit = whole(args, "limit", otherwise);
  if (limit < 1) return otherwise;
  return Math.min(limit, MAX);
}

export interface Page<T> {
  items: T[];
  hasMore: boolean;
  nextCursor: string;
}

/** A page of a list that has no order in time. */
export function page<T>(items: T[], args: Arguments, otherwise: number): Page<T> {
  const cursor = text(args, "cursor");
  const start = cursor === null ? 0 : Number(decodedCursor(cursor, "from:"));
  if (!Number.isInteger(start)) throw new MethodError("invalid_cursor");
  const end = start + limitOf(args, otherwise);
  const hasMore = end < items.length;
  return { items: items.slice(start, end), hasMore, nextCursor: hasMore ? encoded(`from:${end}`) : "" };
}

function bound(args: Arguments, key: "oldest" | "latest"): string | null {
  const value = text(args, key);
  if (value === null || value === "0") return null;
  if (!/^\d+(\.\d+)?$/.test(value)) throw new MethodError(`invalid_ts_${key}`);
  const [seconds = "0", micros = ""] = value.split(".");
  return `${seconds.padStart(10, "0")}.${micros.padEnd(6, "0").slice(0, 6)}`;
}

/** Indices [from, to) of what lies between `oldest` and `latest`, the ends included where `inclusive` says so. */
function range(list: string[], args: Arguments): { from: number; to: number } {
  const inclusive = flag(args, "inclusive");
  const oldest = bound(args, "oldest");
  const latest = bound(args, "latest");
  const from = oldest === null ? 0 : firstAfter(list, oldest, inclusive);
  const to = latest === null ? list.length : firstAfter(list, latest, !inclusive);
  return { from, to: Math.max(from, to) };
}

/** The first index at `ts` (when `including`) or after it. */
function firstAfter(list: string[], ts: string, including: boolean): number {
  const index = indexAtOrAfter(list, ts);
  return !including && list[index] === ts ? index + 1 : index;
}

/** A page of a timeline, newest first. */
export function newestFirst(list: string[], args: Arguments): Page<string> {
  const { from, to } = range(list, args);
  const cursor = text(args, "cursor");
  const end = cursor === null ? to : Math.min(to, indexAtOrAfter(list, decodedCursor(cursor, PREFIX)) + 1);
  const start = Math.max(from, end - limitOf(args, 100));
  const hasMore = start > from;
  const next = hasMore ? encoded(`${PREFIX}${list[start - 1]}`) : "";
  return { items: list.slice(start, end).reverse(), hasMore, nextCursor: next };
}

/** A page of a thread's replies, oldest first. */
export function oldestFirst(list: string[], args: Arguments, limit: number): Page<string> {
  const { from, to } = range(list, args);
  const cursor = text(args, "cursor");
  const start = cursor === null ? from : Math.max(from, indexAtOrAfter(list, decodedCursor(cursor, PREFIX)));
  const end = Math.min(to, start + limit);
  const hasMore = end < to;
  return {
    items: list.slice(start, end),
    hasMore,
    nextCursor: hasMore ? encoded(`${PREFIX}${list[end]}`) : "",
  };
}
