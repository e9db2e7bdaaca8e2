/** The log: one JSON object a line. Bodies, full numbers and secrets never get here; errors are cut to their names and words. */
import { pino } from "pino";
import type { Log } from "./bridge/bridge.ts";
import type { LogLevel } from "./environment.ts";

export function createLog(level: LogLevel): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describe },
  });
}

/** Library errors carry requests and rows with them; only what says what happened is kept. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) };
  return {
    name: error.name,
    message: wordsOf(error),
    ...code,
    stack: error.stack?.split("\n").slice(1, 6).join("\n"),
    ...cause,
  };
}

/** The database layer appends the values of a failed query to its message: they may be somebody's words. */
function wordsOf(error: Error): string {
  return (error.message.split("\nparams:")[0] ?? "").slice(0, 500);
}
