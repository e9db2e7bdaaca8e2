/** The log: one JSON object a line. Bodies, full numbers and secrets never get here; errors are cut to their names and first words. */
import { type DestinationStream, pino } from "pino";
import type { Log } from "./bridge/contracts/log.ts";
import type { LogLevel } from "./environment.ts";
import { framesOf, masked, wordsOf } from "./error-words.ts";

/** @param to where its lines go: standard output unless given. */
export function createLog(level: LogLevel, to?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => describe(error, 0) },
    hooks: { streamWrite: masked },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** A cause of a cause says enough; one that is its own would never end. */
const deepestCause = 3;
const mostFrames = 5;

/** Library errors carry requests and rows with them; only what says what happened is kept. */
function describe(error: unknown, depth: number): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code.slice(0, 60) } : {};
  const deeper = error.cause !== undefined && depth < deepestCause;
  return {
    name: error.name,
    message: wordsOf(error),
    ...code,
    stack: framesOf(error).slice(0, mostFrames).join("\n"),
    ...(deeper ? { cause: describe(error.cause, depth + 1) } : {}),
  };
}
