import { AppError } from "../../domain/errors.ts";
import type { Finding } from "../../domain/finding.ts";
import { masked, wordsOf } from "../../error-words.ts";

/** A check that fails is a finding, too. */
export async function guarded(name: string, check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof AppError) return [{ name, level: "problem", sentence: error.message }];
    const words = error instanceof Error ? masked(wordsOf(error)) : "unknown";
    const remedy = "Mend what the other lines say, then run threadline doctor again.";
    return [{ name, level: "problem", sentence: `This could not be checked: ${words}.`, remedy }];
  }
}
