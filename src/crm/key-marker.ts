/**
 * Our key as a few characters in the record itself, for CRMs without a place of their own for it: letters, digits and signs that no CRM
 * rewrites, whatever form the record has.
 */
import type { RecordKey } from "../domain/ids.ts";

/** @param part which piece of the record. */
export function keyMarker(key: RecordKey, part: number): string {
  return `[threadline ${key}/${part}]`;
}

/** Room to keep for it in the longest body. Characters. */
export const keyMarkerRoom = 200;
