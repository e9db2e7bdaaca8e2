/** What is shown of an error, in the log and on a terminal: what happened and where, without words, full numbers and secrets. */
import { AppError, CarrierError, DeskError } from "./domain/errors.ts";

/** JavaScript's own errors put into their words what they failed at, such as a body that is not what it should be. */
const quoting = [TypeError, RangeError, ReferenceError, EvalError, URIError];

/**
 * The first line says what happened. Those behind it hold what it happened to: a failed query's values, a body. What stands in quotes
 * may come from outside, except where the words are ours.
 */
export function wordsOf(error: Error): string {
  if (error instanceof SyntaxError) return "something could not be parsed";
  if (quoting.some((kind) => error instanceof kind)) return "something was not what it was taken for";
  const line = (error.message.split("\n")[0] ?? "").slice(0, 500);
  return isOurs(error) ? line : line.replace(quoted, "…");
}

/** Unlike an apostrophe, a single quote has no letter before it. */
const quoted = /"[^"]*("|$)|`[^`]*(`|$)|(?<!\w)'[^']*('|$)/g;

/** Our sentences; and those of the system and the database, which speak of files, addresses and tables. */
function isOurs(error: Error): boolean {
  if (error instanceof AppError || error instanceof CarrierError || error instanceof DeskError) return true;
  return "syscall" in error || error.name === "SqliteError" || error.constructor.name === "DrizzleQueryError";
}

/** Where it happened, without the message that stands before it. */
export function framesOf({ message, stack = "" }: Error): string[] {
  const frames = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  return frames.split("\n").filter((line) => /^ {4}at /.test(line));
}

/** Whatever a library put into its words: full numbers and tokens don't get out. */
export function masked(line: string): string {
  return line.replace(/\+\d{3,11}(?=\d{4})/g, "…").replace(/\bx(?:ox[a-z]|app)-[\w-]+/g, "x…");
}
