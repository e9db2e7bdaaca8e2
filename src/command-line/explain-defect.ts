/** What whoever ran a command reads of a failure that it has no sentence for. */
import { loadDiskConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { framesOf, masked, wordsOf } from "../error-words.ts";
import { explainIfDatabase } from "../store/index.ts";

/** The database's sentence where that failed; a defect shows where it happened, and never what it happened to: values of a row, a customer's words. */
export async function explainDefect(error: unknown, env: NodeJS.ProcessEnv): Promise<string> {
  const loaded = loadDiskConfig(env);
  const explained = loaded.ok ? await explainIfDatabase(error, loaded.config.database) : error;
  if (explained instanceof AppError) return explained.message;
  return `Something went wrong that should not have: ${error instanceof Error ? placeOf(error) : typeof error}`;
}

function placeOf(error: Error): string {
  return masked([`${error.name}: ${wordsOf(error)}`, ...framesOf(error)].join("\n"));
}
