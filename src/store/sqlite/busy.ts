import { AppError } from "../../domain/errors.ts";

/** Whether it failed only because another process has the file just now: it may be tried again. */
export function isBusy(error: unknown): boolean {
  const failure = error instanceof AppError ? error.cause : error;
  return failure instanceof Error && "code" in failure && String(failure.code).startsWith("SQLITE_BUSY");
}
