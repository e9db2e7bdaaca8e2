/** What somebody typed behind `/sms-template`. */
import { normalizeText } from "./plain-text.ts";

export type TemplateCommand =
  /** One is chosen in a form. */
  | { readonly kind: "pick" }
  | { readonly kind: "help" }
  | { readonly kind: "manage" }
  /** One that has these words, on one line. */
  | { readonly kind: "find"; readonly words: string };

/** `help` and `manage` are words of their own only where nothing follows: a template may be called “Help with parking”. */
export function readTemplateCommand(typed: string): TemplateCommand {
  const words = normalizeText(typed).replace(/\s+/gu, " ").trim();
  const word = words.toLowerCase();
  if (word === "") return { kind: "pick" };
  return word === "help" || word === "manage" ? { kind: word } : { kind: "find", words };
}
