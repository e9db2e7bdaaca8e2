/** What whoever ran a command reads of a failure that it has no sentence for. */
import { loadDiskConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { explainIfDatabase } from "../store/index.ts";

/** The database's sentence where that failed; a defect shows where it happened, and never what it happened to: values of a row, a customer's words. */
export async function explainDefect(error: unknown, env: NodeJS.ProcessEnv): Promise<string> {
  const loaded = loadDiskConfig(env);
  const explained = loaded.ok ? await explainIfDatabase(error, loaded.config.database) : error;
  if (explained instanceof AppError) return explained.message;
  return `Something went wrong that should not have: ${error instanceof Error ? placeOf(error) : typeof error}`;
}

/** Of what it says, the first line: a failed query's values stand behind it. */
function placeOf({ name, message, stack = "" }: Error): string {
  const frames = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split("\n");
  const [first = ""] = message.split("\n");
  return [`${name}: ${first}`, ...frames.filter((line) => /^ {4}at /.test(line))].join("\n");
}
