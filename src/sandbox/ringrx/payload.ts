/** A callback's payload: its template, with the tokens that the object has replaced. */
import type { CallbackView } from "./types/account.ts";

export type Tokens = Readonly<Record<string, string>>;

/** A token that the object does not have stays as it stands. */
export function renderPayload({ payload }: CallbackView, tokens: Tokens, escapes: boolean): string {
  return payload.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const words = tokens[name];
    if (words === undefined) return whole;
    return escapes ? JSON.stringify(words).slice(1, -1) : words;
  });
}
