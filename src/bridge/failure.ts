import { DeskError } from "../domain/errors.ts";

/** Whether the desk failed in this way, whatever was thrown. */
export function isDeskFailure(error: unknown, kind: string): boolean {
  return error instanceof DeskError && error.failure.kind === kind;
}
