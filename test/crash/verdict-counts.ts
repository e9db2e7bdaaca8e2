/** How often what was written is found where it belongs. */
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import type { MessageView as Sms } from "../../src/sandbox/types/messages.ts";
import type { Phone } from "./phones.ts";

export function outbound({ phones }: Pick<Sandbox, "phones">, { number }: Phone): readonly Sms[] {
  return phones.phone(number).messages.filter(({ direction }) => direction !== "inbound");
}

export function marksOn(message: MessageView | null): string[] {
  return message?.reactions.map((reaction) => reaction.name) ?? [];
}

export function countOf(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** Those that came after one that was written later, with that one: tokens count up. */
export function lateAmong(tokens: readonly string[]): string[] {
  let newest = "";
  return tokens.flatMap((token) => {
    if (token < newest) return [`${token} after ${newest}`];
    newest = token;
    return [];
  });
}

export function sorted(tokens: readonly string[], counts: ReadonlyMap<string, number>) {
  const times = (token: string) => counts.get(token) ?? 0;
  return {
    once: tokens.filter((token) => times(token) === 1).length,
    lost: tokens.filter((token) => times(token) === 0),
    doubled: tokens.filter((token) => times(token) > 1),
  };
}
