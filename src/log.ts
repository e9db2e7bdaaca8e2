/** The log: one JSON object a line. Bodies, full numbers and secrets never get here; errors are cut to their names and first words. */
import { type DestinationStream, pino } from "pino";
import type { Log } from "./bridge/contracts/log.ts";
import { AppError, CarrierError, DeskError } from "./domain/errors.ts";
import type { LogLevel } from "./environment.ts";

/** @param to where its lines go: standard output unless given. */
export function createLog(level: LogLevel, to?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => describe(error, 0) },
    hooks: { streamWrite: mask },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** A cause of a cause says enough; one that is its own would never end. */
const deepestCause = 3;

/** Library errors carry requests and rows with them; only what says what happened is kept. */
function describe(error: unknown, depth: number): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code.slice(0, 60) } : {};
  const deeper = error.cause !== undefined && depth < deepestCause;
  return {
    name: error.name,
    message: wordsOf(error),
    ...code,
    stack: framesOf(error),
    ...(deeper ? { cause: describe(error.cause, depth + 1) } : {}),
  };
}

/** JavaScript's own errors put into their words what they failed at, such as a body that is not what it should be. */
const quoting = [TypeError, RangeError, ReferenceError, EvalError, URIError];

/**
 * The first line says what happened. Those behind it hold what it happened to: a failed query's values, a body. What stands in quotes
 * may come from outside, except where the words are ours.
 */
function wordsOf(error: Error): string {
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
function framesOf({ message, stack = "" }: Error): string {
  const frames = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  const lines = frames.split("\n").filter((line) => /^ {4}at /.test(line));
  return lines.slice(0, 5).join("\n");
}

/** Whatever a library put into its words: full numbers and tokens don't get here. */
function mask(line: string): string {
  return line.replace(/\+\d{3,11}(?=\d{4})/g, "…").replace(/\bx(?:ox[a-z]|app)-[\w-]+/g, "x…");
}
