/** What was typed can't be meant: what is wrong with it in one sentence, and where all else is said. */
import { AppError } from "../domain/errors.ts";

export function misused(sentence: string): AppError {
  return new AppError("refused", `${sentence}\nthreadline --help lists all commands and options.`);
}

/** Reads options by Node's `parseArgs`, and says in our words what that does not take. @throws AppError */
export function readTyped<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw misused(inWords(cause instanceof Error ? cause.message : ""));
  }
}

function inWords(message: string): string {
  const [, option] = /option '(-[^' ,=<]*)/i.exec(message) ?? [];
  if (option === undefined) return "That was not understood.";
  if (message.startsWith("Unknown")) return `There is no option "${option}".`;
  return message.includes("does not take")
    ? `${option} takes no value.`
    : `${option} needs a value behind it.`;
}
